import type { WorkflowDefinition } from '@dezky/kit/workflow/step';
import type { StalwartClient } from '../../stalwart/stalwart-client';
import { AliasEntity } from '../alias.entity';
import { type AliasWork, writeAddressesStep } from '../write-addresses.step';
import { freeAddress } from './free-address.step';

/** With all of the alias, so that it can be put back. */
export interface RemoveAliasWork extends AliasWork {
  readonly localPart: string;
  readonly domainId: string;
  readonly enabled: boolean;
  readonly description: string | null;
}

/** One address less of a mailbox. */
export const removeMailboxAlias = (stalwart: StalwartClient): WorkflowDefinition<RemoveAliasWork> => ({
  name: 'removeMailboxAlias',
  kind: 'CHANGE_ALIASES',
  plan: [[writeAddressesStep(stalwart, (db, { mailboxId, address }) => db.update(AliasEntity, { mailboxId, address }, { leaving: false }))], [freeAddress()]],
});
