import type { Step } from '@dezky/kit/workflow/step';
import { DomainEntity } from '../domain.entity';
import { holdDomainsOf } from '../reachable-domain';
import type { RemoveDomainWork } from './remove-domain.workflow';

/** The row was closed in the transaction that began the removal; this step stands for it, and its undo opens it again. */
export const closeDomain = (): Step<RemoveDomainWork> => ({
  name: 'close-domain',
  title: 'Close the domain to new addresses',
  system: 'DEZKY',
  run: async () => undefined,
  verify: async () => undefined,
  undo: ({ input, rows, tenantId }) =>
    rows(async (db) => {
      await holdDomainsOf(db, tenantId);
      // Another one that is held is primary, and stays it; of one that was only claimed meanwhile the mark comes back.
      const isClaim = input.status === 'CLAIMED';
      const other = await db.existsBy(DomainEntity, { tenantId, isPrimary: true, ...(isClaim ? {} : { claimed: false }) });
      const isPrimary = !other && (input.isPrimary || !isClaim);
      if (isPrimary) await db.update(DomainEntity, { tenantId, isPrimary: true }, { isPrimary: false });
      await db.update(DomainEntity, { id: input.domainId, status: 'REMOVING' }, { status: input.status, isPrimary });
    }),
});
