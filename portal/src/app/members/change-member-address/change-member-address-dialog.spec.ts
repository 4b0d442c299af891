import { TestBed } from '@angular/core/testing';
import { type Answer, FakeApi } from '../../graphql/testing/fake-api';
import { settle } from '../../graphql/testing/settle';
import type { MemberRowFragment } from '../members.generated';
import { addressChoices } from '../testing/address-choices';
import { memberRow } from '../testing/member-row';
import { press } from '../testing/press';
import { submit, type } from '../testing/type';
import { workflowParts } from '../testing/workflow-parts';
import { ChangeMemberAddressDialog } from './change-member-address-dialog';

const changed: Answer = () => ({
  data: { changeMemberAddress: { __typename: 'MemberAddressChanged', member: memberRow(), workflow: workflowParts('w-1', 'CHANGE_MEMBER_ADDRESS', 'SUCCEEDED') } },
});

const open = async (answer: Answer, member: MemberRowFragment = memberRow()) => {
  const api = new FakeApi({ AddressChoices: addressChoices('acme.test', 'acme-labs.test', 'acme-new.test?'), ChangeMemberAddress: answer });
  TestBed.resetTestingModule().configureTestingModule({ providers: [api.provide()] });
  const fixture = TestBed.createComponent(ChangeMemberAddressDialog);
  fixture.componentRef.setInput('slug', 'acme');
  fixture.componentRef.setInput('member', member);
  const dismissed = jest.fn();
  fixture.componentInstance.dismiss.subscribe(dismissed);
  document.body.replaceChildren(fixture.nativeElement as HTMLElement);
  await settle(fixture);
  return { fixture, api, dismissed, host: fixture.nativeElement as HTMLElement };
};

const sent = (api: FakeApi): unknown => api.sent.find(({ name }) => name === 'ChangeMemberAddress')?.variables;

describe('ChangeMemberAddressDialog', () => {
  it('begins with the address as it is, keeps it as an alias unless told otherwise, and says how it ended', async () => {
    const { fixture, host, api } = await open(changed);
    expect(host.querySelector<HTMLInputElement>('#local-part')?.value).toBe('ada');
    expect([...host.querySelectorAll('option')].map((option) => option.value)).toEqual(['acme.test', 'acme-labs.test']);
    await submit(fixture);
    expect(sent(api)).toBeUndefined();
    await type(fixture, '#local-part', 'Augusta');
    await submit(fixture);
    expect(sent(api)).toEqual({ input: { memberId: 'm-1', localPart: 'augusta', domain: 'acme.test', keepOldAddress: true } });
    expect(host.querySelector('dz-notice')?.textContent).toContain('Ada Lovelace has the address augusta@acme.test. Mail to ada@acme.test still arrives.');
  });

  it('gives the old address up when the box is cleared', async () => {
    const { fixture, host, api } = await open(changed);
    const domain = host.querySelector('select')!;
    domain.value = 'acme-labs.test';
    domain.dispatchEvent(new Event('change'));
    host.querySelector<HTMLInputElement>('input[type="checkbox"]')?.click();
    await settle(fixture);
    expect(host.textContent).toContain('Mail to it is refused');
    await submit(fixture);
    expect(sent(api)).toEqual({ input: { memberId: 'm-1', localPart: 'ada', domain: 'acme-labs.test', keepOldAddress: false } });
    expect(host.querySelector('dz-notice')?.textContent).toContain('is refused from now on');
  });

  it('shows at the field that the address is taken, and asks before what was typed is lost', async () => {
    const { fixture, host, dismissed } = await open(() => ({
      data: { changeMemberAddress: { __typename: 'AddressTaken', code: 'ADDRESS_TAKEN', message: 'bo@acme.test is in use.', path: null } },
    }));
    await type(fixture, '#local-part', 'bo');
    await submit(fixture);
    expect(host.querySelector('#local-part-hint')?.textContent).toBe('bo@acme.test is in use.');
    expect(document.activeElement?.id).toBe('local-part');
    await press(fixture, 'Cancel');
    expect(dismissed).not.toHaveBeenCalled();
    await press(fixture, 'Discard');
    expect(dismissed).toHaveBeenCalledTimes(1);
  });

  it('says with what they sign in afterwards', async () => {
    expect((await open(changed)).host.textContent).toContain('They sign in with the new address from then on');
    const outside = memberRow({ user: { id: 'u-1', email: 'ada@elsewhere.test' }, mailbox: { id: 'b-1', address: 'ada@acme.test', state: 'ACTIVE', appleProfileUrl: '/mail/profile/b-1' } });
    expect((await open(changed, outside)).host.textContent).toContain('They go on signing in as ada@elsewhere.test');
  });
});
