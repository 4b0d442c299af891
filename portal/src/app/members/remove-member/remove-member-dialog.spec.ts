import { TestBed } from '@angular/core/testing';
import { FakeApi } from '../../graphql/testing/fake-api';
import { settle } from '../../graphql/testing/settle';
import type { MemberRowFragment } from '../members.generated';
import { RemoveMemberDialog } from './remove-member-dialog';

const member: MemberRowFragment = {
  id: 'm-1',
  displayName: 'Ada Lovelace',
  role: 'MEMBER',
  roleLock: null,
  status: 'ACTIVE',
  createdAt: '2026-11-23T06:00:00Z',
  user: { id: 'u-1', email: 'ada@acme.test' },
  mailbox: { id: 'b-1', address: 'ada@acme.test', state: 'ACTIVE', appleProfileUrl: '/mail/profile/b-1' },
};

const done = {
  __typename: 'Workflow',
  id: 'w-1',
  kind: 'REMOVE_MEMBER',
  state: 'SUCCEEDED',
  startedAt: '2026-11-23T06:00:00Z',
  finishedAt: '2026-11-23T06:00:01Z',
  steps: [],
};

describe('RemoveMemberDialog', () => {
  it('names what will be lost and removes only when the name was typed', async () => {
    const api = new FakeApi({
      RemovalLoss: () => ({
        data: {
          tenant: {
            __typename: 'Tenant',
            id: 't-1',
            member: {
              __typename: 'Member',
              id: 'm-1',
              mailbox: { __typename: 'Mailbox', id: 'b-1', address: 'ada@acme.test', usedBytes: 741e6, aliases: [{ __typename: 'MailAlias', address: 'info@acme.test' }, { __typename: 'MailAlias', address: 'postmaster@acme.test' }] },
              drive: { __typename: 'Drive', id: 'v-1', usedBytes: 547e6 },
            },
          },
        },
      }),
      ListsOfMember: () => ({ data: { tenant: { __typename: 'Tenant', id: 't-1', member: { __typename: 'Member', id: 'm-1', mailbox: { __typename: 'Mailbox', id: 'b-1', listMemberships: { __typename: 'ListMemberships', count: 0, onlyRecipientCount: 0, memberships: [] } } } } } }),
      WorkflowAccessReport: () => ({ data: { tenant: { __typename: 'Tenant', id: 't-1', accessReport: null } } }),
      RemoveMember: () => ({ data: { removeMember: { __typename: 'MemberRemoved', memberId: 'm-1', workflow: done } } }),
    });
    TestBed.configureTestingModule({ providers: [api.provide()] });
    const fixture = TestBed.createComponent(RemoveMemberDialog);
    fixture.componentRef.setInput('slug', 'acme');
    fixture.componentRef.setInput('member', member);
    await settle(fixture);
    const host = fixture.nativeElement as HTMLElement;
    expect(host.querySelector('ul')?.textContent).toMatch(/ada@acme.test.*741 MB.*Its aliases info@acme\.test, postmaster@acme\.test.*547 MB/s);

    const form = host.querySelector('form');
    form?.dispatchEvent(new Event('submit', { cancelable: true }));
    await settle(fixture);
    expect(api.count('RemoveMember')).toBe(0);

    const box = host.querySelector('input');
    if (box === null) throw new Error('no field');
    box.value = 'Ada Lovelace';
    box.dispatchEvent(new Event('input'));
    form?.dispatchEvent(new Event('submit', { cancelable: true }));
    await settle(fixture);
    expect(api.count('RemoveMember')).toBe(1);
    expect(host.textContent).toContain('is removed from every system');
  });
});
