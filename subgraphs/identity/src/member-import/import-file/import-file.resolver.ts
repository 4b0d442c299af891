import { auditRecord } from '@dezky/kit/audit/audit-outbox';
import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import type { Sealer } from '@dezky/kit/database/sealed';
import { notFound } from '@dezky/kit/failure/errors';
import { Arg, Ctx, Directive, ID, Query, Resolver } from 'type-graphql';
import { IsNull, Not } from 'typeorm';
import { recordAudit } from '../../audit/audit.repository';
import { MemberImportEntity, MemberImportRowEntity } from '../member-import.entity';
import { memberImportPolicy } from '../member-import.policy';
import { csvLine } from './csv-text';

@Resolver()
export class ImportFileResolver {
  constructor(private readonly sealer: Sealer) {}

  @Directive('@inaccessible')
  @Query(() => String, { description: 'For the gateway: what became of every row, as CSV.' })
  @Authorize(memberImportPolicy.read)
  async importResults(@Arg('importId', () => ID) importId: string, @Ctx() context: RequestContext): Promise<string> {
    const rows = await context.rows.in(context.reach, async (db) => {
      if (!(await db.existsBy(MemberImportEntity, { id: importId }))) throw notFound('import');
      return db.find(MemberImportRowEntity, { where: { importId }, order: { line: 'ASC' } });
    });
    const told = rows.map(({ line, address, displayName, action, state, reason, detail }) => csvLine([String(line), address, displayName, action, action === 'SKIP' || action === 'CONFLICT' ? 'LEFT_OUT' : state, detail ?? reason]));
    return [csvLine(['line', 'address', 'name', 'action', 'result', 'reason']), ...told].join('');
  }

  @Directive('@inaccessible')
  @Query(() => String, { description: 'For the gateway: the one-time passwords of whom the import created, as CSV, for a day after it ended. Each reading is in the audit log.' })
  @Authorize(memberImportPolicy.change)
  async importPasswords(@Arg('importId', () => ID) importId: string, @Ctx() context: RequestContext): Promise<string> {
    const rows = await context.rows.in(context.reach, async (db) => {
      const found = await db.findOneBy(MemberImportEntity, { id: importId });
      if (!found) throw notFound('import');
      await recordAudit(db, [auditRecord(context, { tenantId: found.tenantId, action: 'import.passwords_read', target: { kind: 'import', id: importId, name: found.fileName }, summary: `Downloaded the one-time passwords of ${found.fileName}` })]);
      return db.find(MemberImportRowEntity, { where: { importId, state: 'DONE', secret: Not(IsNull()) }, order: { line: 'ASC' } });
    });
    return [csvLine(['address', 'name', 'one-time password']), ...rows.map(({ address, displayName, secret }) => csvLine([address, displayName, secret && this.sealer.open(secret)]))].join('');
  }
}
