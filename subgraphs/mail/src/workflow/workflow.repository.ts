import type { Db } from '@dezky/kit/database/rows';
import { WorkflowEntity } from '@dezky/kit/workflow/workflow.entity';
import { In, Not } from 'typeorm';

/** The latest change of each domain, mailbox or list, in one statement. */
export const latestWorkflowsOf = (db: Db, subjectIds: readonly string[]): Promise<WorkflowEntity[]> =>
  db
    .createQueryBuilder(WorkflowEntity, 'workflow')
    .distinctOn(['workflow.subject_id'])
    .where('workflow.subject_id in (:...subjectIds)', { subjectIds })
    .orderBy('workflow.subject_id')
    .addOrderBy('workflow.started_at', 'DESC')
    .getMany();

/** Whether something is at work on a subject, whenever it began: one that stopped can have been gone on with after others. */
export const isAtWork = (db: Db, subjectId: string, exceptId = ''): Promise<boolean> => db.existsBy(WorkflowEntity, { subjectId, id: Not(exceptId), state: In(['RUNNING', 'UNDOING']) });
