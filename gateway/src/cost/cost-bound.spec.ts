import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type GraphQLFieldResolver, Kind, type OperationDefinitionNode, buildSchema, execute, getNamedType, getNullableType, getVariableValues, isAbstractType, isCompositeType, isEnumType, isListType, parse, validate } from 'graphql';
import { operationLimits } from '../limits/operation-limits';
import { type GraphCosts, readCosts } from './graph-costs';
import { OperationCost } from './operation-cost';
import { RandomOperations, seeded } from './random-operations.fixture';

const schemaDirectory = join(__dirname, '..', '..', '..', 'schema');
const schema = buildSchema(readFileSync(join(schemaDirectory, 'api.graphql'), 'utf8'));
const costs = readCosts(readFileSync(join(schemaDirectory, 'supergraph.graphql'), 'utf8'));

/** Answers everything: pages as long as they were asked for, plain lists up to what the graph says, now and then null or an error. */
function answering({ fields }: GraphCosts, random: () => number, full: boolean): GraphQLFieldResolver<unknown, unknown> {
  return (source, args: { first?: number }, _context, info) => {
    const { parentType, fieldName, returnType } = info;
    const type = getNamedType(returnType);
    if (!full && parentType.name !== 'Query' && random() < 0.05) {
      if (random() < 0.5) throw new Error('lost');
      if (getNullableType(returnType) === returnType) return null;
    }
    const value = (): unknown => (isAbstractType(type) ? { __typename: schema.getPossibleTypes(type)[Math.floor(random() * schema.getPossibleTypes(type).length)]?.name } : isCompositeType(type) ? { entries: args.first } : isEnumType(type) ? type.getValues()[0]?.name : type.name === 'Boolean' ? true : type.name === 'Int' ? 1 : 'x');
    if (!isListType(getNullableType(returnType))) return value();
    const most = (source as { entries?: number }).entries ?? fields.get(`${parentType.name}.${fieldName}`)?.size?.assumed ?? 2;
    return Array.from({ length: full ? most : Math.floor(random() * (most + 1)) }, value);
  };
}

async function costsOf(seed: number, full: boolean): Promise<{ query: string; stated: number; actual: number }> {
  const random = seeded(seed);
  const { query, variables } = new RandomOperations(schema, random).next(seed % 4 === 0 ? 'mutation' : 'query');
  const document = parse(query);
  const problems = validate(schema, document);
  if (problems.length > 0) throw new Error(`Seed ${seed} is not valid: ${problems.join('; ')}\n${query}`);
  const operation = document.definitions[0] as OperationDefinitionNode;
  const fragments = new Map(document.definitions.flatMap((definition) => (definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [])));
  const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  if (errors) throw new Error(`Seed ${seed} has wrong variables: ${errors.join('; ')}`);
  const cost = new OperationCost(costs, { schema, fragments, variables: coerced }, operation);
  const stated = cost.stated();
  // Beyond this, answering in full would take longer than all others together; the gateway refuses it anyway.
  if (stated > operationLimits.cost) return { query, stated, actual: 0 };
  const { data, errors: failures } = await execute({ schema, document, variableValues: variables, fieldResolver: answering(costs, random, full), rootValue: {} });
  return { query, stated, actual: cost.actual(JSON.parse(JSON.stringify(data ?? null)), failures !== undefined) };
}

describe('what 1,000 random operations cost', () => {
  it('is never more than was stated', async () => {
    const exceeding: string[] = [];
    let most = 0;
    for (let seed = 1; seed <= 1_000; seed += 1) {
      const { query, stated, actual } = await costsOf(seed, false);
      if (actual > stated) exceeding.push(`seed ${seed}: ${actual} of ${stated}\n${query}`);
      most = Math.max(most, actual);
    }
    expect(exceeding).toEqual([]);
    expect(most).toBeGreaterThan(500);
  }, 180_000);

  it('is what was stated where every list is full and no type is left to chance', async () => {
    let same = 0;
    let tried = 0;
    for (let seed = 1; seed <= 200; seed += 1) {
      const { query, stated, actual } = await costsOf(seed, true);
      if (stated > operationLimits.cost) continue;
      expect(actual).toBeLessThanOrEqual(stated);
      if (query.includes('... on') || query.startsWith('mutation')) continue;
      tried += 1;
      if (actual === stated) same += 1;
    }
    expect(tried).toBeGreaterThan(60);
    expect(same).toBe(tried);
  }, 180_000);
});
