import type { WorkflowKind } from '../graphql/schema.generated';

/** What a workflow does, as people say it. */
export const workflowName: Record<WorkflowKind, string> = {
  CREATE_MEMBER: 'Creating the user',
  SUSPEND_MEMBER: 'Suspending the user',
  RESUME_MEMBER: 'Resuming the user',
  REMOVE_MEMBER: 'Removing the user',
  CHANGE_PASSWORD: 'Changing the password',
  ADD_DOMAIN: 'Adding the domain',
  BOOK_SLOT: 'Booking the time',
};
