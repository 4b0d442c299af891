import { randomUUID } from 'node:crypto';
import { type GraphQLOutputType, type GraphQLSchema, GraphQLObjectType, getNamedType, isLeafType, isObjectType, isRequiredArgument } from 'graphql';
import { type Named, args } from './matrix-of-arguments.fixture';
import { type Step, type Values, asksFrom, call, coordinateOf } from './paths.fixture';
import { type TwoTenants } from './two-tenants.fixture';

/** Names of the wrong tenant, by what they name: the right ones first, then ids of other kinds, look-alikes and what is hard to digest. */
export function namesOfForeign({ globex, foreign, values }: TwoTenants): Readonly<Record<Named, readonly string[]>> {
  const { tenantId, tenantSlug, memberId, mailboxId, domainId, listId, workflowId, importId, pageSlug, address, auditRecords } = values('FOREIGN', globex.email('member'));
  const [domain, booking, drive] = [foreign.domains[0], foreign.bookings.edges[0]?.node, foreign.storage.drives.edges[0]?.node];
  const member = foreign.members.edges.find(({ node }) => node.id === memberId)?.node;
  const ids = [tenantId, memberId, member?.user.id, mailboxId, domainId, listId, workflowId, importId, domain?.workflow?.id, booking?.id, booking?.workflow?.id, drive?.id, foreign.bookingPages[0]?.id, foreign.auditLog.edges[0]?.node.id].filter((id) => id !== undefined);
  const first = (...some: (string | undefined)[]): string[] => [...new Set([...some.filter((id) => id !== undefined), ...ids, `${memberId}\u0000`, memberId.toUpperCase(), ` ${memberId}`, `${memberId},${tenantId}`, memberId.repeat(200)])];
  const slugs = (slug: string): string[] => [slug, slug.toUpperCase(), ` ${slug}`, `${slug}\u0000`, slug.replace('o', 'о'), `${slug}\u200b`, `../${slug}`, tenantId, slug.repeat(2_000)];
  const cursors = [foreign.members, foreign.workflows, foreign.auditLog, foreign.bookings, foreign.storage.drives].flatMap(({ edges }) => edges.slice(0, 1).map(({ cursor }) => cursor));
  return {
    tenantId: first(tenantId),
    tenantSlug: slugs(tenantSlug),
    memberId: first(memberId),
    mailboxId: first(mailboxId),
    domainId: first(domainId),
    listId: first(listId),
    workflowId: first(workflowId, domain?.workflow?.id, booking?.workflow?.id),
    importId: first(importId),
    pageSlug: slugs(pageSlug),
    partnerId: first(),
    address: [address, address.toUpperCase()],
    cursor: [...cursors, ...cursors.flatMap(forged)],
    search: ['Greta', 'greta', tenantSlug, address, '%', '_', '\\', `%' or '1'='1`, globex.domain],
    auditRecords: [auditRecords],
  };
}

/** The same cursor in every order there is, and with nothing to hold on to. */
const forged = (cursor: string): string[] => {
  const [order, value, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as [string, string, string];
  return [[order, '', ''], [order, value, `${id}' or true --`], [`${order}, 1`, value, id]].map((parts) => Buffer.from(JSON.stringify(parts)).toString('base64url'));
};

/** Of the same form as what it stands for, and nobody's. */
export const nobodys = (named: Named): string => ({ tenantSlug: `nowhere-${randomUUID()}`, pageSlug: `nowhere-${randomUUID()}`, search: 'qqqqqq', address: 'nobody@nowhere.test', cursor: '', auditRecords: '[]' } as Partial<Record<Named, string>>)[named] ?? randomUUID();

export const nobodysValues = (values: Values): Values => Object.fromEntries((Object.keys(values) as Named[]).map((named) => [named, nobodys(named)])) as unknown as Values;

/** A field outside of mutations that takes the name of a thing, on one way to it. */
export interface Taker {
  readonly coordinate: string;
  readonly named: Named;
  readonly steps: readonly Step[];
  readonly step: Step;
  readonly argument: string;
}

/** Every argument of every field that names something. */
export function takersIn(schema: GraphQLSchema): Taker[] {
  const [query, tenant, member] = ['Query', 'Tenant', 'Member'].map((name) => schema.getType(name) as GraphQLObjectType) as [GraphQLObjectType, GraphQLObjectType, GraphQLObjectType];
  const stop = new Set(['Tenant', 'Member']);
  const toTenant: Step = { type: 'Query', field: query.getFields()['tenant'] as Step['field'] };
  const toMember: Step = { type: 'Tenant', field: tenant.getFields()['member'] as Step['field'] };
  const asks = [...asksFrom(query, stop), ...asksFrom(tenant, stop, [toTenant]), ...asksFrom(member, stop, [toTenant, toMember])];
  const takers = asks.flatMap(({ steps, type, fields }) =>
    fields.flatMap((field) =>
      field.args.flatMap((argument): Taker[] => {
        const coordinate = `${type}.${field.name}(${argument.name}:)`;
        const known = args[coordinate];
        return known && 'names' in known ? [{ coordinate, named: known.names, steps, step: { type, field }, argument: argument.name }] : [];
      }),
    ),
  );
  return takers.filter((taker, index) => takers.findIndex(({ coordinate }) => coordinate === taker.coordinate) === index);
}

/** The way to the field, with this value in place of its own. */
export const takerSelection = ({ steps, step, argument }: Taker, values: Values, value: string): string =>
  [...steps, step].reduceRight((inner, each, index) => `${call(each, values, index === steps.length ? { [argument]: JSON.stringify(value) } : {})} ${index === steps.length ? leaves(step.field.type, 4) : `{ ${inner} }`}`, '');

/** What lies near in an object; enough to know whose it is. */
function leaves(type: GraphQLOutputType, depth: number): string {
  const named = getNamedType(type);
  if (!isObjectType(named)) return '';
  const parts = Object.values(named.getFields()).flatMap((field) => {
    if (field.args.some(isRequiredArgument)) return [];
    if (isLeafType(getNamedType(field.type))) return [field.name];
    return depth > 1 && ['edges', 'node', 'pageInfo', 'user', 'attendee', 'target'].includes(field.name) ? [`${field.name} ${leaves(field.type, depth - 1)}`] : [];
  });
  return `{ __typename ${parts.join(' ')} }`;
}

export const nameOfTaker = ({ steps, step, argument }: Taker): string => [...steps, step].map(coordinateOf).join(' > ').concat(`(${argument}:)`);
