import { Audited } from '@dezky/kit/audit/audit-trail';
import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import { notFound } from '@dezky/kit/failure/errors';
import { InvalidInput } from '@dezky/kit/failure/failure.type';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { MailPeer } from '../../member/mail-peer';
import { changeState } from '../change-state';
import { MemberImportEntity } from '../member-import.entity';
import { memberImportPolicy } from '../member-import.policy';
import { fileRows, replanRows } from '../member-import.repository';
import { planRows } from '../plan-rows';
import { tenantFacts } from '../tenant-facts';
import { MapMemberImportInput } from './map-member-import.input';
import { MapMemberImportResult, MemberImportMapped } from './map-member-import.result';

@Resolver()
export class MapMemberImportResolver {
  constructor(private readonly mail: MailPeer) {}

  @Mutation(() => MapMemberImportResult, { description: 'Says what the columns of an uploaded file hold, and compares it with the tenant anew. Nothing is done to anybody yet.' })
  @Audited('import.mapped')
  @Authorize(memberImportPolicy.change)
  async mapMemberImport(@Arg('input', () => MapMemberImportInput) input: MapMemberImportInput, @Ctx() context: RequestContext): Promise<typeof MapMemberImportResult> {
    const { importId } = input;
    const { found, rows } = await context.rows.in(context.reach, async (db) => ({ found: await db.findOneBy(MemberImportEntity, { id: importId }), rows: await fileRows(db, importId) }));
    if (!found) throw notFound('import');
    const columns = found.columns.map((column, index) => ({ ...column, field: input.columns.find((wanted) => wanted.column === index)?.field ?? (input.columns.some((wanted) => wanted.column === index) ? null : column.field) }));
    const fields = columns.map(({ field }) => field).filter((field) => field !== null);
    if (new Set(fields).size < fields.length) return new InvalidInput('Two columns cannot hold the same thing.', ['input', 'columns']);
    const planned = planRows(rows, columns, await tenantFacts(context, this.mail, found.tenantId, rows, columns));
    const changed = await changeState(context, importId, {
      from: ['PREVIEWED'],
      to: 'PREVIEWED',
      action: 'import.mapped',
      did: 'Looked anew at',
      refusal: 'This import was started before.',
      also: async (db) => {
        await replanRows(db, importId, planned);
        return { columns };
      },
    });
    return changed instanceof InvalidInput ? changed : new MemberImportMapped(changed);
  }
}
