import { auditRecord, type AuditDraft } from '@dezky/kit/audit/audit-outbox';
import { nameOf } from '@dezky/kit/context/actor';
import type { RequestContext } from '@dezky/kit/context/request-context';
import type { Db } from '@dezky/kit/database/rows';
import type { WorkflowDefinition } from '@dezky/kit/workflow/step';
import { type WorkflowJournal, awaitWorkflow } from '@dezky/kit/workflow/workflow-journal';
import { WorkflowEntity } from '@dezky/kit/workflow/workflow.entity';
import type { Workflow } from '@dezky/kit/workflow/workflow.type';
import { recordAudit } from '../audit/audit.repository';
import { MemberEntity } from './member.entity';
import type { Member } from './member.type';

/** What the workflows over an existing member work with. */
export interface MemberWork {
  readonly memberId: string;
  readonly userId: string;
  readonly address: string;
  readonly authentikPk: number | null;
}

/** Starts a workflow over a member beside the audit entry of the request, in the caller's transaction. */
export async function beginMemberWork<More extends object = object>(
  db: Db,
  context: Pick<RequestContext, 'actor' | 'origin'>,
  journal: WorkflowJournal,
  definition: WorkflowDefinition<MemberWork & More>,
  member: MemberEntity,
  audit: Pick<AuditDraft, 'action' | 'summary' | 'changes'>,
  more: { readonly secret?: string; readonly input?: More } = {},
): Promise<string> {
  const { secret, input } = more;
  await recordAudit(db, [auditRecord(context, { tenantId: member.tenantId, target: { kind: 'member', id: member.id, name: member.displayName }, ...audit })]);
  const work = { memberId: member.id, userId: member.userId, address: member.address, authentikPk: member.user.authentikPk, ...input } as MemberWork & More;
  return journal.start(db, definition, { tenantId: member.tenantId, subjectId: member.id, input: work, actor: nameOf(context.actor), requestId: context.origin.requestId, ...(secret === undefined ? {} : { secret }) });
}

/** The workflow over this member that has not ended, if any: two changes to one person never overtake each other. */
export const runningWork = (db: Db, memberId: string): Promise<WorkflowEntity | null> =>
  db
    .createQueryBuilder(WorkflowEntity, 'workflow')
    .where(`workflow.subject_id = :memberId and workflow.state in ('RUNNING', 'UNDOING')`, { memberId })
    .getOne();

/** What an answer carries: the workflow as far as the caller waits for it, and the member as they are then. */
export async function memberAfter(context: RequestContext, memberId: string, workflowId: string): Promise<{ readonly member: Member; readonly workflow: Workflow }> {
  const workflow = await awaitWorkflow(context, workflowId);
  const member = await context.rows.in(context.reach, (db) => db.findOneByOrFail(MemberEntity, { id: memberId }));
  return { member: member as Member, workflow };
}
