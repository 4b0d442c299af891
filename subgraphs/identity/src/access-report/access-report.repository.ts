import { newId } from '@dezky/kit/database/id';
import type { Db } from '@dezky/kit/database/rows';
import { In } from 'typeorm';
import { AccessAttemptEntity, AccessReportEntity } from './access-report.entity';
import type { AccessAttempt, AccessReport } from './access-report.type';

/** Keeps what a round of attempts found; a later round of the same workflow takes its place. */
export async function keepAccessReport(db: Db, report: Omit<AccessReportEntity, 'id'>, attempts: readonly AccessAttempt[]): Promise<void> {
  const { workflowId, tenantId } = report;
  const before = await db.findOneBy(AccessReportEntity, { workflowId });
  const id = before?.id ?? newId();
  if (before) await db.update(AccessReportEntity, { id }, report);
  else await db.insert(AccessReportEntity, { id, ...report });
  await db.delete(AccessAttemptEntity, { reportId: id });
  await db.insert(AccessAttemptEntity, attempts.map((attempt, position) => ({ ...attempt, reportId: id, position, tenantId })));
}

export async function accessReportOfWorkflow(db: Db, workflowId: string): Promise<AccessReport | null> {
  return (await withAttempts(db, await db.findBy(AccessReportEntity, { workflowId })))[0] ?? null;
}

/** The latest report of each member that has one. */
export async function latestAccessReports(db: Db, memberIds: readonly string[]): Promise<AccessReport[]> {
  const latest = db.createQueryBuilder(AccessReportEntity, 'report').distinctOn(['report.member_id']).where('report.member_id = any(:ids)', { ids: memberIds });
  return withAttempts(db, await latest.orderBy('report.member_id').addOrderBy('report.started_at', 'DESC').getMany());
}

async function withAttempts(db: Db, reports: readonly AccessReportEntity[]): Promise<AccessReport[]> {
  if (reports.length === 0) return [];
  const attempts = await db.find(AccessAttemptEntity, { where: { reportId: In(reports.map(({ id }) => id)) }, order: { position: 'ASC' } });
  return reports.map((report) => ({ ...report, attempts: attempts.filter(({ reportId }) => reportId === report.id) }));
}
