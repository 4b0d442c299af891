import type { Actor } from '@dezky/kit/context/actor';
import type { MemberEntity } from './member.entity';
import { NotYourself, RoleLocked } from './member-failure.type';

/** Why nobody, or this actor, may suspend or remove the member; null when they may. */
export function protectedMember(actor: Actor, member: MemberEntity, what: 'suspend' | 'remove'): NotYourself | RoleLocked | null {
  if (actor.kind === 'USER' && actor.userId === member.userId) return new NotYourself(what);
  if (member.role === 'OWNER') return new RoleLocked('OWNER', `${member.displayName} owns this tenant. Transfer the ownership first.`);
  return null;
}
