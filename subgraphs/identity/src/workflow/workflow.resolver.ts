import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import { keysetPage } from '@dezky/kit/database/keyset';
import { connectionOf, type ConnectionOf } from '@dezky/kit/federation/connection';
import { notFound } from '@dezky/kit/failure/errors';
import { loadWorkflows } from '@dezky/kit/workflow/workflow-journal';
import { WorkflowEntity } from '@dezky/kit/workflow/workflow.entity';
import { Workflow } from '@dezky/kit/workflow/workflow.type';
import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { memberById } from '../member/member.resolver';
import { Member } from '../member/member.type';
import { tenantPolicy } from '../tenant/tenant.policy';
import { Tenant } from '../tenant/tenant.type';
import { workflowPolicy } from './workflow.policy';

export const WorkflowConnection = connectionOf('Workflow', () => Workflow);

@Resolver(() => Tenant)
export class TenantWorkflowsResolver {
  @FieldResolver(() => WorkflowConnection, { description: 'Changes to members over several systems, newest first.' })
  @Authorize(tenantPolicy.administer)
  workflows(
    @Root() tenant: Tenant,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() context: RequestContext,
  ): Promise<ConnectionOf<Workflow>> {
    if (!context.reach.sees(tenant.id)) throw notFound('tenant');
    return workflowsWhere(context, { column: 'tenant_id', value: tenant.id }, { first, after });
  }
}

@Resolver(() => Member)
export class MemberWorkflowsResolver {
  @FieldResolver(() => WorkflowConnection, { description: 'Changes to this member over several systems, newest first.' })
  @Authorize(workflowPolicy.read)
  async workflows(
    @Root() member: Member,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() context: RequestContext,
  ): Promise<ConnectionOf<Workflow>> {
    if (!(await context.load(memberById, member.id))) throw notFound('member');
    return workflowsWhere(context, { column: 'subject_id', value: member.id }, { first, after });
  }
}

async function workflowsWhere(context: RequestContext, where: { column: 'tenant_id' | 'subject_id'; value: string }, request: { first: number; after: string | null }): Promise<ConnectionOf<Workflow>> {
  const condition = `workflow.${where.column} = :value`;
  return context.rows.in(context.reach, async (db) => {
    const query = db.createQueryBuilder(WorkflowEntity, 'workflow').where(condition, where);
    const page = await keysetPage(query, request, { column: 'workflow.started_at', idColumn: 'workflow.id', direction: 'DESC', cast: 'timestamptz', value: ({ startedAt }) => startedAt.toISOString() });
    const nodes = await loadWorkflows(db, page.edges.map(({ node }) => node));
    return {
      pageInfo: page.pageInfo,
      edges: page.edges.map(({ cursor }, index) => ({ cursor, node: nodes[index] as Workflow })),
      totalCount: () => context.rows.in(context.reach, (inner) => inner.createQueryBuilder(WorkflowEntity, 'workflow').where(condition, where).getCount()),
    };
  });
}
