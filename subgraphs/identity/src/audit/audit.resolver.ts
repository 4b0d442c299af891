import type { AuditRecord } from '@dezky/kit/audit/audit-entry';
import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import { notFound } from '@dezky/kit/failure/errors';
import type { ConnectionOf } from '@dezky/kit/federation/connection';
import { Arg, Ctx, Directive, FieldResolver, Int, Mutation, Resolver, Root } from 'type-graphql';
import { Tenant } from '../tenant/tenant.type';
import { type AuditEntry, AuditEntryConnection } from './audit-entry.type';
import { auditPolicy } from './audit.policy';
import { auditPage, countAudit, recordAudit } from './audit.repository';

@Resolver(() => Tenant)
export class AuditResolver {
  @FieldResolver(() => AuditEntryConnection, { description: 'Who did what, newest first.' })
  @Authorize(auditPolicy.read)
  async auditLog(
    @Root() tenant: Tenant,
    @Arg('first', () => Int, { defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() context: RequestContext,
  ): Promise<ConnectionOf<AuditEntry>> {
    if (!context.reach.sees(tenant.id)) throw notFound('tenant');
    const page = await context.rows.in(context.reach, (db) => auditPage(db, tenant.id, { first, after }));
    return { ...page, totalCount: () => context.rows.in(context.reach, (db) => countAudit(db, tenant.id)) };
  }

  @Directive('@inaccessible')
  @Mutation(() => Boolean, { description: 'Takes audit entries of a peer, as a JSON array; repeating it changes nothing.' })
  @Authorize(auditPolicy.record)
  async recordAudit(@Arg('records', () => String) records: string, @Ctx() context: RequestContext): Promise<boolean> {
    await context.rows.in(context.reach, (db) => recordAudit(db, JSON.parse(records) as AuditRecord[]));
    return true;
  }
}
