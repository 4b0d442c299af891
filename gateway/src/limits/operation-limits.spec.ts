import { operationLimits, refuseDocument, refuseInputs } from './operation-limits';

const times = (count: number, part: (index: number) => string): string => Array.from({ length: count }, (_, index) => part(index)).join(' ');
const nested = (depth: number): string => `${'{ node '.repeat(depth - 1)}{ id }${' }'.repeat(depth - 1)}`;

/** A document with exactly so many of what is limited. */
const documents: Readonly<Record<string, (count: number) => string>> = {
  depth: nested,
  aliases: (count) => `{ node { ${times(count, (index) => `a${index}: id`)} } }`,
  fields: (count) => `{ node { ...A ...A } } fragment A on Node { ${times((count - 1) / 2, (index) => `f${index}`)} }`,
  rootFields: (count) => `{ ${times(count, (index) => `f${index}`)} }`,
  directives: (count) => `{ node { id ${times(count, () => '@include(if: true)')} } }`,
  fragments: (count) => `{ node { id } } ${times(count, (index) => `fragment F${index} on Node { id }`)}`,
  operations: (count) => times(count, (index) => `query Q${index} { node }`),
  literals: (count) => `{ node(ids: [${times(count, () => '1')}]) }`,
  text: (count) => `{ node(id: "${'x'.repeat(count)}") }`,
  length: (count) => `{ node } #${' '.repeat(count - 10)}`,
};

describe('a document', () => {
  it.each(Object.keys(documents) as (keyof typeof operationLimits & string)[])('may have %s up to the limit, and not one more', (name) => {
    const limit = Number(operationLimits[name]) - (name === 'fields' ? 1 : 0);
    const document = documents[name] as (count: number) => string;
    expect(refuseDocument(document(limit))).toBeNull();
    const refused = refuseDocument(document(limit + (name === 'fields' ? 2 : 1)));
    expect(refused?.extensions['code']).toBe('QUERY_TOO_COSTLY');
    expect(refused?.message).toContain(`${String(operationLimits[name])} are allowed`);
  });

  it('is judged with its fragments where they are used', () => {
    expect(refuseDocument(`{ ...Deep } fragment Deep on Query ${nested(operationLimits.depth + 1)}`)?.message).toMatch(/^This operation has 16 levels/);
    const many = `{ ...Many } fragment Many on Query { node { ${times(25, (index) => `b${index}: id`)} } }`;
    expect(refuseDocument(many)).toBeNull();
    expect(refuseDocument(many.replace('...Many', '...Many ...Many'))?.message).toContain('50 aliases');
  });

  it('is judged in all its operations, whichever is meant', () => {
    expect(refuseDocument(`query Small { node { id } } query Large ${nested(operationLimits.depth + 1)}`)).not.toBeNull();
  });

  it('ends on floods of fragments', () => {
    const levels = times(20, (index) => `fragment F${index} on Query { ...F${index + 1} ...F${index + 1} }`);
    expect(refuseDocument(`{ ...F0 } ${levels} fragment F20 on Query { node { id } }`)?.message).toContain('fields');
  });

  it('is left to the server when it is no GraphQL', () => {
    expect([refuseDocument('{ node {'), refuseDocument(`{ ${'a '.repeat(operationLimits.tokens)} }`)]).toEqual([null, null]);
  });
});

describe('what comes beside a document', () => {
  const deep = (levels: number): unknown => Array.from({ length: levels }).reduce((inner) => ({ inner }), 1);
  it('may be as large as a form of ours, and not endless', () => {
    const { levels, entries } = operationLimits.variables;
    expect(refuseInputs('A'.repeat(operationLimits.operationName), deep(levels))).toBeNull();
    expect(refuseInputs(undefined, { list: Array.from({ length: entries - 1 }) })).toBeNull();
    expect(refuseInputs('A'.repeat(operationLimits.operationName + 1), {})?.message).toBe('"operationName" has 201 characters; 200 are allowed.');
    expect(refuseInputs(null, deep(levels + 1))?.message).toBe('The variables are nested more than 8 levels deep.');
    expect(refuseInputs(null, { list: Array.from({ length: entries }) })?.message).toBe('The variables have more than 2000 values.');
  });

  it('is judged without being followed to its ground', () => {
    expect(refuseInputs(null, JSON.parse(`{"deep":${'['.repeat(100_000)}${']'.repeat(100_000)}}`))?.message).toContain('nested');
  });
});
