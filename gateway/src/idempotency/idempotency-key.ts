import type { IncomingMessage } from 'node:http';
import type { Actor } from '@dezky/kit/context/actor';

/** The key of a request, null without one, and undefined for one that is not accepted. It may be quoted, as a structured field (RFC 9651) is. */
export function idempotencyKey(request: IncomingMessage): string | null | undefined {
  const header = request.headers['idempotency-key'];
  if (header === undefined) return null;
  const key = String(header).trim().replace(/^"(.*)"$/, '$1');
  return /^[\x21-\x7e]{1,255}$/.test(key) ? key : undefined;
}

/** Keys of one caller mean nothing to another. */
export function callerOf(actor: Actor, ipAddress: string | null): string {
  switch (actor.kind) {
    case 'USER':
      return `user:${actor.userId}`;
    case 'API_CLIENT':
      return `client:${actor.clientId}`;
    case 'PEER':
      return `peer:${actor.peer}`;
    case 'PUBLIC':
      return `public:${ipAddress ?? ''}`;
  }
}

/**
 * What an actor may do at the time of a request, as text. An answer is kept for who sent the first one: a token with
 * fewer scopes, or a person who has lost a tenant since, gets it no more. A password that was changed is no other right:
 * changePassword is sent again as well; nor is an owner's another one than an admin's, as who transfers the ownership
 * sends that again as an admin.
 */
export function rightsOf(actor: Actor): string {
  switch (actor.kind) {
    case 'USER':
      return JSON.stringify([actor.memberships.map(({ tenantId, role }) => `${tenantId} ${role === 'MEMBER' ? role : 'ADMIN'}`).sort(), [...(actor.partner?.tenantIds ?? [])].sort(), actor.operator]);
    case 'API_CLIENT':
      return JSON.stringify([[...actor.scopes].sort(), [...actor.tenantIds].sort()]);
    case 'PEER':
    case 'PUBLIC':
      return '';
  }
}
