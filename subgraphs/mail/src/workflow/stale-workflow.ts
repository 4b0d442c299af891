import type { Db } from '@dezky/kit/database/rows';
import { WorkflowEntity } from '@dezky/kit/workflow/workflow.entity';
import { MoreThan, Not } from 'typeorm';
import { AliasEntity } from '../alias/alias.entity';
import { holdLists } from '../distribution-list/distribution-list.repository';
import { DomainEntity } from '../domain/domain.entity';
import { holdMailbox } from '../mailbox/mailbox.repository';
import { isAtWork } from './workflow.repository';

export type Stale = 'BUSY' | 'OVERTAKEN';

/** What the inputs of these workflows say about which address they are about. */
interface Work {
  readonly address?: string;
  readonly added?: readonly string[];
  readonly removed?: readonly string[];
}
const workOf = ({ input }: WorkflowEntity): Work => input as Work;
const recipientsOf = ({ added = [], removed = [] }: Work): readonly string[] => [...added, ...removed];

/** Whether taking the earlier change back would take something of the later one with it. */
const overtakers: Readonly<Record<string, (later: WorkflowEntity, earlier: WorkflowEntity) => boolean>> = {
  addMailboxAlias: sameAddress,
  updateMailboxAlias: sameAddress,
  removeMailboxAlias: sameAddress,
  // With the list goes all that was done to it since.
  createDistributionList: () => true,
  updateDistributionList: ({ name }) => name === 'updateDistributionList' || name === 'deleteDistributionList',
  changeRecipients: (later, earlier) => later.name === 'deleteDistributionList' || recipientsOf(workOf(later)).some((one) => recipientsOf(workOf(earlier)).includes(one)),
};

function sameAddress(later: WorkflowEntity, earlier: WorkflowEntity): boolean {
  return workOf(later).address === workOf(earlier).address;
}

/**
 * Why a change that stopped is not gone on with any more; null when it can be. It may have waited for weeks, while what it was
 * about was written by a later change, removed, or made again.
 */
export async function staleBecause(db: Db, workflow: WorkflowEntity, direction: 'FORWARD' | 'UNDO'): Promise<Stale | null> {
  const { kind, subjectId, tenantId } = workflow;
  if (kind === 'ADD_DOMAIN' || kind === 'REMOVE_DOMAIN') {
    // As whatever begins a change of a domain does, so that of two at once the second one sees the first.
    await db.findOne(DomainEntity, { where: { id: subjectId }, lock: { mode: 'pessimistic_write' } });
    if (await isAtWork(db, subjectId, workflow.id)) return 'BUSY';
    return kind === 'ADD_DOMAIN' && (await laterThan(db, workflow)).some((later) => later.kind === 'REMOVE_DOMAIN') ? 'OVERTAKEN' : null;
  }
  // Aliases and lists are always written as they are wanted by then: going on with that harms nothing.
  if (direction === 'FORWARD') return null;
  await (kind === 'CHANGE_ALIASES' ? holdMailbox(db, subjectId) : holdLists(db, tenantId));
  const overtakes = overtakers[workflow.name] ?? (() => false);
  if ((await laterThan(db, workflow)).some((later) => overtakes(later, workflow))) return 'OVERTAKEN';
  return workflow.name === 'addMailboxAlias' && (await isMadeSince(db, workflow)) ? 'OVERTAKEN' : null;
}

const laterThan = (db: Db, { subjectId, startedAt }: WorkflowEntity): Promise<WorkflowEntity[]> => db.findBy(WorkflowEntity, { subjectId, startedAt: MoreThan(startedAt), state: Not('UNDONE') });

/** A rename that keeps the old address makes an alias as well, and is no workflow of ours. */
const isMadeSince = (db: Db, workflow: WorkflowEntity): Promise<boolean> => db.existsBy(AliasEntity, { mailboxId: workflow.subjectId, address: workOf(workflow).address ?? '', createdAt: MoreThan(workflow.startedAt) });
