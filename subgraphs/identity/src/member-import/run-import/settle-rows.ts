import type { Db } from '@dezky/kit/database/rows';
import type { WorkflowJournal } from '@dezky/kit/workflow/workflow-journal';

const lastError = `(select s.last_error from workflow_steps s where s.workflow_id = w.id and s.state = 'FAILED' order by s.position limit 1)`;

/**
 * Writes down the rows whose workflows have ended. A creation that stopped is taken back at once, so that it leaves nothing half done:
 * the person is told of in the results, and can be imported again.
 */
export async function settleRows(db: Db, importId: string, journal: WorkflowJournal): Promise<void> {
  const stopped = await db.query<{ id: string }[]>(
    `select w.id from member_import_rows r join workflows w on w.id = r.workflow_id where r.import_id = $1 and r.state = 'RUNNING' and r.action = 'CREATE' and w.state = 'NEEDS_ATTENTION'`,
    [importId],
  );
  await db.query(
    `update member_import_rows r set state = case w.state when 'SUCCEEDED' then 'DONE' else 'FAILED' end, secret = case w.state when 'SUCCEEDED' then r.secret end,
            detail = case w.state when 'SUCCEEDED' then null else coalesce(${lastError}, 'Somebody took it back.') end
       from workflows w where r.import_id = $1 and r.state = 'RUNNING' and w.id = r.workflow_id and w.state in ('SUCCEEDED', 'NEEDS_ATTENTION', 'UNDONE')`,
    [importId],
  );
  await db.query(
    `update member_import_rows r set state = case w.state when 'SUCCEEDED' then 'UNDONE' else 'KEPT' end, detail = case w.state when 'SUCCEEDED' then null else coalesce(${lastError}, 'Somebody took it back.') end
       from workflows w where r.import_id = $1 and r.state = 'UNDOING' and w.id = r.workflow_id and w.state in ('SUCCEEDED', 'NEEDS_ATTENTION', 'UNDONE')`,
    [importId],
  );
  for (const { id } of stopped) await journal.resume(db, id, 'UNDO');
}
