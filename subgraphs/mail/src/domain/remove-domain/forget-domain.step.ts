import { type Step, irreversible } from '@dezky/kit/workflow/step';
import { DomainEntity } from '../domain.entity';
import type { RemoveDomainWork } from './remove-domain.workflow';

/** With the row its records go, and the name is free for whoever adds it next. */
export const forgetDomain = (): Step<RemoveDomainWork> => ({
  name: 'forget-domain',
  title: 'Give the name back',
  system: 'DEZKY',
  run: async ({ input, rows }) => {
    await rows((db) => db.delete(DomainEntity, { id: input.domainId, status: 'REMOVING' }));
  },
  verify: async () => undefined,
  undo: irreversible,
});
