import type { MemberDetails } from '../member/member-details';
import { memberRow } from './member-row';

/** Everything the drawer asks of a member, as the API gives it. */
export const memberDetails = (more: Partial<MemberDetails> = {}): MemberDetails =>
  ({
    ...memberRow(),
    firstName: null,
    lastName: null,
    phone: null,
    alternativeEmail: null,
    signIn: { __typename: 'SignIn', email: 'ada@acme.test', state: 'ACTIVE', lastSignInAt: null, authenticators: 1, sessions: 2 },
    mailbox: {
      __typename: 'Mailbox',
      id: 'b-1',
      address: 'ada@acme.test',
      state: 'ACTIVE',
      lastError: null,
      usedBytes: 741e6,
      quotaBytes: 5e9,
      appleProfileUrl: '/mail/profile/b-1',
      aliases: [],
      aliasWorkflow: null,
    },
    drive: { __typename: 'Drive', id: 'd-1', name: 'Ada Lovelace', state: 'ACTIVE', usedBytes: null, quotaBytes: 5e9 },
    workflows: { __typename: 'WorkflowConnection', edges: [] },
    ...more,
  }) as unknown as MemberDetails;
