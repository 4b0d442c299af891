import 'reflect-metadata';
import { Arg, ID, Query, Resolver } from 'type-graphql';
import { ActorSigner, ActorVerifier, generateActorKey } from '../context/actor-token';
import { Authorize } from '../context/authorize';
import { policy } from '../context/policy';
import type { Rows } from '../database/rows';
import { buildSubgraph } from '../federation/build-subgraph';
import { createLogger } from '../log/logger';
import { subgraphLimits } from './request-limits';
import { type Subgraph, serveSubgraph } from './subgraph';

const key = generateActorKey('gateway');
const { read } = policy('thing', { read: { public: true } });

@Resolver()
class EchoResolver {
  @Query(() => String)
  @Authorize(read)
  echo(@Arg('ids', () => [ID], { nullable: true }) ids: string[] | null): string {
    return String(ids?.length ?? 0);
  }
}

describe('the door of a subgraph', () => {
  let subgraph: Subgraph;
  beforeAll(async () => {
    const built = await buildSubgraph({ resolvers: [new EchoResolver()] });
    subgraph = serveSubgraph({ name: 'mail', built, rows: {} as Rows, dataSource: {} as never, verifier: new ActorVerifier([key]), log: createLogger({ name: 'spec', level: 'silent' }) });
  });
  const ask = async (query: string, variables: Record<string, unknown> = {}): Promise<unknown> => {
    const actorToken = await new ActorSigner(key).sign({ kind: 'PUBLIC' });
    const { data, errors } = await subgraph.answer({ query, variables, actorToken, requestId: 'r', ipAddress: null });
    return errors ? errors.map(({ message }) => message) : data?.['echo'];
  };
  const listed = 'query ($ids: [ID!]) { echo(ids: $ids) }';

  it('takes what a gateway may send', async () => {
    expect(await ask(listed, { ids: Array.from({ length: subgraphLimits.representations }, String) })).toBe(String(subgraphLimits.representations));
    expect(await ask('{ ... { ... { echo } } }')).toBe('0');
  });

  it.each<[string, string, Record<string, unknown>, string]>([
    ['references without end', listed, { ids: Array.from({ length: subgraphLimits.representations + 1 }, String) }, 'A list in the variables has 5001 entries; 5000 are allowed.'],
    ['depth without end', `{ echo ${'{ echo '.repeat(20)} ${'}'.repeat(20)} }`, {}, 'A subgraph takes operations of 20 levels; this one has 21.'],
    ['fields without end', `{ ${'...A '.repeat(100)} } fragment A on Query { ${'echo '.repeat(51)} }`, {}, 'A subgraph takes operations of 5000 fields; this one has more.'],
    ['a document without end', `{ ${'echo '.repeat(20_000)} }`, {}, 'Syntax Error: Document contains more that 20000 tokens. Parsing aborted.'],
    ['a syntax error', '{ echo', {}, 'Syntax Error: Expected Name, found <EOF>.'],
  ])('refuses %s, whoever sends it', async (_what, query, variables, message) => {
    expect(await ask(query, variables)).toEqual([message]);
  });
});
