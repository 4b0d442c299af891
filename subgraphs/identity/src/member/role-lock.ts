import type { Actor } from '@dezky/kit/context/actor';
import type { MemberEntity } from './member.entity';
import type { RoleLock } from './member.type';

/** Why the role of a member cannot be changed by this actor; null when it can. That somebody would be the last admin is a matter of the moment, and asked when it is done. */
export function roleLockOf(actor: Actor, member: Pick<MemberEntity, 'id' | 'role' | 'bootstrap'>): RoleLock | null {
  if (member.role === 'OWNER') return 'OWNER';
  if (actor.kind === 'USER' && actor.memberships.some(({ memberId }) => memberId === member.id)) return 'SELF';
  if (member.bootstrap) return 'BOOTSTRAP_ADMIN';
  return null;
}

/** What stands in the way and what to do, by lock; takes the member's name. */
export const lockMessages: Readonly<Record<RoleLock, (name: string) => string>> = {
  OWNER: (name) => `${name} owns this tenant. Transfer the ownership first.`,
  SELF: () => 'You cannot change your own role. Ask another admin.',
  BOOTSTRAP_ADMIN: (name) => `${name} opened this tenant and has no mailbox yet. Create their mailbox first, or make somebody else the owner.`,
  LAST_ADMIN: (name) => `${name} is the last person who can administer this tenant. Make somebody else an admin first.`,
};
