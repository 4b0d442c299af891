import { GraphQLObjectType, type GraphQLSchema, isNonNullType } from 'graphql';
import { askFromOutside } from './ask-from-outside.fixture';
import { type Answer, type Audience, type Place, least } from './audiences.fixture';
import { fields, references } from './matrix-of-fields.fixture';
import { type Ask, type Values, asksFrom, coordinateOf, foundAt, selectionOf } from './paths.fixture';
import { type Party, type TwoTenants } from './two-tenants.fixture';

export const subgraphNames = ['identity', 'mail', 'storage', 'billing', 'booking'] as const;
export type Door = 'gateway' | (typeof subgraphNames)[number];
type Subject = 'self' | 'colleague' | null;

/** One thing of one tenant behind one door, and everything there is to be asked of it. */
export interface Room {
  readonly name: string;
  readonly door: Door;
  readonly place: Place;
  readonly subject: Subject;
  /** An entity that is asked for by its id, as the gateway does; null for a query. */
  readonly entity: string | null;
  readonly asks: readonly Ask[];
}

export interface Found {
  readonly values: readonly unknown[];
  readonly codes: readonly string[];
}

const tenantAndMember: ReadonlySet<string> = new Set(['Tenant', 'Member']);
const visits: readonly [Place, Subject][] = [['HOME', 'self'], ['HOME', 'colleague'], ['FOREIGN', 'colleague']];
const everywhere: readonly [Place, Subject][] = [['HOME', null], ['FOREIGN', null]];

const typeIn = (schema: GraphQLSchema, name: string): GraphQLObjectType | null => {
  const type = schema.getType(name);
  return type instanceof GraphQLObjectType ? type : null;
};

/** Every query from outside, and from each tenant and member downwards. */
export function roomsOfGateway(schema: GraphQLSchema): Room[] {
  const [query, tenant, member] = ['Query', 'Tenant', 'Member'].map((name) => typeIn(schema, name) as GraphQLObjectType) as [GraphQLObjectType, GraphQLObjectType, GraphQLObjectType];
  const toTenant = { type: 'Query', field: query.getFields()['tenant'] as never };
  const toMember = { type: 'Tenant', field: tenant.getFields()['member'] as never };
  const [ofTenant, toOneMember] = apart(asksFrom(tenant, tenantAndMember, [toTenant]));
  const room = (name: string, asks: readonly Ask[]) => ([place, subject]: [Place, Subject]): Room => ({ name, door: 'gateway', place, subject, entity: null, asks });
  return [
    ...everywhere.map(room('queries', oneByOne(asksFrom(query, tenantAndMember)))),
    ...everywhere.map(room('the tenant', ofTenant)),
    ...visits.map(room('a member', [...toOneMember, ...asksFrom(member, tenantAndMember, [toTenant, toMember])])),
  ];
}

/** Of a tenant's fields, the one that leads to a member is about the member. */
function apart(asks: readonly Ask[]): [ofTenant: Ask[], toOneMember: Ask[]] {
  const isMember = ({ type, fields: some }: Ask): boolean => type === 'Tenant' && some.some(({ name }) => name === 'member');
  return [asks.filter((ask) => !isMember(ask)), asks.filter(isMember)];
}

/** What a subgraph answers to the gateway while it plans: entities by their ids, and the queries that nobody else sees. */
export function roomsOfSubgraph(door: Exclude<Door, 'gateway'>, schema: GraphQLSchema): Room[] {
  const entity = (name: string, where: readonly [Place, Subject][]): Room[] => {
    const type = typeIn(schema, name);
    const keys = (type?.astNode?.directives ?? []).filter((directive) => directive.name.value === 'key');
    const resolvable = keys.some((key) => !(key.arguments ?? []).some((argument) => argument.name.value === 'resolvable'));
    if (!type || !resolvable) return [];
    // Where a reference is taken as it comes, its id is what was sent.
    const asks = asksFrom(type, tenantAndMember).flatMap((ask) => (ask.type === name && !references[`${door}.${name}`] ? [{ ...ask, fields: ask.fields.filter(({ name: field }) => field !== 'id') }] : [ask])).filter((ask) => ask.fields.length > 0);
    const [others, toOneMember] = apart(asks);
    const about = (title: string, some: readonly Ask[]) => ([place, subject]: [Place, Subject]): Room => ({ name: title, door, place, subject, entity: name, asks: some });
    return [...where.map(about(name, others)), ...(toOneMember.length > 0 ? visits.map(about('a member', toOneMember)) : [])];
  };
  const query = typeIn(schema, 'Query');
  const queries = query ? visits.map(([place, subject]): Room => ({ name: 'queries', door, place, subject, entity: null, asks: oneByOne(asksFrom(query, tenantAndMember)) })) : [];
  return [...entity('Tenant', everywhere), ...entity('Member', visits), ...entity('Domain', everywhere), ...entity('Mailbox', visits), ...queries];
}

/** Fields of the query type are apart from each other: what one of them refuses must not take another with it. */
const oneByOne = (asks: readonly Ask[]): Ask[] => asks.flatMap((ask) => (ask.steps.length > 0 ? [ask] : ask.fields.map((field) => ({ ...ask, fields: [field] }))));

export const coordinatesIn = ({ type, fields: some }: Ask): string[] => some.map((field) => coordinateOf({ type, field }));

/** What the matrix says that somebody gets, through every wall on the way. */
export function expected(party: Party, room: Room, ask: Ask): Answer {
  // A token that is refused is refused for everything.
  if (room.door === 'gateway' && (party.kind === 'SUSPENDED' || party.kind === 'REMOVED')) return 'NOTHING';
  const walls = [...ask.steps.map((step) => fields[coordinateOf(step)] as Audience), ask.audience];
  const reference = room.entity === null ? undefined : references[`${room.door}.${room.entity}`];
  const answer = least([...(reference ? [reference] : []), ...walls].map((wall) => wall(party, room.place)));
  if (answer !== 'OWN' || !isOfOne(room, ask)) return answer;
  return room.subject === 'self' ? 'ALL' : 'NOTHING';
}

/** Whether what is asked for belongs to the one member that the room is about. */
const isOfOne = ({ entity, name }: Room, ask: Ask): boolean => entity === 'Member' || entity === 'Mailbox' || name === 'a member' || [...ask.steps.map(coordinateOf), ...coordinatesIn(ask)].includes('Query.appleProfile');

/** Whose things the room is about, for this party. */
export function valuesIn({ place, subject }: Room, party: Party, { acme, globex, values }: TwoTenants): Values {
  if (place === 'FOREIGN') return values(place, globex.email('member'));
  return values(place, subject === 'self' ? party.self : party.self === acme.email('owner') ? acme.email('admin') : acme.email('owner'));
}

/** Asks for everything in a room, some at a time. The messages are those of all errors. */
export async function visit(room: Room, party: Party, world: TwoTenants): Promise<{ found: Found[]; messages: string[] }> {
  const values = valuesIn(room, party, world);
  const found = new Map<Ask, Found>();
  const messages: string[] = [];
  for (const some of portions(room)) {
    const selections = some.map((ask, index) => (room.entity === null ? `a${index}: ${selectionOf(ask, values)}` : `a${index}: _entities(representations: $references) { ... on ${room.entity} { ${selectionOf(ask, values)} } }`));
    const answer = await send(room, party, world, selections.join('\n'), values);
    messages.push(...answer.errors.map(({ message }) => message));
    some.forEach((ask, index) => {
      const value = answer.data?.[`a${index}`];
      const root = room.entity === null ? { [(ask.steps[0]?.field ?? ask.fields[0])?.name ?? '']: value } : (value as unknown[] | undefined)?.[0];
      const codes = answer.errors.filter(({ path }) => path === undefined || path[0] === `a${index}`).map(({ code }) => code);
      found.set(ask, { values: foundAt(root, ask), codes });
    });
  }
  return { found: room.asks.map((ask) => found.get(ask) ?? { values: [], codes: [] }), messages };
}

/** What cannot be null goes alone, since it would take all others with it; of the rest, as many as the gateway allows. */
function portions({ entity, asks }: Room): Ask[][] {
  if (entity !== null) return [[...asks]];
  const result: Ask[][] = [];
  const open: Ask[] = [];
  for (const ask of asks) {
    if (isNonNullType((ask.steps[0]?.field ?? ask.fields[0])?.type)) result.push([ask]);
    else if (open.push(ask) === 25) result.push(open.splice(0));
  }
  return [...result, open].filter((some) => some.length > 0);
}

interface Sent {
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors: readonly { readonly code: string; readonly message: string; readonly path?: readonly (string | number)[] }[];
}

async function send({ door, entity }: Room, party: Party, { stack }: TwoTenants, selections: string, values: Values): Promise<Sent> {
  const told = (errors: readonly { readonly extensions?: unknown; readonly path?: readonly (string | number)[] | undefined; readonly message: string }[]): Sent['errors'] =>
    errors.map(({ extensions, path, message }) => ({ code: String((extensions as Record<string, unknown> | undefined)?.['code'] ?? message), message, ...(path ? { path } : {}) }));
  if (door === 'gateway') {
    const { data, errors } = await askFromOutside({ stack }, party, `{ ${selections} }`);
    return { data, errors: told(errors) };
  }
  const ids: Readonly<Record<string, string>> = { Tenant: values.tenantId, Member: values.memberId, Domain: values.domainId, Mailbox: values.mailboxId };
  const [query, variables] = entity === null ? [`{ ${selections} }`, {}] : [`query ($references: [_Any!]!) { ${selections} }`, { references: [{ __typename: entity, id: ids[entity] }] }];
  const { data, errors = [] } = await stack.transport(door, { query, variables, actorToken: await party.token(), requestId: 'matrix', ipAddress: null });
  return { data: data ?? null, errors: told(errors) };
}
