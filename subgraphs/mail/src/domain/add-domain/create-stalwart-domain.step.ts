import { FinalFault, NotYetSeen, type Step } from '@dezky/kit/workflow/step';
import type { StalwartClient } from '../../stalwart/stalwart-client';
import { DomainEntity } from '../domain.entity';
import type { AddDomainWork } from './add-domain.workflow';

/** The domain at the mail server carries our id, so that a domain somebody made there by hand is never taken over. */
export const createStalwartDomain = (stalwart: StalwartClient): Step<AddDomainWork> => ({
  name: 'create-stalwart-domain',
  title: 'Create the domain in the mail server',
  system: 'STALWART',
  run: async ({ input, rows }) => {
    // Retried after the domain was removed, it would come back at the mail server alone.
    const domain = await rows((db) => db.findOneBy(DomainEntity, { id: input.domainId }));
    if (!domain || domain.status === 'REMOVING') throw new FinalFault('The domain was removed; add it again.');
    const { id } = await stalwart.ensureDomain(input.name, markOf(input));
    await rows((db) => db.update(DomainEntity, { id: input.domainId }, { stalwartId: id }));
  },
  verify: async ({ input }) => {
    if ((await stalwart.findDomain(input.name))?.mark !== markOf(input)) throw new NotYetSeen('Stalwart does not show the new domain yet.');
  },
  undo: async ({ input, rows }) => {
    const domain = await stalwart.findDomain(input.name);
    if (domain?.mark === markOf(input)) await stalwart.destroyDomain(domain.id);
    await rows((db) => db.update(DomainEntity, { id: input.domainId }, { stalwartId: null }));
  },
});

/** Kept with the domain at the mail server: it says whose it is. */
export const markOf = (input: { readonly domainId: string }): string => `dezky:${input.domainId}`;
