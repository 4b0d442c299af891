import type { Actor } from '@dezky/kit/context/actor';
import type { Db } from '@dezky/kit/database/rows';
import type { MemberEntity } from './member.entity';
import { NotYourself, RoleLocked, SignInShared } from './member-failure.type';
import { leavesNoAdmin, placeElsewhere } from './member.repository';
import { lockMessages } from './role-lock';

const isSelf = (actor: Actor, member: MemberEntity): boolean => actor.kind === 'USER' && actor.userId === member.userId;

/** Why nobody, or this actor, may suspend or remove the member; null when they may. */
export async function protectedMember(db: Db, actor: Actor, member: MemberEntity, what: 'suspend' | 'remove'): Promise<NotYourself | RoleLocked | null> {
  if (isSelf(actor, member)) return new NotYourself(what);
  if (member.role === 'OWNER') return new RoleLocked('OWNER', lockMessages.OWNER(member.displayName));
  const governs = member.role === 'ADMIN' && member.status === 'ACTIVE' && !member.blockedAt;
  return governs && (await leavesNoAdmin(db, member)) ? new RoleLocked('LAST_ADMIN', lockMessages.LAST_ADMIN(member.displayName)) : null;
}

/** Why nobody, or this actor, may change the member's sign-in; null when it is this tenant's alone and somebody else's. */
export async function ownSignIn(db: Db, actor: Actor, member: MemberEntity, what: string): Promise<NotYourself | SignInShared | null> {
  if (isSelf(actor, member)) return new NotYourself(what);
  return (await placeElsewhere(db, member.userId, member.tenantId)) === 'NONE' ? null : new SignInShared(member.displayName);
}
