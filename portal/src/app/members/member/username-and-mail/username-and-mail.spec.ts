import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { type Answer, FakeApi } from '../../../graphql/testing/fake-api';
import { settle } from '../../../graphql/testing/settle';
import { memberDetails } from '../../testing/member-details';
import { press } from '../../testing/press';
import { submit, type } from '../../testing/type';
import { workflowParts } from '../../testing/workflow-parts';
import { UsernameAndMail } from './username-and-mail';

const outside = memberDetails({ mailbox: null, user: { id: 'u-1', email: 'ada@elsewhere.test' } });

const open = async (inputs: Record<string, unknown>, answer: Answer = () => ({ data: null })) => {
  const api = new FakeApi({ ChangeMemberSignIn: answer });
  TestBed.resetTestingModule().configureTestingModule({ providers: [api.provide()] });
  const fixture: ComponentFixture<UsernameAndMail> = TestBed.createComponent(UsernameAndMail);
  for (const [name, value] of Object.entries({ mailboxProblem: null, open: true, ...inputs })) fixture.componentRef.setInput(name, value);
  const said: string[] = [];
  fixture.componentInstance.decide.subscribe(({ act }) => said.push(act));
  fixture.componentInstance.saved.subscribe(() => said.push('saved'));
  document.body.replaceChildren(fixture.nativeElement as HTMLElement);
  await settle(fixture);
  return { fixture, api, said, host: fixture.nativeElement as HTMLElement };
};

describe('UsernameAndMail', () => {
  it('shows the address with its mailbox, the Apple profile beside it, and no field to edit it', async () => {
    const { fixture, host, said } = await open({ member: memberDetails() });
    expect(host.querySelector('dl')?.textContent).toMatch(/ada@acme\.test.*Active.*741 MB of 5 GB/s);
    expect(host.querySelector('a')?.getAttribute('href')).toBe('/mail/profile/b-1');
    expect(host.querySelector('input')).toBeNull();
    await press(fixture, 'Change address…');
    await press(fixture, 'Reset password');
    expect(said).toEqual(['change-address', 'reset-password']);
  });

  it('shows the mail address too where they sign in with another', async () => {
    const { host } = await open({ member: memberDetails({ user: { id: 'u-1', email: 'ada@elsewhere.test' } }) });
    expect(host.querySelector('dl')?.textContent).toMatch(/Username.*ada@elsewhere\.test.*Address.*ada@acme\.test/s);
  });

  it('saves another sign-in for somebody without a mailbox, and offers to make one', async () => {
    const { fixture, api, host, said } = await open({ member: outside }, () => ({
      data: { changeMemberSignIn: { __typename: 'MemberSignInChanged', member: outside, workflow: workflowParts('w-1', 'CHANGE_MEMBER_SIGN_IN', 'RUNNING') } },
    }));
    await type(fixture, '#sign-in-address', ' augusta@elsewhere.test ');
    await submit(fixture);
    expect(api.sent.at(-1)?.variables).toEqual({ input: { memberId: 'm-1', email: 'augusta@elsewhere.test' } });
    expect(host.querySelector('[type="submit"]')).toBeNull();
    await press(fixture, 'Create mailbox…');
    expect(said).toEqual(['saved', 'create-mailbox']);
  });

  it('keeps what was typed and says why at the field', async () => {
    const { fixture, api, host } = await open({ member: outside }, () => ({
      data: { changeMemberSignIn: { __typename: 'InvalidInput', code: 'INVALID_INPUT', message: 'This address is on a domain that is here already.', path: ['input', 'email'] } },
    }));
    await type(fixture, '#sign-in-address', 'not an address');
    await submit(fixture);
    expect(api.sent).toEqual([]);
    expect(host.querySelector('#sign-in-address-hint')?.textContent).toBe('This is not a mail address.');
    await type(fixture, '#sign-in-address', 'ada@acme.test');
    await submit(fixture);
    expect(host.querySelector('#sign-in-address-hint')?.textContent).toBe('This address is on a domain that is here already.');
    expect(host.querySelector<HTMLInputElement>('#sign-in-address')?.value).toBe('ada@acme.test');
    expect(document.activeElement?.id).toBe('sign-in-address');
  });

  it('takes a mail server that is silent for no reason to make another mailbox', async () => {
    const { host } = await open({ member: outside, mailboxProblem: 'Stalwart has not answered.' });
    expect(host.textContent).toContain('Stalwart has not answered.');
    expect(host.textContent).not.toContain('There is no mailbox.');
    expect(host.textContent).not.toContain('Create mailbox');
    expect(host.querySelector('input')).toBeNull();
  });

  it('offers no change while one is under way', async () => {
    const { host } = await open({ member: outside, open: false });
    expect(host.querySelectorAll('input, [dz-button]')).toHaveLength(0);
    expect(host.textContent).toContain('There is no mailbox.');
  });
});
