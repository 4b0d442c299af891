import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type GraphQLSchema, Kind, buildASTSchema, isInputObjectType, isInterfaceType, isObjectType, parse } from 'graphql';
import { type Answer } from './audiences.fixture';
import { textsIn } from './full-selection.fixture';
import { args } from './matrix-of-arguments.fixture';
import { fields } from './matrix-of-fields.fixture';
import { type Ask, coordinateOf, isSomething } from './paths.fixture';
import { type Door, type Found, type Room, coordinatesIn, expected, roomsOfGateway, roomsOfSubgraph, subgraphNames, valuesIn, visit } from './rooms.fixture';
import { snapshotOf } from './tenant-snapshot.fixture';
import { type Party, type TwoTenants, foundTwoTenants } from './two-tenants.fixture';

const read = (name: string): string => readFileSync(join(__dirname, '..', '..', '..', 'schema', `${name}.graphql`), 'utf8');
const schemaOf = (sdl: string): GraphQLSchema => buildASTSchema({ kind: Kind.DOCUMENT, definitions: parse(sdl).definitions.filter(({ kind }) => kind !== Kind.SCHEMA_EXTENSION) }, { assumeValidSDL: true });
const supergraph = schemaOf(read('supergraph'));
const api = schemaOf(read('api'));
const subgraphs = new Map(subgraphNames.map((name) => [name, schemaOf(read(name))]));

/** Coordinates of a schema (as in the GraphQL specification): of objects' fields, and of arguments with the fields of inputs. */
function coordinatesOf(schema: GraphQLSchema): { fields: string[]; args: string[] } {
  const types = Object.values(schema.getTypeMap()).filter(({ name }) => !/^(__|join__|link__|_)/.test(name));
  const objects = types.filter((type) => isObjectType(type) || isInterfaceType(type)).flatMap((type) => Object.values(type.getFields()).map((field) => ({ type: type.name, field })));
  const inputs = types.filter(isInputObjectType).flatMap((type) => Object.keys(type.getFields()).map((field) => `${type.name}.${field}`));
  return { fields: objects.map(coordinateOf).filter((name) => !/\._(entities|service)$/.test(name)), args: [...objects.flatMap((step) => step.field.args.map(({ name }) => `${coordinateOf(step)}(${name}:)`)), ...inputs] };
}

/** What has no answer in the matrix, and answers to what is not there any more. */
const unanswered = (schema: GraphQLSchema): string[] => {
  const all = coordinatesOf(schema);
  return [...all.fields.filter((name) => !(name in fields)), ...all.args.filter((name) => !(name in args))];
};
const outlived = (schema: GraphQLSchema): string[] => {
  const all = coordinatesOf(schema);
  return [...Object.keys(fields).filter((name) => !all.fields.includes(name)), ...Object.keys(args).filter((name) => !all.args.includes(name))];
};

/** Fields that say something else to each who asks, or at each time: that they are there is all that is compared. */
const changing = new Set(['Member.roleLock', 'PublicBookingPage.bookableUntil']);
const same = (ask: Ask, values: readonly unknown[], truth: readonly unknown[] = []): boolean => {
  const compared = (all: readonly unknown[]): string => JSON.stringify(all.map((end) => (end as unknown[]).filter((_value, index) => !changing.has(coordinatesIn(ask)[index] ?? ''))));
  return compared(values) === compared(truth);
};
const refusals = ['NOT_FOUND', 'FORBIDDEN', 'UNAUTHENTICATED'];

describe('the tables of the matrix', () => {
  it('has an answer to everything in the supergraph, and to nothing else', () => {
    expect([unanswered(supergraph), outlived(supergraph)]).toEqual([[], []]);
  });

  it('reports what is added without an answer', () => {
    const grown = schemaOf(`${read('supergraph')}\nextend type Member { diary(page: Int): String }\nextend input MemberInput { reason: String }`);
    expect(unanswered(grown)).toEqual(['Member.diary', 'Member.diary(page:)', 'MemberInput.reason']);
  });
});

describe('the matrix of every field, argument and mutation', () => {
  const begun = Date.now();
  let world!: TwoTenants;
  let before: Awaited<ReturnType<typeof snapshotOf>>;
  const asked = new Set<string>();
  let probes = 0;

  beforeAll(async () => {
    world = await foundTwoTenants(api);
    before = await snapshotOf(world.stack, world.globex);
  }, 120_000);
  afterAll(() => world?.stack.stop());

  /** Marks of globex in what somebody got who has no right to them. */
  const leaks = (party: Party, texts: readonly string[]): string[] => {
    const seesBoth = party.kind === 'OPERATOR' || (party.kind === 'PEER' && !party.bound);
    return seesBoth ? [] : texts.filter((text) => world.foreignMarks.has(text));
  };

  const roomsBehind = (door: Door): Room[] => (door === 'gateway' ? roomsOfGateway(api) : roomsOfSubgraph(door, subgraphs.get(door) as GraphQLSchema));
  it.each<[Door]>([['gateway'], ...subgraphNames.map((name): [Door] => [name])])('says what everybody gets of every field at the %s', async (door) => {
    const wrong: string[] = [];
    for (const room of roomsBehind(door)) {
      const parties = world.parties.filter((party) => door !== 'gateway' || party.credential !== undefined);
      const visits = await Promise.all(parties.map(async (party) => ({ party, ...(await visit(room, party, world)) })));
      room.asks.forEach((ask, index) => {
        for (const name of coordinatesIn(ask)) asked.add(name);
        probes += visits.length * ask.fields.length;
        for (const { party, found } of visits) {
          const answer = expected(party, room, ask);
          const got = found[index] as Found;
          const truth = visits.find((other) => valuesIn(room, other.party, world).memberId === valuesIn(room, party, world).memberId && expected(other.party, room, ask) === 'ALL')?.found[index];
          const leaked = answer === 'ALL' && room.place === 'FOREIGN' ? [] : leaks(party, textsIn(got.values));
          const problem = leaked.length > 0 ? `reads ${leaked.join(', ')} of globex` : judge(answer, party, ask, got, truth);
          if (problem) wrong.push(`${party.name} at ${room.door}, ${room.name} ${room.place} ${room.subject ?? ''}: ${[...ask.steps.map(coordinateOf), coordinatesIn(ask).join(' ')].join(' > ')}: ${problem}`);
        }
      });
      for (const { party, messages } of visits) for (const mark of leaks(party, messages.flatMap((message) => message.split(/[^\w@.-]+/)))) wrong.push(`${party.name} at ${room.door}, ${room.name} ${room.place}: is told "${mark}"`);
    }
    expect(wrong).toEqual([]);
  }, 120_000);

  const judge = (answer: Answer, party: Party, ask: Ask, { values, codes }: Found, truth: Found | undefined): string | null => {
    const surprises = codes.filter((code) => !refusals.includes(code));
    if (surprises.length > 0) return `ends in ${surprises.join(', ')}`;
    if (answer === 'NOTHING') return isSomething(values) ? `gets ${JSON.stringify(values)} instead of nothing` : null;
    if (codes.length > 0) return `is refused with ${codes.join(', ')} instead of ${answer}`;
    if (answer === 'ALL') return same(ask, values, truth?.values) ? null : `gets ${JSON.stringify(values)} instead of ${JSON.stringify(truth?.values)}`;
    const others = party.kind === 'MEMBER' ? textsIn(values).filter((text) => world.colleagueMarks.has(text)) : [];
    return others.length > 0 ? `gets ${others.join(', ')} of a colleague` : isSomething(values) ? null : 'gets nothing of their own';
  };

  // Last: the time and the size are what all of the above took.
  it('leaves globex as it was, byte for byte', async () => {
    expect(await snapshotOf(world.stack, world.globex)).toEqual(before);
    process.stdout.write(`matrix: ${Object.keys(fields).length + Object.keys(args).length} coordinates x ${world.parties.length} actors, ${probes} probes in ${Math.round((Date.now() - begun) / 1_000)} s; not asked: ${coordinatesOf(supergraph).fields.filter((name) => !asked.has(name)).join(' ')}\n`);
  });
});
