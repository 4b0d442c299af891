import { policy } from '@dezky/kit/context/policy';

export const workflowPolicy = policy('bookingWorkflow', {
  /** Retry and undo; asked by identity in the name of whoever asked it. What is retried is a write at the mail server. */
  resume: { admin: true, partner: 'mail:write', operator: true },
});
