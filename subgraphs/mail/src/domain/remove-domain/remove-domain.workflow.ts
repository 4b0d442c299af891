import type { WorkflowDefinition } from '@dezky/kit/workflow/step';
import type { StalwartClient } from '../../stalwart/stalwart-client';
import { closeDomain } from './close-domain.step';
import { destroyStalwartDomain } from './destroy-stalwart-domain.step';
import { forgetDomain } from './forget-domain.step';
import type { DomainStatus } from '../domain.entity';

export interface RemoveDomainWork {
  readonly domainId: string;
  readonly name: string;
  /** What it was before; an undo gives it back. */
  readonly status: DomainStatus;
  readonly isPrimary: boolean;
}

/** A domain out of the mail server and out of our tables; from the start on nobody gets an address on it. */
export const removeDomain = (stalwart: StalwartClient): WorkflowDefinition<RemoveDomainWork> => ({
  name: 'removeDomain',
  kind: 'REMOVE_DOMAIN',
  plan: [[closeDomain()], [destroyStalwartDomain(stalwart)], [forgetDomain()]],
});
