import { auditRecord } from '@dezky/kit/audit/audit-outbox';
import { nameOf } from '@dezky/kit/context/actor';
import type { RequestContext } from '@dezky/kit/context/request-context';
import type { Db } from '@dezky/kit/database/rows';
import { isUniqueViolation } from '@dezky/kit/database/unique-violation';
import { InvalidInput } from '@dezky/kit/failure/failure.type';
import { recordAudit } from '../audit/audit.repository';
import { type ImportState, MemberImportEntity } from './member-import.entity';
import { lockImport } from './member-import.repository';
import type { MemberImport } from './member-import.type';

export interface StateChange {
  readonly from: readonly ImportState[];
  readonly to: ImportState;
  readonly action: string;
  /** "Started the import of people.csv". */
  readonly did: string;
  /** Why it cannot be done in any other state. */
  readonly refusal: string;
  /** More that has to hold, and more to write. */
  readonly also?: (db: Db, found: MemberImportEntity) => Promise<InvalidInput | Partial<MemberImportEntity>>;
}

export const shown = (row: MemberImportEntity): MemberImport => Object.assign(row, { actor: nameOf(row.actor) }) as unknown as MemberImport;

/** Moves an import from one state to the next, once for each key, with its audit entry. */
export async function changeState(context: RequestContext, importId: string, change: StateChange): Promise<MemberImport | InvalidInput> {
  const write = async (db: Db): Promise<string | InvalidInput> => {
    const found = await lockImport(db, importId);
    if (!change.from.includes(found.state)) return new InvalidInput(change.refusal, ['input', 'importId']);
    const more = (await change.also?.(db, found)) ?? {};
    if (more instanceof InvalidInput) return more;
    await db.update(MemberImportEntity, { id: importId }, { state: change.to, ...more } as never);
    await recordAudit(db, [auditRecord(context, { tenantId: found.tenantId, action: change.action, target: { kind: 'import', id: importId, name: found.fileName }, summary: `${change.did} ${found.fileName}` })]);
    return importId;
  };
  try {
    const changed = context.earlier<string>() ?? (await context.effect(context.reach, write));
    if (typeof changed !== 'string') return changed;
  } catch (error) {
    if (isUniqueViolation(error)) return new InvalidInput('Another import of this tenant is at work. Wait for it, or undo it.', ['input', 'importId']);
    throw error;
  }
  return shown(await context.rows.in(context.reach, (db) => db.findOneByOrFail(MemberImportEntity, { id: importId })));
}
