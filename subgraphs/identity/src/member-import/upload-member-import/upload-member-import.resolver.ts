import { auditRecord } from '@dezky/kit/audit/audit-outbox';
import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import { newId } from '@dezky/kit/database/id';
import { badUserInput, notFound } from '@dezky/kit/failure/errors';
import { Arg, Ctx, Directive, ID, Mutation, Resolver } from 'type-graphql';
import { recordAudit } from '../../audit/audit.repository';
import type { MailPeer } from '../../member/mail-peer';
import { guessColumns } from '../guess-columns';
import { MemberImportEntity } from '../member-import.entity';
import { memberImportPolicy } from '../member-import.policy';
import { insertRows } from '../member-import.repository';
import { planRows } from '../plan-rows';
import { type CsvFile, UnreadableCsv, readCsv } from '../read-csv';
import { tenantFacts } from '../tenant-facts';

@Resolver()
export class UploadMemberImportResolver {
  constructor(private readonly mail: MailPeer) {}

  @Directive('@inaccessible')
  @Mutation(() => ID, { description: 'For the gateway, which takes the file: keeps its rows, compared with the tenant. Nothing is done to anybody yet.' })
  @Authorize(memberImportPolicy.change)
  async uploadMemberImport(
    @Arg('tenantId', () => ID) tenantId: string,
    @Arg('fileName', () => String) fileName: string,
    @Arg('content', () => String, { description: 'In base64.' }) content: string,
    @Ctx() context: RequestContext,
  ): Promise<string> {
    if (!context.reach.sees(tenantId)) throw notFound('tenant');
    const file = read(Buffer.from(content, 'base64'));
    const columns = guessColumns(file.headings);
    const planned = planRows(file.rows, columns, await tenantFacts(context, this.mail, tenantId, file.rows, columns));
    const { actor, origin } = context;
    const row = { id: newId(), tenantId, fileName: fileName.replace(/[\p{Cc}<>]/gu, '').slice(0, 120) || 'people.csv', state: 'PREVIEWED' as const, columns, actor, requestId: origin.requestId, ipAddress: origin.ipAddress, createdAt: new Date(), startedAt: null, finishedAt: null };
    await context.rows.in(context.reach, async (db) => {
      await db.insert(MemberImportEntity, row as never);
      await insertRows(db, row, file.rows, planned);
      await recordAudit(db, [auditRecord(context, { tenantId, action: 'import.uploaded', target: { kind: 'import', id: row.id, name: row.fileName }, summary: `Uploaded ${row.fileName} with ${file.rows.length} people` })]);
    });
    return row.id;
  }
}

function read(bytes: Buffer): CsvFile {
  try {
    return readCsv(bytes);
  } catch (error) {
    if (error instanceof UnreadableCsv) throw badUserInput(error.message);
    throw error;
  }
}
