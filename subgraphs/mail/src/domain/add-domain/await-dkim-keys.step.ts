import { FinalFault, NotYetSeen, type Step } from '@dezky/kit/workflow/step';
import type { StalwartClient } from '../../stalwart/stalwart-client';
import { DomainEntity } from '../domain.entity';
import type { AddDomainWork } from './add-domain.workflow';

/** The mail server makes the keys on its own, some seconds after the domain; they go with it when it is destroyed. */
export const awaitDkimKeys = (stalwart: StalwartClient): Step<AddDomainWork> => ({
  name: 'await-dkim-keys',
  title: 'Wait for the signing keys',
  system: 'STALWART',
  run: async () => undefined,
  verify: async ({ input, rows }) => {
    const domain = await rows((db) => db.findOneBy(DomainEntity, { id: input.domainId }));
    if (!domain?.stalwartId) throw new FinalFault('The domain is gone; add it again.');
    if (!(await stalwart.dkimReady(domain.stalwartId))) throw new NotYetSeen('Stalwart is still making the signing keys.');
  },
  undo: async () => undefined,
});
