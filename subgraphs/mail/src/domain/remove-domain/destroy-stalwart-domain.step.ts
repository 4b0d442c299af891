import { BackEndError } from '@dezky/kit/http/back-end-error';
import { FinalFault, NotYetSeen, type Step } from '@dezky/kit/workflow/step';
import type { StalwartClient } from '../../stalwart/stalwart-client';
import { markOf } from '../add-domain/create-stalwart-domain.step';
import type { RemoveDomainWork } from './remove-domain.workflow';

/**
 * Domain and signing keys at the mail server, which looks for itself whether anything still refers to it: what was
 * made there by hand is not in our tables.
 */
export const destroyStalwartDomain = (stalwart: StalwartClient): Step<RemoveDomainWork> => ({
  name: 'destroy-stalwart-domain',
  title: 'Remove the domain from the mail server',
  system: 'STALWART',
  run: async ({ input }) => {
    if (isClaim(input)) return;
    const domain = await stalwart.findDomain(input.name);
    if (domain?.mark !== markOf(input)) return;
    await stalwart.destroyDomain(domain.id).catch((error: unknown) => {
      if (error instanceof BackEndError && error.fault === 'CONFLICT') throw new FinalFault(`The mail server still has accounts, lists or aliases on ${input.name} that were not made here. Remove them there and retry, or undo.`);
      throw error;
    });
  },
  verify: async ({ input }) => {
    if (isClaim(input)) return;
    if ((await stalwart.findDomain(input.name))?.mark === markOf(input)) throw new NotYetSeen('The mail server still has the domain.');
  },
  undo: async ({ input }) => {
    if (isClaim(input)) return;
    if ((await stalwart.findDomain(input.name))?.mark !== markOf(input)) throw new FinalFault('The mail server has removed the domain already. Retry, and the removal is finished.');
  },
});

/** What was only claimed was never made there: whether the server can be reached is nothing to its removal. */
const isClaim = ({ status }: RemoveDomainWork): boolean => status === 'CLAIMED';
