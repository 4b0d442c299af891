import { auditRecord } from '@dezky/kit/audit/audit-outbox';
import { Audited } from '@dezky/kit/audit/audit-trail';
import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import { InvalidInput } from '@dezky/kit/failure/failure.type';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { recordAudit } from '../../audit/audit.repository';
import { MemberEntity } from '../member.entity';
import { RoleLocked } from '../member-failure.type';
import { memberPolicy } from '../member.policy';
import { leavesNoAdmin, lockGoverned } from '../member.repository';
import type { Member } from '../member.type';
import { lockMessages, roleLockOf } from '../role-lock';
import { ChangeMemberRoleInput } from './change-member-role.input';
import { ChangeMemberRoleResult, LastAdmin, MemberRoleChanged } from './change-member-role.result';

@Resolver()
export class ChangeMemberRoleResolver {
  @Mutation(() => ChangeMemberRoleResult, { description: 'Makes a member an admin, or an admin a member.' })
  @Audited('member.role_changed')
  @Authorize(memberPolicy.govern)
  async changeMemberRole(@Arg('input', () => ChangeMemberRoleInput) input: ChangeMemberRoleInput, @Ctx() context: RequestContext): Promise<typeof ChangeMemberRoleResult> {
    const { memberId, role } = input;
    const change = async (): Promise<string | RoleLocked | InvalidInput | LastAdmin> =>
      context.effect(context.reach, async (db) => {
        const member = await lockGoverned(db, memberId);
        if (role === 'OWNER') return new InvalidInput('A tenant has one owner. Transfer the ownership instead.', ['input', 'role']);
        const lock = roleLockOf(context.actor, member);
        if (lock) return new RoleLocked(lock, lockMessages[lock](member.displayName));
        if (member.status !== 'ACTIVE' && member.status !== 'SUSPENDED') return new InvalidInput(`Another change to ${member.displayName} has not ended yet. Wait for it, then change the role.`, ['input', 'memberId']);
        if (role === member.role) return memberId;
        // Asked here for the words; what holds is the database's own rule when this transaction ends.
        if (await leavesNoAdmin(db, member)) return new LastAdmin(member.displayName);
        await db.update(MemberEntity, { id: memberId }, { role });
        await recordAudit(db, [
          auditRecord(context, {
            tenantId: member.tenantId,
            action: 'member.role_changed',
            target: { kind: 'member', id: memberId, name: member.displayName },
            summary: `Made ${member.displayName} (${member.address}) ${role === 'ADMIN' ? 'an admin' : 'a member'}`,
            changes: [{ field: 'role', before: member.role, after: role }],
          }),
        ]);
        return memberId;
      });
    const changed = context.earlier<string>() ?? (await change());
    if (typeof changed !== 'string') return changed;
    return new MemberRoleChanged((await context.rows.in(context.reach, (db) => db.findOneByOrFail(MemberEntity, { id: memberId }))) as Member);
  }
}
