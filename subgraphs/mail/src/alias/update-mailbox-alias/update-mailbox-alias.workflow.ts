import type { Db } from '@dezky/kit/database/rows';
import type { WorkflowDefinition } from '@dezky/kit/workflow/step';
import { IsNull } from 'typeorm';
import type { StalwartClient } from '../../stalwart/stalwart-client';
import { AliasEntity } from '../alias.entity';
import { type AliasWork, writeAddressesStep } from '../write-addresses.step';

export interface AliasSettings {
  readonly enabled: boolean;
  readonly description: string | null;
}

export interface UpdateAliasWork extends AliasWork {
  readonly before: AliasSettings;
  readonly after: AliasSettings;
}

/** Only what this change did: if somebody has changed the alias since, theirs stays. */
const takeBack = (db: Db, { mailboxId, address, before, after }: UpdateAliasWork): Promise<unknown> =>
  db.update(AliasEntity, { mailboxId, address, enabled: after.enabled, description: after.description ?? IsNull() }, { enabled: before.enabled, description: before.description });

/** An alias switched on or off, or labelled. */
export const updateMailboxAlias = (stalwart: StalwartClient): WorkflowDefinition<UpdateAliasWork> => ({
  name: 'updateMailboxAlias',
  kind: 'CHANGE_ALIASES',
  plan: [[writeAddressesStep(stalwart, takeBack)]],
});
