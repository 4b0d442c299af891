import type { Actor } from './actor';
import { Reach } from './reach';

/** Who may do one thing. What is not named is refused. */
export interface Grant {
  /** Anybody, also without signing in. */
  readonly public?: true;
  /** Anybody who signed in; for what belongs to the person rather than a tenant. */
  readonly signedIn?: true;
  /** Every member of the tenant. */
  readonly member?: true;
  /** A member, for their own things. */
  readonly self?: true;
  /** Owner and admins of the tenant. */
  readonly admin?: true;
  /** Staff of a partner, and its API clients that hold the scope, in the tenants the partner looks after. */
  readonly partner?: `${string}:${'read' | 'write'}`;
  readonly operator?: true;
  /** Parts of the platform, by name. */
  readonly peers?: readonly string[];
}

export interface Rule {
  /** `noun.verb`, as it stands in the schema's extensions and in refusals that are logged. */
  readonly name: string;
  readonly grant: Grant;
  /** Whether somebody who signed in may ask; false for what peers or visitors alone do. */
  readonly forPeople: boolean;
  /** What the actor reaches under this rule; empty means refused. */
  reach(actor: Actor): Reach;
  /** Whether the actor may ask at all; true with an empty reach for public and personal things. */
  admits(actor: Actor): boolean;
}

/** One noun's table of who may do what. */
export function policy<Verb extends string>(noun: string, table: Readonly<Record<Verb, Grant>>): Readonly<Record<Verb, Rule>> {
  const entries = Object.entries(table) as [Verb, Grant][];
  return Object.fromEntries(entries.map(([verb, grant]) => [verb, rule(`${noun}.${verb}`, grant)])) as unknown as Record<Verb, Rule>;
}

function rule(name: string, grant: Grant): Rule {
  const reach = (actor: Actor): Reach => reachOf(grant, actor);
  const admits = (actor: Actor): boolean => {
    if (grant.public) return true;
    if (grant.signedIn && actor.kind === 'USER') return true;
    if (grant.peers && actor.kind === 'PEER') return grant.peers.includes(actor.peer);
    return !reach(actor).isEmpty;
  };
  const forPeople = Boolean(grant.signedIn ?? grant.member ?? grant.self ?? grant.admin ?? grant.partner ?? grant.operator);
  return { name, grant, forPeople, reach, admits };
}

function reachOf(grant: Grant, actor: Actor): Reach {
  switch (actor.kind) {
    case 'PUBLIC':
      return Reach.nothing;
    case 'PEER':
      if (!grant.peers?.includes(actor.peer)) return Reach.nothing;
      return actor.tenantId === null ? Reach.everything : Reach.tenant(actor.tenantId);
    case 'API_CLIENT':
      if (!grant.partner || !actor.scopes.includes(grant.partner)) return Reach.nothing;
      return Reach.of(new Map(actor.tenantIds.map((id) => [id, null])));
    case 'USER': {
      if (actor.passwordChangeRequired) return Reach.nothing;
      if (grant.operator && actor.operator) return Reach.everything;
      const grants = new Map<string, string | null>();
      for (const { tenantId, memberId, role } of actor.memberships) {
        if (grant.member || (grant.admin && role !== 'MEMBER')) grants.set(tenantId, null);
        else if (grant.self) grants.set(tenantId, memberId);
      }
      if (grant.partner && actor.partner) for (const id of actor.partner.tenantIds) grants.set(id, null);
      return Reach.of(grants);
    }
  }
}
