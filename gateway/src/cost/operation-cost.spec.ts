import { Kind, type OperationDefinitionNode, buildSchema, parse, validate, getVariableValues } from 'graphql';
import { readCosts } from './graph-costs';
import { OperationCost } from './operation-cost';

const sdl = `
  directive @cost(weight: Int!) on ARGUMENT_DEFINITION | ENUM | FIELD_DEFINITION | INPUT_FIELD_DEFINITION | OBJECT | SCALAR
  directive @listSize(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!], requireOneSlicingArgument: Boolean = true) on FIELD_DEFINITION
  type Query {
    thing: Thing
    dear: Dear
    asked: Int @cost(weight: 7)
    pages(first: Int = 3, last: Int): Pages @listSize(slicingArguments: ["first", "last"], sizedFields: ["edges"])
    some(first: Int): [Thing] @listSize(slicingArguments: ["first"], assumedSize: 4, requireOneSlicingArgument: false)
    few: [Thing!]! @listSize(assumedSize: 2)
    endless: [Thing]
    words: [String]
    either: Either
    searched(text: String @cost(weight: 5), filter: Filter, level: Level, hash: Hash): Int
  }
  type Mutation { make: Either @cost(weight: 100) }
  type Thing implements Named { name: String sub: Thing few: [Thing] @listSize(assumedSize: 2) level: Level hash: Hash }
  type Dear implements Named @cost(weight: 9) { name: String @cost(weight: 2) }
  interface Named { name: String }
  union Either = Thing | Dear
  type Pages { edges: [Edge] total: Int @cost(weight: 5) }
  type Edge { node: Thing }
  input Filter { name: String, deep: Filter, dear: String @cost(weight: 3) }
  enum Level @cost(weight: 2) { HIGH }
  scalar Hash @cost(weight: 4)
`;
const schema = buildSchema(sdl);
const costs = readCosts(sdl);

const costOf = (text: string, inputs: Record<string, unknown> = {}): OperationCost => {
  const document = parse(text);
  const problems = validate(schema, document);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const operation = document.definitions[0] as OperationDefinitionNode;
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], inputs);
  const fragments = new Map(document.definitions.flatMap((definition) => (definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [])));
  return new OperationCost(costs, { schema, fragments, variables: coerced ?? {} }, operation);
};

describe('the stated cost', () => {
  it.each<[string, string, number, Record<string, unknown>?]>([
    ['an object is 1, a scalar nothing', '{ thing { name } }', 1],
    ['objects in objects add up', '{ thing { sub { sub { name } } } }', 3],
    ['a type weighs what it says, and its fields what they say', '{ dear { name } }', 11],
    ['a field weighs what it says', '{ asked }', 7],
    ['enums and scalars weigh what they say', '{ thing { level hash } }', 7],
    ['an alias is asked for anew', '{ a: thing { name } b: thing { name } }', 2],
    ['the same field twice is one', '{ thing { name } thing { name sub { name } } }', 2],
    ['a plain list is as long as it can be', '{ few { few { name } } }', 2 * (1 + 2)],
    ['a list of scalars is for free', '{ words }', 0],
    ['a page is as long as its default', '{ pages { edges { node { name } } } }', 1 + 3 * 2],
    ['a page is as long as its argument', '{ pages(first: 10) { edges { node { name } } total } }', 1 + 10 * 2 + 5],
    ['a page is as long as its variable', 'query ($n: Int) { pages(first: $n) { edges { node { name } } } }', 1 + 5 * 2, { n: 5 }],
    ['a page is as long as its variable’s default', 'query ($n: Int = 6) { pages(first: $n) { edges { node { name } } } }', 1 + 6 * 2],
    ['a negative page is an empty one', '{ pages(first: -5) { edges { node { name } } } }', 1],
    ['a list by itself is as long as its argument', '{ some(first: 9) { name } }', 9],
    ['a list by itself is as long as assumed otherwise', '{ some { name } }', 4],
    ['fragments count where they are used', '{ thing { ...F } few { ...F } } fragment F on Thing { sub { name } }', 2 + 2 * 2],
    ['the dearest member of a union counts', '{ either { ... on Thing { name } ... on Dear { name } } }', 1 + 2],
    ['an interface counts for each of its types', '{ either { ... on Named { name } } }', 1 + 2],
    ['what is surely left out does not count', '{ thing @skip(if: true) { name } asked @include(if: false) }', 0],
    ['what a variable leaves out does not count', 'query ($no: Boolean!, $yes: Boolean = true) { thing @include(if: $no) { name } asked @skip(if: $yes) }', 0, { no: false }],
    ['what a variable lets in counts', 'query ($yes: Boolean!) { thing @include(if: $yes) { name } asked @skip(if: false) }', 8, { yes: true }],
    ['arguments weigh what they say', '{ searched(text: "x") }', 5],
    ['input objects are 1, at every level', '{ searched(filter: { name: "x", deep: { dear: "y" } }) }', 1 + 1 + 3],
    ['input objects in variables, too', 'query ($f: Filter, $l: Level, $h: Hash) { searched(filter: $f, level: $l, hash: $h) }', 1 + 3 + 2 + 4, { f: { dear: 'y' }, l: 'HIGH', h: 'x' }],
    ['a mutation weighs what it says', 'mutation { make { ... on Dear { name } } }', 100 + 2],
    ['the description of the graph has a price', '{ __schema { types { name } } }', 1_000],
    ['a type’s description has a price', '{ __type(name: "Thing") { name } __typename }', 100],
    ['a list without a size has no end', '{ endless { name } }', Number.POSITIVE_INFINITY],
  ])('%s', (...[, text, cost, variables]) => {
    expect(costOf(text, variables).stated()).toBe(cost);
  });

  it.each(['{ pages(first: 1, last: 2) { total } }', '{ pages(first: null) { total } }'])('wants one argument to say how long a page is: %s', (text) => {
    expect(() => costOf(text).stated()).toThrow('Say how much of Query.pages you want, by one of: first, last.');
  });

  it('ends on floods of fragments', () => {
    const levels = Array.from({ length: 30 }, (_, index) => `fragment F${index} on Thing { a: sub { ...F${index + 1} } b: sub { ...F${index + 1} } }`).join(' ');
    expect(costOf(`{ thing { ...F0 } } ${levels} fragment F30 on Thing { name }`).stated()).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('the actual cost', () => {
  const pages = '{ pages(first: 10) { edges { node { name sub { name } } } total } few { name } either { ... on Thing { name } ... on Dear { n: name } } }';
  const page = { edges: [{ node: { name: 'a', sub: null } }, { node: null }], total: 2 };

  it('counts what was answered', () => {
    expect(costOf(pages).actual({ pages: page, few: [{ name: 'a' }], either: { name: 'x' } }, false)).toBe(1 + (1 + 1 + 1) + (1 + 1) + 5 + 1 + 1);
  });

  it('tells the members of a union by their keys', () => {
    const asked = '{ either { ... on Thing { name } ... on Dear { n: name } } }';
    expect([costOf(asked).actual({ either: { name: 'x' } }, false), costOf(asked).actual({ either: { n: 'x' } }, false)]).toEqual([1, 3]);
  });

  it('takes what was lost to an error for done', () => {
    expect(costOf('{ few { name } asked thing { name } }').actual({ few: null, asked: 1, thing: { name: null } }, true)).toBe(2 + 7 + 1);
    expect(costOf('{ few { name } asked thing { name } }').actual(null, true)).toBe(2 + 7 + 1);
    expect(costOf('{ few { name } asked }').actual({ few: null, asked: null }, false)).toBe(7);
  });
});

describe('the numbers of a supergraph', () => {
  it('are refused when there are none', () => {
    expect(() => readCosts('type Query { a: Int }')).toThrow('The supergraph says of no field what it costs');
  });
});
