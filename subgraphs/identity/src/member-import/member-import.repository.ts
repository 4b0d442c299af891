import { type KeysetOrder, type Page, type PageRequest, keysetPage } from '@dezky/kit/database/keyset';
import type { Db } from '@dezky/kit/database/rows';
import { notFound } from '@dezky/kit/failure/errors';
import { type ImportColumn, MemberImportEntity, MemberImportRowEntity } from './member-import.entity';
import type { ImportCounts, MemberImportRowFilter } from './member-import.type';
import type { PlannedRow } from './plan-rows';
import type { CsvRow } from './read-csv';

/** Writes the rows of a file with what is planned for each, in one statement. */
export async function insertRows(db: Db, { id, tenantId }: Pick<MemberImportEntity, 'id' | 'tenantId'>, rows: readonly CsvRow[], planned: readonly PlannedRow[]): Promise<void> {
  const all = rows.map((row, index) => ({ ...row, ...planned[index] }));
  await db.query(
    `insert into member_import_rows (import_id, tenant_id, line, cells, broken, address, display_name, action, reason, changes, state)
     select $1, $2, r.line, array(select jsonb_array_elements_text(r.cells)), r.broken, r.address, r."displayName", r.action, r.reason, r.changes, 'PENDING'
       from jsonb_to_recordset($3::jsonb) as r(line int, cells jsonb, broken text, address text, "displayName" text, action text, reason text, changes jsonb)`,
    [id, tenantId, JSON.stringify(all)],
  );
}

/** The same for a file that is here already and is looked at in another way. */
export async function replanRows(db: Db, importId: string, planned: readonly PlannedRow[]): Promise<void> {
  await db.query(
    `update member_import_rows row set address = r.address, display_name = r."displayName", action = r.action, reason = r.reason, changes = r.changes
       from jsonb_to_recordset($2::jsonb) as r(line int, address text, "displayName" text, action text, reason text, changes jsonb)
      where row.import_id = $1 and row.line = r.line`,
    [importId, JSON.stringify(planned)],
  );
}

/** The rows as they were read, in their order. */
export const fileRows = (db: Db, importId: string): Promise<CsvRow[]> =>
  db.query<CsvRow[]>('select line, cells, broken from member_import_rows where import_id = $1 order by line', [importId]);

/** @throws NOT_FOUND, also when it is out of reach. */
export async function lockImport(db: Db, id: string): Promise<MemberImportEntity> {
  const found = await db.findOne(MemberImportEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
  if (!found) throw notFound('import');
  return found;
}

export async function countRows(db: Db, importIds: readonly string[]): Promise<Map<string, ImportCounts>> {
  const counted: (ImportCounts & { id: string })[] = await db.query(
    `select import_id as id, count(*)::int as rows,
            count(*) filter (where action = 'CREATE')::int as create, count(*) filter (where action = 'UPDATE')::int as update,
            count(*) filter (where action = 'SKIP')::int as skip, count(*) filter (where action = 'CONFLICT')::int as conflict,
            count(*) filter (where state = 'PENDING' and action in ('CREATE', 'UPDATE'))::int as pending,
            count(*) filter (where state in ('RUNNING', 'UNDOING'))::int as running, count(*) filter (where state = 'DONE')::int as done,
            count(*) filter (where state = 'FAILED')::int as failed, count(*) filter (where state = 'UNDONE')::int as undone,
            count(*) filter (where state = 'KEPT')::int as kept
       from member_import_rows where import_id = any($1) group by import_id`,
    [importIds],
  );
  return new Map(counted.map((counts) => [counts.id, counts]));
}

/** Up to three values of each column, from the first rows. */
export async function samplesOf(db: Db, importId: string, columns: readonly ImportColumn[]): Promise<string[][]> {
  const rows = await db.query<{ cells: string[] }[]>('select cells from member_import_rows where import_id = $1 and broken is null order by line limit 20', [importId]);
  return columns.map((_column, index) => [...new Set(rows.map(({ cells }) => cells[index] ?? '').filter(Boolean))].slice(0, 3));
}

const byLine: KeysetOrder<MemberImportRowEntity> = { column: 'row.line', idColumn: 'row.import_id', direction: 'ASC', cast: 'bigint', value: ({ line }) => line };

const rowsMatching = (db: Db, importId: string, filter: MemberImportRowFilter | null) => {
  const query = db.createQueryBuilder(MemberImportRowEntity, 'row').where('row.import_id = :importId', { importId });
  if (filter?.action) query.andWhere('row.action = :action', { action: filter.action });
  if (filter?.state) query.andWhere('row.state = :state', { state: filter.state });
  return query;
};

export const rowPage = (db: Db, importId: string, filter: MemberImportRowFilter | null, request: PageRequest): Promise<Page<MemberImportRowEntity>> => keysetPage(rowsMatching(db, importId, filter), request, byLine);

export const countMatching = (db: Db, importId: string, filter: MemberImportRowFilter | null): Promise<number> => rowsMatching(db, importId, filter).getCount();
