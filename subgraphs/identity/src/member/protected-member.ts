import type { Actor } from '@dezky/kit/context/actor';
import type { Db } from '@dezky/kit/database/rows';
import type { MemberEntity } from './member.entity';
import { NotYourself, RoleLocked, SignInShared } from './member-failure.type';
import { placeElsewhere } from './member.repository';

const isSelf = (actor: Actor, member: MemberEntity): boolean => actor.kind === 'USER' && actor.userId === member.userId;

/** Why nobody, or this actor, may suspend or remove the member; null when they may. */
export function protectedMember(actor: Actor, member: MemberEntity, what: 'suspend' | 'remove'): NotYourself | RoleLocked | null {
  if (isSelf(actor, member)) return new NotYourself(what);
  if (member.role === 'OWNER') return new RoleLocked('OWNER', `${member.displayName} owns this tenant. Transfer the ownership first.`);
  return null;
}

/** Why nobody, or this actor, may change the member's sign-in; null when it is this tenant's alone and somebody else's. */
export async function ownSignIn(db: Db, actor: Actor, member: MemberEntity, what: string): Promise<NotYourself | SignInShared | null> {
  if (isSelf(actor, member)) return new NotYourself(what);
  return (await placeElsewhere(db, member.userId, member.tenantId)) === 'NONE' ? null : new SignInShared(member.displayName);
}
