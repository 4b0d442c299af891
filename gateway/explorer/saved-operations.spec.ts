import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Kind, buildSchema, getVariableValues, parse, validate } from 'graphql';
import { readCosts } from '../src/cost/graph-costs';
import { OperationCost } from '../src/cost/operation-cost';
import { operationLimits } from '../src/limits/operation-limits';
import { readSavedOperation } from './app/saved-operation';

const schema = buildSchema(readFileSync(join(__dirname, '..', '..', 'schema', 'api.graphql'), 'utf8'));
const costs = readCosts(readFileSync(join(__dirname, '..', '..', 'schema', 'supergraph.graphql'), 'utf8'));
const directory = join(__dirname, 'operations');
const files = readdirSync(directory);
const read = (name: string) => readSavedOperation({ name, graphql: readFileSync(join(directory, `${name}.graphql`), 'utf8'), json: readFileSync(join(directory, `${name}.json`), 'utf8') });

describe('the saved operations', () => {
  const names = files.filter((file) => file.endsWith('.graphql')).map((file) => basename(file, '.graphql'));

  it('are there, each with its variables and nothing besides', () => {
    expect(names.length).toBeGreaterThanOrEqual(5);
    expect([...files].sort()).toEqual(names.flatMap((name) => [`${name}.graphql`, `${name}.json`]).sort());
  });

  it.each(names)('%s is an operation of the public graph, under its own name', (name) => {
    const { query, title } = read(name);
    const document = parse(query);
    expect(validate(schema, document)).toEqual([]);
    const [operation, ...more] = document.definitions;
    const pascal = name.replace(/(?:^|-)(.)/g, (_match, letter: string) => letter.toUpperCase());
    expect([operation?.kind === Kind.OPERATION_DEFINITION && operation.name?.value, more]).toEqual([pascal, []]);
    expect(title).toBe(`${name.charAt(0).toUpperCase()}${name.slice(1).replace(/-/g, ' ')}`);
  });

  it.each(names)('%s says what it is for, and brings variables that fit', (name) => {
    const { description, query, variables } = read(name);
    expect(description).toMatch(/^[A-Z].{20,}\.$/);
    const [operation] = parse(query).definitions;
    if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`${name} has no operation.`);
    const given = JSON.parse(variables) as Record<string, unknown>;
    const declared = (operation.variableDefinitions ?? []).map(({ variable }) => variable.name.value);
    expect(getVariableValues(schema, operation.variableDefinitions ?? [], given).errors).toBeUndefined();
    expect(Object.keys(given).filter((key) => !declared.includes(key))).toEqual([]);
  });

  it.each(names)('%s costs less than an operation may', (name) => {
    const { query, variables } = read(name);
    const [operation] = parse(query).definitions;
    if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`${name} has no operation.`);
    const { coerced = {} } = getVariableValues(schema, operation.variableDefinitions ?? [], JSON.parse(variables) as Record<string, unknown>);
    expect(new OperationCost(costs, { schema, fragments: new Map(), variables: coerced }, operation).stated()).toBeLessThanOrEqual(operationLimits.cost);
  });
});

describe('readSavedOperation', () => {
  it('takes the comment off as the description and lays the variables out', () => {
    expect(readSavedOperation({ name: 'find-it', graphql: '# First line.\n#   Second.\nquery FindIt { viewer { isOperator } }\n\n', json: '{"a":1}' })).toEqual({
      title: 'Find it',
      description: 'First line. Second.',
      query: 'query FindIt { viewer { isOperator } }\n',
      variables: '{\n  "a": 1\n}',
    });
  });
});
