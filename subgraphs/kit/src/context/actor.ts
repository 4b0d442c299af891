/** A role a person has in one tenant. */
export const TenantRole = { OWNER: 'OWNER', ADMIN: 'ADMIN', MEMBER: 'MEMBER' } as const;
export type TenantRole = (typeof TenantRole)[keyof typeof TenantRole];

export interface Membership {
  readonly tenantId: string;
  readonly memberId: string;
  readonly role: TenantRole;
}

/** A person who signed in. */
export interface UserActor {
  readonly kind: 'USER';
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly memberships: readonly Membership[];
  /** Set for the staff of a partner. */
  readonly partner?: { readonly id: string; readonly name: string; readonly tenantIds: readonly string[] };
  readonly operator: boolean;
  /** Signed in with a one-time password: reaches nothing but the change of it. */
  readonly passwordChangeRequired: boolean;
  /** Sessions and tokens from before are not good any more, whatever they say themselves (RFC 3339). */
  readonly sessionsEndedAt?: string;
}

/** A partner's program, signed in by client credentials (RFC 6749 section 4.4). */
export interface ApiClientActor {
  readonly kind: 'API_CLIENT';
  readonly clientId: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly tenantIds: readonly string[];
}

/** Another part of the platform, acting inside one tenant or, without one, for the platform itself. */
export interface PeerActor {
  readonly kind: 'PEER';
  readonly peer: string;
  readonly tenantId: string | null;
}

export interface PublicActor {
  readonly kind: 'PUBLIC';
}

export type Actor = UserActor | ApiClientActor | PeerActor | PublicActor;

export const publicActor: PublicActor = { kind: 'PUBLIC' };

/** How an actor is named in the audit log and beside a workflow. */
export interface ActorName {
  readonly kind: 'USER' | 'PARTNER' | 'API_CLIENT' | 'OPERATOR' | 'SYSTEM';
  readonly name: string;
  readonly email: string | null;
}

export function nameOf(actor: Actor): ActorName {
  switch (actor.kind) {
    case 'USER':
      return { kind: actor.operator ? 'OPERATOR' : actor.partner ? 'PARTNER' : 'USER', name: actor.name, email: actor.email };
    case 'API_CLIENT':
      return { kind: 'API_CLIENT', name: actor.name, email: null };
    case 'PEER':
      return { kind: 'SYSTEM', name: 'Dezky', email: null };
    case 'PUBLIC':
      return { kind: 'SYSTEM', name: 'Visitor', email: null };
  }
}
