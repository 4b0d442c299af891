import { FinalFault, type Step } from '@dezky/kit/workflow/step';
import { DomainEntity } from '../domain.entity';
import { heirOf } from '../domain.repository';
import { holdDomainsOf } from '../reachable-domain';
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
  undo: ({ rows, input, tenantId }) =>
    rows(async (db) => {
      await holdDomainsOf(db, tenantId);
      const domain = await db.findOneBy(DomainEntity, { id: input.domainId });
      await db.delete(DomainEntity, { id: input.domainId });
      // Somebody who holds domains has a primary one.
      const heir = domain?.isPrimary ? await heirOf(db, tenantId) : null;
      if (heir) await db.update(DomainEntity, { id: heir.id }, { isPrimary: true });
    }),
});
