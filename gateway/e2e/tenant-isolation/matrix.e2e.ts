import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type GraphQLSchema, Kind, buildASTSchema, isInputObjectType, isInterfaceType, isObjectType, parse } from 'graphql';
import { askFromOutside } from './ask-from-outside.fixture';
import { type Answer, type Place, visitors } from './audiences.fixture';
import { textsIn } from './full-selection.fixture';
import { args } from './matrix-of-arguments.fixture';
import { fields } from './matrix-of-fields.fixture';
import { type Ask, type Step, coordinateOf, documentOf, everythingIn, givenIn, handleOf, isSomething, namingIn, variablesOf } from './paths.fixture';
import { type Door, type Found, type Room, coordinatesIn, expected, roomsOfGateway, roomsOfSubgraph, subgraphNames, valuesIn, visit } from './rooms.fixture';
import { snapshotOf } from './tenant-snapshot.fixture';
import { type Party, type TwoTenants, foundTwoTenants } from './two-tenants.fixture';
import { type Taker, nameOfTaker, namesOfForeign, nobodys, nobodysValues, takerSelection, takersIn } from './wrong-names.fixture';

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
const changing = new Set(['LogInAttempt.at', 'Member.roleLock', 'PublicBookingPage.bookableUntil']);
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
      const visits = await Promise.all(parties.map(async (party) => ({ party, ...(await visit(room, party, world)), memberId: valuesIn(room, party, world).memberId })));
      room.asks.forEach((ask, index) => {
        for (const name of [...coordinatesIn(ask), ...givenIn(ask)]) asked.add(name);
        probes += visits.length * ask.fields.length;
        for (const { party, found, memberId } of visits) {
          const answer = expected(party, room, ask);
          const got = found[index] as Found;
          const truth = visits.find((other) => other.memberId === memberId && expected(other.party, room, ask) === 'ALL')?.found[index];
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

  it.each(takersIn(api).map((taker): [string, Taker] => [nameOfTaker(taker), taker]))('tells nothing of globex by %s', async (_name, taker) => {
    asked.add(taker.coordinate);
    const wrong: string[] = [];
    const theirs = namesOfForeign(world)[taker.named];
    const values = world.values('HOME', world.acme.email('member'));
    const parties = partiesAt('gateway').filter(({ name }) => ['owner', 'member', 'partner staff', 'client with every scope', 'the public'].includes(name));
    await Promise.all(
      parties.map(async (party) => {
        const ask = async (value: string): Promise<{ text: string; texts: string[]; codes: string[] }> => {
          probes += 1;
          const { data, errors } = await askFromOutside(world, party, `{ ${takerSelection(taker, values, value)} }`);
          const codes = errors.map(({ extensions }) => String(extensions['code']));
          return { text: JSON.stringify([data, codes]), texts: [...textsIn(data), ...errors.flatMap(({ message }) => message.split(/[^\w@.-]+/))], codes };
        };
        const [nobody, indigestible] = [await ask(nobodys(taker.named)), await ask(`${nobodys(taker.named)}\u0000`)];
        for (const value of theirs) {
          const like = value.includes('\u0000') ? indigestible : nobody;
          const { text, texts, codes } = await ask(value);
          const report = (problem: string): number => wrong.push(`${party.name}, ${value.slice(0, 80)}: ${problem}`);
          for (const mark of leaks(party, texts)) report(`reads ${mark}`);
          for (const code of codes.filter((one) => ![...refusals, 'BAD_USER_INPUT'].includes(one))) report(`ends in ${code}`);
          if (taker.named !== 'cursor' && text !== like.text) report(`gets ${text.slice(0, 200)}, and ${like.text.slice(0, 200)} for what is nobody's`);
        }
      }),
    );
    expect(wrong).toEqual([]);
  }, 60_000);

  const isAdmitted = (party: Party, step: Step, place: Place): boolean => fields[coordinateOf(step)]?.(party, place) !== 'NOTHING';
  /** Straight at the subgraph that has the mutation, or from outside. */
  const mutate = async (door: Door, party: Party, step: Step, variables: Record<string, unknown>, selection = everythingIn(step.field.type, asked)): Promise<{ data: unknown; codes: string[]; texts: string[] }> => {
    probes += 1;
    const query = documentOf('mutation', step, selection);
    const { data = null, errors = [] } = door === 'gateway' ? await askFromOutside(world, party, query, variables) : await world.stack.transport(door, { query, variables, actorToken: await party.token(), requestId: 'matrix', ipAddress: null });
    const texts = [...textsIn(data), ...errors.flatMap(({ message }) => message.split(/[^\w@.-]+/))];
    return { data: data?.[step.field.name] ?? null, codes: errors.map(({ extensions, message }) => String((extensions as Record<string, unknown> | undefined)?.['code'] ?? message)), texts };
  };
  const mutationsBehind = (door: Door): Step[] => {
    const type = (door === 'gateway' ? api : (subgraphs.get(door) as GraphQLSchema)).getMutationType();
    return Object.values(type?.getFields() ?? {}).map((field) => ({ type: 'Mutation', field }));
  };
  const isPublic = ({ field }: Step): boolean => api.getMutationType()?.getFields()[field.name] !== undefined;
  const mutations = (['gateway', ...subgraphNames] as const).flatMap((door) => mutationsBehind(door).map((step): [string, Door, Step] => [`${step.field.name} at the ${door}`, door, step]));
  const partiesAt = (door: Door): readonly Party[] => world.parties.filter(({ credential }) => door !== 'gateway' || credential !== undefined);

  it.each(mutations)('says who may do %s', async (_name, door, step) => {
    asked.add(coordinateOf(step));
    const wrong: string[] = [];
    for (const party of partiesAt(door)) {
      const out = door === 'gateway' && (party.kind === 'SUSPENDED' || party.kind === 'REMOVED');
      const [home, foreign] = [world.values('HOME', world.acme.email('owner')), world.values('FOREIGN', world.globex.email('member'))];
      for (const [place, values] of [['HOME', home], ['FOREIGN', foreign]] as const) {
        const admitted = !out && isAdmitted(party, step, place);
        // Who has a right to the one tenant is let loose on the other below; who has it to both would change globex here.
        if (place === 'FOREIGN' && (admitted || isAdmitted(party, step, 'HOME')) && fields[coordinateOf(step)] !== visitors) continue;
        // What somebody has a right to is tried where it changes nothing: hidden mutations on nothing at all, others with what they refuse.
        const { data, codes, texts } = await mutate(door, party, step, variablesOf(step, admitted && !isPublic(step) ? nobodysValues(values) : values), admitted ? handleOf(step.field.type) : undefined);
        const report = (problem: string): number => wrong.push(`${party.name}, ${place}: ${problem}`);
        if (admitted && (codes.some((code) => ['FORBIDDEN', 'UNAUTHENTICATED'].includes(code)) || (isPublic(step) && data === null))) report(`is refused with ${codes.join(', ')}`);
        if (!admitted && (isSomething(data) || (isPublic(step) && codes.length === 0) || codes.some((code) => !refusals.includes(code)))) report(`gets ${JSON.stringify(data)} with ${codes.join(', ')} instead of a refusal`);
        for (const mark of place === 'HOME' ? leaks(party, texts) : []) report(`reads ${mark} of globex`);
      }
    }
    expect(wrong).toEqual([]);
  }, 60_000);

  it.each(mutations)('keeps globex out of the reach of those who may do %s', async (_name, door, step) => {
    const wrong: string[] = [];
    const home = world.values('HOME', world.acme.email('owner'));
    const entitled = partiesAt(door).filter((party) => isAdmitted(party, step, 'HOME') && !isAdmitted(party, step, 'FOREIGN') && ['owner', 'partner staff', 'client with every scope'].includes(party.bound ? 'owner' : party.name));
    for (const coordinate of namingIn(step)) {
      const known = args[coordinate];
      if (!known || !('names' in known)) continue;
      asked.add(coordinate);
      const theirs = namesOfForeign(world)[known.names];
      for (const party of entitled) {
        const ask = (value: string): ReturnType<typeof mutate> => mutate(door, party, step, variablesOf(step, home, (name) => (name === coordinate ? value : undefined)));
        const [nobody, indigestible] = [await ask(nobodys(known.names)), await ask(`${nobodys(known.names)}\u0000`)];
        for (const value of party.name === 'owner' || party.bound ? theirs : theirs.slice(0, 1)) {
          const { data, codes, texts } = await ask(value);
          const report = (problem: string): number => wrong.push(`${party.name}, ${coordinate} ${value.slice(0, 80)}: ${problem}`);
          for (const mark of leaks(party, texts).filter((text) => text !== value.toLowerCase())) report(`reads ${mark}`);
          const like = value.includes('\u0000') ? indigestible : nobody;
          if (isPublic(step) && JSON.stringify([data, codes]) !== JSON.stringify([like.data, like.codes])) report(`gets ${JSON.stringify([data, codes])}, and ${JSON.stringify([like.data, like.codes])} for what is nobody's`);
        }
      }
    }
    expect(wrong).toEqual([]);
  }, 60_000);

  it('has asked for all of it', () => {
    const all = coordinatesOf(supergraph);
    const naming = Object.entries(args).filter(([, argument]) => 'names' in argument).map(([name]) => name);
    expect([...all.fields.filter((name) => !name.startsWith('Failure.')), ...naming].filter((name) => !asked.has(name))).toEqual([]);
  });

  // Last: the time and the size are what all of the above took.
  it('leaves globex as it was, byte for byte', async () => {
    const after = await snapshotOf(world.stack, world.globex);
    // Operators may read one-time passwords anywhere; that they did is told to the tenant, and is the only line there may be.
    const read = (row: string): boolean => row.includes('import.passwords_read') && row.includes('OPERATOR');
    expect(Object.fromEntries(Object.entries(after).map(([table, rows]) => [table, rows.filter((row) => !read(row))]))).toEqual(before);
    process.stdout.write(`matrix: ${Object.keys(fields).length + Object.keys(args).length} coordinates x ${world.parties.length} actors, ${probes} probes in ${Math.round((Date.now() - begun) / 1_000)} s\n`);
  });
});
