import { auditRecord } from '@dezky/kit/audit/audit-outbox';
import { Audited } from '@dezky/kit/audit/audit-trail';
import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import type { Db } from '@dezky/kit/database/rows';
import { notFound } from '@dezky/kit/failure/errors';
import { InvalidInput } from '@dezky/kit/failure/failure.type';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { In } from 'typeorm';
import { recordAudit } from '../../audit/audit.repository';
import { MemberEntity } from '../../member/member.entity';
import { memberPolicy } from '../../member/member.policy';
import { lockMember } from '../../member/member.repository';
import type { Member } from '../../member/member.type';
import { TenantEntity } from '../tenant.entity';
import { TransferOwnershipInput } from './transfer-ownership.input';
import { OwnershipTransferred, TransferOwnershipResult } from './transfer-ownership.result';

interface Transferred {
  readonly owner: string;
  readonly formerOwner: string | null;
}

@Resolver()
export class TransferOwnershipResolver {
  @Mutation(() => TransferOwnershipResult, { description: 'Makes a member the owner of their tenant; the former owner becomes an admin in the same moment.' })
  @Audited('tenant.ownership_transferred')
  @Authorize(memberPolicy.govern)
  async transferOwnership(@Arg('input', () => TransferOwnershipInput) input: TransferOwnershipInput, @Ctx() context: RequestContext): Promise<typeof TransferOwnershipResult> {
    const { tenantId } = input;
    if (!context.reach.sees(tenantId)) throw notFound('tenant');
    const done = context.earlier<Transferred>() ?? (await context.effect(context.reach, (db) => transfer(db, context, input)));
    if (done instanceof InvalidInput) return done;
    const rows = await context.rows.in(context.reach, (db) => db.findBy(MemberEntity, { id: In([done.owner, done.formerOwner].filter((id) => id !== null)) }));
    const member = (id: string | null): Member | null => (rows.find((row) => row.id === id) as Member | undefined) ?? null;
    return new OwnershipTransferred({ owner: member(done.owner) as Member, formerOwner: member(done.formerOwner) });
  }
}

async function transfer(db: Db, context: RequestContext, { tenantId, memberId }: TransferOwnershipInput): Promise<Transferred | InvalidInput> {
  // The tenant first: two transfers at once happen one after the other, and the second one sees who owns it then.
  if (!(await db.findOne(TenantEntity, { where: { id: tenantId }, lock: { mode: 'for_no_key_update' } }))) throw notFound('tenant');
  const target = await lockMember(db, memberId);
  if (target.tenantId !== tenantId) throw notFound('member');
  const former = await db.findOneBy(MemberEntity, { tenantId, role: 'OWNER' });
  if (former?.id === memberId) return new InvalidInput(`${target.displayName} owns this tenant already.`, ['input', 'memberId']);
  if (target.status !== 'ACTIVE' || target.blockedAt) return new InvalidInput(`${target.displayName} is not active. An owner has to be able to sign in.`, ['input', 'memberId']);
  // In this order: the index allows one owner at any time, the rule at the end of the transaction asks that there is one.
  if (former) await db.update(MemberEntity, { id: former.id }, { role: 'ADMIN' });
  await db.update(MemberEntity, { id: memberId }, { role: 'OWNER', bootstrap: false });
  await recordAudit(db, [
    auditRecord(context, {
      tenantId,
      action: 'tenant.ownership_transferred',
      target: { kind: 'member', id: memberId, name: target.displayName },
      summary: `Made ${target.displayName} (${target.address}) the owner${former ? `, instead of ${former.displayName} (${former.address})` : ''}`,
      changes: [{ field: 'owner', before: former?.address ?? null, after: target.address }],
    }),
  ]);
  return { owner: memberId, formerOwner: former?.id ?? null };
}
