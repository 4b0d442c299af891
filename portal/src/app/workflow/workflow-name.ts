import type { WorkflowKind } from '../graphql/schema.generated';

/** What a workflow does, as people say it. */
export const workflowName: Record<WorkflowKind, string> = {
  CREATE_MEMBER: 'Creating the user',
  SUSPEND_MEMBER: 'Suspending the user',
  RESUME_MEMBER: 'Resuming the user',
  REMOVE_MEMBER: 'Removing the user',
  SIGN_OUT_MEMBER: 'Signing the user out',
  RESET_MEMBER_PASSWORD: 'Resetting the password',
  UPDATE_MEMBER: 'Updating the contact information',
  CHANGE_MEMBER_ADDRESS: 'Changing the address',
  CHANGE_MEMBER_SIGN_IN: 'Changing the sign-in',
  CREATE_MAILBOX: 'Creating the mailbox',
  IMPORT_MEMBERS: 'Billing the seats of an import',
  CHANGE_PASSWORD: 'Changing the password',
  ADD_DOMAIN: 'Adding the domain',
  REMOVE_DOMAIN: 'Removing the domain',
  CHANGE_ALIASES: 'Changing the aliases',
  CHANGE_DISTRIBUTION_LIST: 'Changing the distribution list',
  BOOK_SLOT: 'Booking the time',
};
