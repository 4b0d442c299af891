import type { WorkflowDefinition } from '@dezky/kit/workflow/step';
import type { StalwartClient } from '../../stalwart/stalwart-client';
import { Not } from 'typeorm';
import { DomainEntity } from '../domain.entity';
import { awaitDkimKeys } from './await-dkim-keys.step';
import { createStalwartDomain } from './create-stalwart-domain.step';
import { readRecords } from './read-records.step';
import { reserveDomain } from './reserve-domain.step';

export interface AddDomainWork {
  readonly domainId: string;
  readonly name: string;
}

/** A domain whose ownership was shown at the mail server, and the records to publish for it. */
export const addDomain = (stalwart: StalwartClient): WorkflowDefinition<AddDomainWork> => ({
  name: 'addDomain',
  kind: 'ADD_DOMAIN',
  plan: [[reserveDomain()], [createStalwartDomain(stalwart)], [awaitDkimKeys(stalwart)], [readRecords(stalwart)]],
  ended: async ({ input }, db, state) => {
    if (state === 'NEEDS_ATTENTION') await db.update(DomainEntity, { id: input.domainId, status: Not('REMOVING') }, { status: 'FAILED' });
    if (state !== 'SUCCEEDED') return;
    // Also after a retry, whoever asked for it.
    await db.update(DomainEntity, { id: input.domainId, status: 'FAILED' }, { status: 'PENDING' });
    // Some have published all of it already, as they move here from a place like this one.
    await db.update(DomainEntity, { id: input.domainId }, { nextCheckAt: new Date() });
  },
});
