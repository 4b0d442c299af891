import type { AuditRecord } from '@dezky/kit/audit/audit-entry';
import { writeAudit } from '@dezky/kit/audit/audit-outbox';
import { type ActorName, nameOf } from '@dezky/kit/context/actor';
import type { RequestContext } from '@dezky/kit/context/request-context';
import { newId } from '@dezky/kit/database/id';
import type { Db } from '@dezky/kit/database/rows';
import type { StepContext, WorkflowDefinition } from '@dezky/kit/workflow/step';
import type { WorkflowJournal } from '@dezky/kit/workflow/workflow-journal';
import { WorkflowEntity } from '@dezky/kit/workflow/workflow.entity';
import { In } from 'typeorm';
import { DistributionListEntity } from '../distribution-list.entity';
import { holdLists, listById } from '../distribution-list.repository';
import { judgeRecipients } from '../judge-recipients';
import { insertRecipients, recipientsOf } from '../list-recipient.repository';
import type { ListWork } from '../write-distribution-list.step';

/** Who has an address given up or changed, for the audit log and the workflow. */
export interface Cause {
  readonly actor: ActorName;
  readonly requestId: string;
  readonly ipAddress: string | null;
}

export const causeOf = ({ actor, origin }: RequestContext): Cause => ({ actor: nameOf(actor), requestId: origin.requestId, ipAddress: origin.ipAddress });

/** Of a workflow that is under way: whoever started it. */
export async function causeOfStep(db: Db, { workflowId, requestId }: StepContext<unknown>): Promise<Cause> {
  const { actor } = await db.findOneByOrFail(WorkflowEntity, { id: workflowId });
  return { actor, requestId, ipAddress: null };
}

/** Recipients that a list lost with an address. */
export interface Lost {
  readonly listId: string;
  readonly addresses: readonly string[];
}

interface Departure {
  readonly tenantId: string;
  readonly addresses: readonly string[];
  /** Where their mail goes from now on; null when it goes nowhere. */
  readonly to: string | null;
}

/**
 * The mail server keeps a recipient of a list that is gone or has another address, and mail to the list comes back from it.
 * So the lists of the tenant follow, in the transaction in which an address is given up, each by a workflow of its own: it
 * outlives whoever asked.
 */
export class RecipientFollower {
  constructor(
    private readonly journal: () => WorkflowJournal,
    private readonly workflow: WorkflowDefinition<ListWork>,
  ) {}

  /**
   * Call it last: it waits for whoever changes a list of the tenant just then.
   *
   * @returns what each list lost, for `giveBack`.
   */
  async follow(db: Db, { tenantId, addresses, to }: Departure, cause: Cause): Promise<Lost[]> {
    await holdLists(db, tenantId);
    const rows = await db.query<{ list_id: string; address: string; base_address: string }[]>(
      'select list_id, address, base_address from mail.distribution_list_recipients where tenant_id = $1 and base_address = any($2) order by list_id, address',
      [tenantId, addresses],
    );
    const lists = await db.find(DistributionListEntity, { where: { id: In([...new Set(rows.map((row) => row.list_id))]) }, order: { id: 'ASC' } });
    for (const list of lists) {
      const moves = rows.filter((row) => row.list_id === list.id).map(({ address, base_address: base }) => ({ before: address, after: to === null ? null : movedTo(address, base, to) }));
      await db.query('delete from mail.distribution_list_recipients where list_id = $1 and address = any($2)', [list.id, moves.map(({ before }) => before)]);
      const added = [...new Set(moves.flatMap(({ after }) => (after === null || after === list.address ? [] : [after])))];
      await db.query('insert into mail.distribution_list_recipients (list_id, tenant_id, address) select $1, $2, unnest($3::text[]) on conflict do nothing', [list.id, tenantId, added]);
      await writeAudit(db, entry(list, moves, to, cause));
      await this.write(db, list, cause);
    }
    return lists.map(({ id: listId }) => ({ listId, addresses: rows.filter((row) => row.list_id === listId).map(({ address }) => address) }));
  }

  /** Takes a departure back: lists that are still there have who they lost again, as far as those may be recipients now. */
  async giveBack(db: Db, tenantId: string, lost: readonly Lost[], cause: Cause): Promise<void> {
    await holdLists(db, tenantId);
    for (const { listId, addresses } of lost) {
      const list = await listById(db, listId);
      if (!list) continue;
      const { accepted } = await judgeRecipients(db, tenantId, { address: list.address, present: await recipientsOf(db, listId) }, addresses);
      if (accepted.length === 0) continue;
      await insertRecipients(db, list, accepted);
      await writeAudit(db, { ...entry(list, [], null, cause), summary: `Took ${accepted.join(', ')} into ${list.address} again`, changes: accepted.slice(0, 20).map((after) => ({ field: 'recipient', before: null, after })) });
      await this.write(db, list, cause);
    }
  }

  private async write(db: Db, { id: listId, tenantId }: DistributionListEntity, { actor, requestId }: Cause): Promise<void> {
    await this.journal().start(db, this.workflow, { tenantId, subjectId: listId, input: { listId }, actor, requestId });
  }
}

/** With the sub-address it had. */
const movedTo = (address: string, base: string, to: string): string => {
  const tag = address === base ? '' : address.slice(address.indexOf('+'), address.indexOf('@'));
  return to.replace('@', `${tag}@`);
};

const entry = ({ id, tenantId, address }: DistributionListEntity, moves: readonly { before: string; after: string | null }[], to: string | null, { actor, requestId, ipAddress }: Cause): AuditRecord => ({
  id: newId(),
  tenantId,
  at: new Date().toISOString(),
  actor,
  action: 'distribution_list.recipients_followed',
  outcome: 'SUCCEEDED',
  target: { kind: 'distribution_list', id, name: address },
  summary: to === null ? `Left ${moves.map(({ before }) => before).join(', ')} out of ${address}: nobody has the address any more` : `${address} follows ${moves.map(({ before }) => before).join(', ')} to ${to}`,
  changes: moves.slice(0, 20).map(({ before, after }) => ({ field: 'recipient', before, after })),
  ipAddress,
  requestId,
});
