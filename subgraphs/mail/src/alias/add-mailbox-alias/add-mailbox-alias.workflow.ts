import type { WorkflowDefinition } from '@dezky/kit/workflow/step';
import type { RecipientFollower } from '../../distribution-list/follow-recipients/follow-recipients';
import type { StalwartClient } from '../../stalwart/stalwart-client';
import { letGo } from '../alias.repository';
import { type AliasWork, writeAddressesStep } from '../write-addresses.step';
import { reserveAlias } from './reserve-alias.step';

/** One more address of a mailbox. */
export const addMailboxAlias = (stalwart: StalwartClient, follower: RecipientFollower): WorkflowDefinition<AliasWork> => ({
  name: 'addMailboxAlias',
  kind: 'CHANGE_ALIASES',
  plan: [[reserveAlias(follower)], [writeAddressesStep(stalwart, letGo)]],
});
