import { Reach } from '../context/reach';
import type { Rows } from '../database/rows';
import { WorkflowState } from './workflow.entity';

/** How many workflows have not ended well, by kind and state over all tenants; those of which there are none count as 0. */
export async function countOpenWorkflows(rows: Rows): Promise<{ kind: string; state: string; count: number }[]> {
  const open = [WorkflowState.RUNNING, WorkflowState.UNDOING, WorkflowState.NEEDS_ATTENTION];
  const found = await rows.in(Reach.everything, (db) =>
    db.query<{ kind: string; state: string; count: string }[]>(
      `select kind, state, count(workflows.id) as count from (select distinct kind from workflows) kinds cross join unnest($1::text[]) state
         left join workflows using (kind, state) group by kind, state`,
      [open],
    ),
  );
  return found.map(({ kind, state, count }) => ({ kind, state, count: Number(count) }));
}
