import { Authorize } from '@dezky/kit/context/authorize';
import { type Batch, RequestContext } from '@dezky/kit/context/request-context';
import { notFound } from '@dezky/kit/failure/errors';
import type { ConnectionOf } from '@dezky/kit/federation/connection';
import { AtMost } from '@dezky/kit/federation/cost';
import { Arg, Ctx, FieldResolver, ID, Int, Resolver, Root } from 'type-graphql';
import { Tenant } from '../tenant/tenant.type';
import { shown } from './change-state';
import { MemberImportEntity } from './member-import.entity';
import { memberImportPolicy } from './member-import.policy';
import { countMatching, countRows, rowPage, samplesOf } from './member-import.repository';
import { ImportColumnView, ImportCounts, type ImportRow, ImportRowConnection, MemberImport, MemberImportRowFilter } from './member-import.type';

const countsOf: Batch<string, ImportCounts> = {
  name: 'importCounts',
  load: async (context, ids) => {
    const counts = await context.rows.in(context.reach, (db) => countRows(db, ids));
    return ids.map((id) => counts.get(id) ?? notFound('import'));
  },
};

@Resolver(() => Tenant)
export class TenantImportsResolver {
  @AtMost(20)
  @FieldResolver(() => [MemberImport], { description: 'Imports of people, the newest 20 first.' })
  @Authorize(memberImportPolicy.read)
  async memberImports(@Root() tenant: Tenant, @Ctx() context: RequestContext): Promise<MemberImport[]> {
    if (!context.reach.sees(tenant.id)) throw notFound('tenant');
    const rows = await context.rows.in(context.reach, (db) => db.find(MemberImportEntity, { where: { tenantId: tenant.id }, order: { createdAt: 'DESC', id: 'DESC' }, take: 20 }));
    return rows.map(shown);
  }

  @FieldResolver(() => MemberImport, { nullable: true })
  @Authorize(memberImportPolicy.read)
  async memberImport(@Root() tenant: Tenant, @Arg('id', () => ID) id: string, @Ctx() context: RequestContext): Promise<MemberImport | null> {
    if (!context.reach.sees(tenant.id)) throw notFound('tenant');
    const row = await context.rows.in(context.reach, (db) => db.findOneBy(MemberImportEntity, { id, tenantId: tenant.id }));
    return row && shown(row);
  }
}

@Resolver(() => MemberImport)
export class MemberImportResolver {
  @FieldResolver(() => ImportCounts)
  @Authorize(memberImportPolicy.read)
  counts(@Root() { id }: MemberImport, @Ctx() context: RequestContext): Promise<ImportCounts> {
    return context.load(countsOf, id);
  }

  @AtMost(50)
  @FieldResolver(() => [ImportColumnView])
  @Authorize(memberImportPolicy.read)
  async columns(@Root() { id }: MemberImport, @Ctx() context: RequestContext): Promise<ImportColumnView[]> {
    const { columns, samples } = await context.rows.in(context.reach, async (db) => {
      const row = await db.findOneByOrFail(MemberImportEntity, { id });
      return { columns: row.columns, samples: await samplesOf(db, id, row.columns) };
    });
    return columns.map((column, index) => ({ ...column, samples: samples[index] ?? [] }));
  }

  @FieldResolver(() => ImportRowConnection, { description: 'In the order of the file.' })
  @Authorize(memberImportPolicy.read)
  async rows(
    @Root() { id }: MemberImport,
    @Arg('first', () => Int, { defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Arg('filter', () => MemberImportRowFilter, { nullable: true }) filter: MemberImportRowFilter | null,
    @Ctx() context: RequestContext,
  ): Promise<ConnectionOf<ImportRow>> {
    const page = await context.rows.in(context.reach, (db) => rowPage(db, id, filter, { first, after }));
    return { ...page, totalCount: () => context.rows.in(context.reach, (db) => countMatching(db, id, filter)) };
  }
}
