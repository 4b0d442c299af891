import { TestBed } from '@angular/core/testing';
import { type Answer, FakeApi } from '../../graphql/testing/fake-api';
import { settle } from '../../graphql/testing/settle';
import { addressChoices } from '../testing/address-choices';
import { memberRow } from '../testing/member-row';
import { press } from '../testing/press';
import { submit, type } from '../testing/type';
import { workflowParts } from '../testing/workflow-parts';
import { CreateMailboxDialog } from './create-mailbox-dialog';

const member = memberRow({ user: { id: 'u-1', email: 'ada@elsewhere.test' }, mailbox: null });

const made: Answer = () => ({
  data: { tenant: { __typename: 'Tenant', id: 't-1', member: { ...member, mailbox: { __typename: 'Mailbox', id: 'b-1', address: 'ada.lovelace@acme.test', state: 'ACTIVE', appleProfileUrl: '/mail/profile/b-1' } } } },
});

const open = async (answer: Answer) => {
  const api = new FakeApi({ CreatedMember: made, AddressChoices: addressChoices('acme.test', 'acme-labs.test'), CreateMailbox: answer });
  TestBed.configureTestingModule({ providers: [api.provide()] });
  const fixture = TestBed.createComponent(CreateMailboxDialog);
  fixture.componentRef.setInput('slug', 'acme');
  fixture.componentRef.setInput('member', member);
  const dismissed = jest.fn();
  fixture.componentInstance.dismiss.subscribe(dismissed);
  await settle(fixture);
  return { fixture, api, dismissed, host: fixture.nativeElement as HTMLElement };
};

describe('CreateMailboxDialog', () => {
  it('suggests the address, makes the mailbox, and shows the password that opens it once', async () => {
    const { fixture, host, api, dismissed } = await open(() => ({
      data: { createMailbox: { __typename: 'MailboxCreated', oneTimePassword: 'plum-harbour-73', member, workflow: workflowParts('w-1', 'CREATE_MAILBOX', 'SUCCEEDED') } },
    }));
    expect(host.querySelector<HTMLInputElement>('#local-part')?.value).toBe('ada.lovelace');
    expect(host.querySelector('.suffix')?.textContent).toBe('@acme.test');
    expect(host.textContent).toContain('They go on signing in as ada@elsewhere.test.');
    await submit(fixture);
    expect(api.sent.find(({ name }) => name === 'CreateMailbox')?.variables).toEqual({ input: { memberId: 'm-1', localPart: 'ada.lovelace' } });
    expect(host.querySelector('dz-copy-field code')?.textContent).toBe('plum-harbour-73');
    expect(host.querySelector('a[href="/mail/profile/b-1"]')?.textContent.trim()).toBe('Add to Apple Mail');
    await press(fixture, 'Close');
    expect(dismissed).not.toHaveBeenCalled();
    expect(host.textContent).toContain('Is the password copied?');
  });

  it('sends no address that cannot be one, and shows a failure that is not of the field below it', async () => {
    const { fixture, host, api } = await open(() => ({
      data: { createMailbox: { __typename: 'DomainNotVerified', code: 'DOMAIN_NOT_VERIFIED', message: 'acme.test is not verified.', path: null } },
    }));
    await type(fixture, '#local-part', 'ada@home');
    await submit(fixture);
    expect(api.count('CreateMailbox')).toBe(0);
    await type(fixture, '#local-part', 'ada');
    await submit(fixture);
    expect(host.querySelector('dz-notice')?.textContent).toContain('acme.test is not verified.');
  });
});
