import { Authorize } from '@dezky/kit/context/authorize';
import { type Batch, RequestContext } from '@dezky/kit/context/request-context';
import { notFound } from '@dezky/kit/failure/errors';
import { Arg, Ctx, FieldResolver, ID, Resolver, Root } from 'type-graphql';
import { Member } from '../member/member.type';
import { Tenant } from '../tenant/tenant.type';
import { accessReportPolicy } from './access-report.policy';
import { accessReportOfWorkflow, latestAccessReports } from './access-report.repository';
import { AccessReport } from './access-report.type';

const latestOf: Batch<string, AccessReport | null> = {
  name: 'latestAccessReport',
  load: async (context, memberIds) => {
    const reports = await context.rows.in(context.reach, (db) => latestAccessReports(db, memberIds));
    return memberIds.map((id) => reports.find(({ memberId, tenantId }) => memberId === id && context.reach.sees(tenantId)) ?? null);
  },
};

@Resolver(() => Member)
export class MemberAccessReportResolver {
  @FieldResolver(() => AccessReport, { nullable: true, description: 'The proof of the last time they were suspended; null when they never were.' })
  @Authorize(accessReportPolicy.read)
  accessReport(@Root() member: Member, @Ctx() context: RequestContext): Promise<AccessReport | null> {
    return context.load(latestOf, member.id);
  }
}

@Resolver(() => Tenant)
export class TenantAccessReportResolver {
  @FieldResolver(() => AccessReport, { nullable: true, description: 'The proof that belongs to a suspension or a removal, also when the member is gone. Null until it was tried.' })
  @Authorize(accessReportPolicy.read)
  async accessReport(@Root() tenant: Tenant, @Arg('workflowId', () => ID) workflowId: string, @Ctx() context: RequestContext): Promise<AccessReport | null> {
    if (!context.reach.sees(tenant.id)) throw notFound('tenant');
    const report = await context.rows.in(context.reach, (db) => accessReportOfWorkflow(db, workflowId));
    return report?.tenantId === tenant.id ? report : null;
  }
}
