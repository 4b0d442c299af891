import { policy } from '@dezky/kit/context/policy';

export const workflowPolicy = policy('mailWorkflow', {
  /** Retry and undo; asked by identity in the name of whoever asked it. */
  resume: { admin: true, partner: 'mail:write', operator: true },
});
