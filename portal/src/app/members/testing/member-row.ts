import type { MemberRowFragment } from '../members.generated';

/** A member as the API gives them, with a mailbox unless told otherwise. */
export const memberRow = (more: Partial<MemberRowFragment> = {}): MemberRowFragment => {
  const email = more.user?.email ?? 'ada@acme.test';
  return {
    __typename: 'Member',
    id: 'm-1',
    displayName: 'Ada Lovelace',
    role: 'MEMBER',
    roleLock: null,
    status: 'ACTIVE',
    createdAt: '2026-11-23T06:00:00Z',
    user: { __typename: 'User', id: 'u-1', email },
    mailbox: { __typename: 'Mailbox', id: 'b-1', address: email, state: 'ACTIVE', appleProfileUrl: '/mail/profile/b-1' },
    ...more,
  } as MemberRowFragment;
};
