import { FinalFault, NotYetSeen, type Step } from '@dezky/kit/workflow/step';
import { WorkflowEntity } from '@dezky/kit/workflow/workflow.entity';
import type { AccessReason } from '../../access-report/access-report.entity';
import { accessReportOfWorkflow, keepAccessReport } from '../../access-report/access-report.repository';
import type { MemberSystems } from '../create-member/create-member.workflow';
import { MemberEntity } from '../member.entity';
import { placeElsewhere } from '../member.repository';
import type { MemberWork } from '../member-work';
import { stillOpen, tryEveryWayIn } from './try-every-way-in';

/**
 * Tries every way in and keeps what each system said, before the gateway's sessions are closed: they are what is tried.
 * Whoever is let in, or is not answered, keeps the change from ending well.
 */
export const proveAccessEnded = (systems: MemberSystems, reason: AccessReason): Step<MemberWork> => ({
  name: 'prove-access-ended',
  title: 'Try every way in, and record each refusal',
  system: 'DEZKY',
  run: async ({ input, tenantId, workflowId, requestId, rows }) => {
    const { member, startedAt, before, shared } = await rows(async (db) => ({
      shared: (await placeElsewhere(db, input.userId, tenantId)) === 'OPEN',
      member: await db.findOne(MemberEntity, { where: { id: input.memberId }, relations: { user: true } }),
      startedAt: (await db.findOneByOrFail(WorkflowEntity, { id: workflowId })).startedAt,
      before: await accessReportOfWorkflow(db, workflowId),
    }));
    if (!member) throw new FinalFault('The record is gone already, and with it what this could be tried with.');
    if (reason === 'SUSPENDED' && member.blockedAt === null) throw new FinalFault('They have been let in again since. There is nothing to prove any more.');
    const { subject } = member.user;
    // After a process that died here the sessions may be closed, and there is nothing left to try.
    let attempts = before?.proven ? before.attempts : null;
    if (!attempts) {
      attempts = await tryEveryWayIn(systems, { work: input, subject, reason, tenantId, requestId, shared });
      const open = stillOpen(attempts);
      const report = { tenantId, workflowId, memberId: member.id, memberName: member.displayName, address: member.address, reason, startedAt, finishedAt: new Date(), proven: open === null };
      await rows((db) => keepAccessReport(db, report, attempts ?? []));
      if (open !== null) throw new NotYetSeen(open);
    }
    // Sessions that are good elsewhere are not touched.
    const kept = attempts.some(({ way, outcome }) => way === 'PORTAL_SESSION' && outcome === 'KEPT');
    if (subject !== null && !kept) await systems.gateway.forgetSessions(subject, { tenantId, requestId });
  },
  verify: async ({ workflowId, rows }) => {
    const report = await rows((db) => accessReportOfWorkflow(db, workflowId));
    if (!report?.proven) throw new NotYetSeen('The report is not written yet.');
  },
  // Nothing was changed that could be taken back; what was seen stays recorded.
  undo: () => Promise.resolve(),
});
