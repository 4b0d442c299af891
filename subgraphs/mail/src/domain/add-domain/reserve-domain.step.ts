import { FinalFault, type Step } from '@dezky/kit/workflow/step';
import { DomainEntity } from '../domain.entity';
import type { AddDomainWork } from './add-domain.workflow';

/** The row was claimed before, and came to hold the name as the workflow began; this step stands for it, and its undo frees the name. */
export const reserveDomain = (): Step<AddDomainWork> => ({
  name: 'reserve-domain',
  title: 'Reserve the name',
  system: 'DEZKY',
  run: async () => undefined,
  verify: async ({ rows, input }) => {
    if (!(await rows((db) => db.existsBy(DomainEntity, { id: input.domainId })))) throw new FinalFault('The domain is gone; add it again.');
  },
  undo: async ({ rows, input }) => {
    await rows((db) => db.delete(DomainEntity, { id: input.domainId }));
  },
});
