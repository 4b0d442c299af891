/** How much of what a coordinate names somebody gets: all of the tenant's, what is their own, or nothing. */
export type Answer = 'ALL' | 'OWN' | 'NOTHING';

/** Acme is where every actor has whatever rights they have; globex is somebody else's. */
export type Place = 'HOME' | 'FOREIGN';

/** One kind of actor. */
export interface Who {
  readonly name: string;
  readonly kind: 'PUBLIC' | 'OWNER' | 'ADMIN' | 'MEMBER' | 'NEWCOMER' | 'SUSPENDED' | 'REMOVED' | 'STAFF' | 'CLIENT' | 'OPERATOR' | 'PEER';
  /** Of a partner's API client. */
  readonly scopes?: readonly string[];
  readonly peer?: string;
  /** A peer that acts in acme alone. */
  readonly bound?: boolean;
}

/** What each kind of actor gets. */
export type Audience = (who: Who, place: Place) => Answer;

export const allScopes = ['tenant:read', 'members:read', 'members:write', 'mail:read', 'mail:write', 'storage:read', 'billing:read'] as const;
type Scope = (typeof allScopes)[number];
export const peerNames = ['gateway', 'stack', 'identity', 'mail', 'storage', 'billing', 'booking'] as const;
type Peer = (typeof peerNames)[number];

/** Everybody there is in the matrix. */
export const everybody: readonly Who[] = [
  { name: 'the public', kind: 'PUBLIC' },
  { name: 'owner', kind: 'OWNER' },
  { name: 'admin', kind: 'ADMIN' },
  { name: 'member', kind: 'MEMBER' },
  { name: 'member here and admin elsewhere', kind: 'MEMBER' },
  { name: 'newcomer', kind: 'NEWCOMER' },
  { name: 'suspended person', kind: 'SUSPENDED' },
  { name: 'removed person', kind: 'REMOVED' },
  { name: 'partner staff', kind: 'STAFF' },
  ...[...allScopes.map((scope) => [scope]), [], allScopes].map((scopes) => ({ name: `client with ${scopes.length > 1 ? 'every scope' : (scopes[0] ?? 'no scope')}`, kind: 'CLIENT' as const, scopes })),
  { name: 'operator', kind: 'OPERATOR' },
  ...peerNames.flatMap((peer) => [false, true].map((bound) => ({ name: `${peer}${bound ? ' in acme' : ''}`, kind: 'PEER' as const, peer, bound }))),
];

const order: readonly Answer[] = ['NOTHING', 'OWN', 'ALL'];
/** What is left when several walls stand in a row. */
export const least = (answers: readonly Answer[]): Answer => answers.reduce((one, other) => (order.indexOf(other) < order.indexOf(one) ? other : one), 'ALL');

interface Table {
  readonly people?: Partial<Record<Who['kind'], Answer>>;
  readonly scope?: Scope;
  readonly peers?: readonly Peer[];
}

/** Nobody has anything in a foreign tenant, but for operators and for peers that are bound to none. */
const audience = ({ people = {}, scope, peers = [] }: Table): Audience => (who, place) => {
  if (who.kind === 'PEER') return peers.includes(who.peer as Peer) && (place === 'HOME' || !who.bound) ? 'ALL' : 'NOTHING';
  if (who.kind === 'OPERATOR') return people.OPERATOR ?? 'NOTHING';
  if (place === 'FOREIGN') return 'NOTHING';
  if (who.kind === 'STAFF') return scope ? 'ALL' : 'NOTHING';
  if (who.kind === 'CLIENT') return scope && who.scopes?.includes(scope) ? 'ALL' : 'NOTHING';
  return people[who.kind] ?? 'NOTHING';
};

const theAdmins = { OWNER: 'ALL', ADMIN: 'ALL', OPERATOR: 'ALL' } as const;

/** Owner, admins, operators, and the partner's staff and clients with the scope. */
export const admins = (scope: Scope, ...peers: Peer[]): Audience => audience({ people: theAdmins, scope, peers });
/** The same, and each member for what is theirs. */
export const ownAndAdmins = (scope: Scope): Audience => audience({ people: { ...theAdmins, MEMBER: 'OWN' }, scope });
/** The same, and each member in full. */
export const members = (scope: Scope, ...peers: Peer[]): Audience => audience({ people: { ...theAdmins, MEMBER: 'ALL' }, scope, peers });
/** Whoever looks after several tenants, about those. */
export const caretakers = (scope: Scope): Audience => ({ kind, scopes = [] }) => (kind === 'OPERATOR' ? 'ALL' : kind === 'STAFF' || (kind === 'CLIENT' && scopes.includes(scope)) ? 'OWN' : 'NOTHING');
/** Parts of the platform, in the tenant they act in. */
export const peers = (...names: Peer[]): Audience => audience({ peers: names });
/** The same, for what is listed over all tenants. */
export const listing = (...names: Peer[]): Audience => ({ kind, peer, bound }) => (kind === 'PEER' && names.includes(peer as Peer) ? (bound ? 'OWN' : 'ALL') : 'NOTHING');
/** Parts of the platform, for what belongs to no tenant. */
export const platform = (...names: Peer[]): Audience => (who) => (who.kind === 'PEER' && names.includes(who.peer as Peer) ? 'ALL' : 'NOTHING');
/** Whoever signed in, about themselves; also before the one-time password is changed. */
export const signedIn: Audience = ({ kind }) => (['OWNER', 'ADMIN', 'MEMBER', 'NEWCOMER', 'STAFF', 'OPERATOR'].includes(kind) ? 'OWN' : 'NOTHING');
/** Who has a place in a tenant, about that. */
export const settled: Audience = ({ kind }) => (['OWNER', 'ADMIN', 'MEMBER'].includes(kind) ? 'OWN' : 'NOTHING');
/** The staff of a partner, about the partner. */
export const staff: Audience = ({ kind }) => (kind === 'STAFF' ? 'OWN' : 'NOTHING');
/** Anybody at all. */
export const visitors: Audience = () => 'ALL';
/** Part of an object, without a right of its own: whoever was handed the object has it. */
export const follows: Audience = () => 'ALL';
