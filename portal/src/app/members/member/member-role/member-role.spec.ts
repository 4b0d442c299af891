import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { type Answer, FakeApi } from '../../../graphql/testing/fake-api';
import { settle } from '../../../graphql/testing/settle';
import type { MemberRowFragment } from '../../members.generated';
import { memberRow } from '../../testing/member-row';
import { press } from '../../testing/press';
import { MemberRole } from './member-role';

const open = async (member: MemberRowFragment, answer: Answer = () => ({ data: null })) => {
  const api = new FakeApi({ ChangeMemberRole: answer });
  TestBed.resetTestingModule().configureTestingModule({ providers: [api.provide()] });
  const fixture = TestBed.createComponent(MemberRole);
  fixture.componentRef.setInput('member', member);
  const acts: string[] = [];
  fixture.componentInstance.decide.subscribe(({ act }) => acts.push(act));
  await settle(fixture);
  return { fixture, api, acts, host: fixture.nativeElement as HTMLElement };
};

const choose = async (fixture: ComponentFixture<unknown>, role: string): Promise<void> => {
  (fixture.nativeElement as HTMLElement).querySelector<HTMLInputElement>(`input[value="${role}"]`)?.dispatchEvent(new Event('change'));
  await settle(fixture);
};

const submit = async (fixture: ComponentFixture<unknown>): Promise<void> => {
  (fixture.nativeElement as HTMLElement).querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }));
  await settle(fixture);
};

describe('MemberRole', () => {
  it('saves the role that was chosen, and nothing before', async () => {
    const { fixture, api, host } = await open(memberRow(), () => ({ data: { changeMemberRole: { __typename: 'MemberRoleChanged', member: memberRow({ role: 'ADMIN' }) } } }));
    await choose(fixture, 'ADMIN');
    expect(api.sent).toEqual([]);
    await submit(fixture);
    expect(api.sent[0]?.variables).toEqual({ input: { memberId: 'm-1', role: 'ADMIN' } });
    // The new role comes by the cache; here nobody feeds the input, so what is saved shows again.
    expect(host.querySelector('[type="submit"]')).toBeNull();
  });

  it('keeps the choice and says why when it is refused', async () => {
    const { fixture, host } = await open(memberRow({ role: 'ADMIN' }), () => ({
      data: { changeMemberRole: { __typename: 'LastAdmin', code: 'LAST_ADMIN', message: 'Nobody would be left who runs the workspace.', path: null } },
    }));
    await choose(fixture, 'MEMBER');
    await submit(fixture);
    expect(host.querySelector('[role="alert"]')?.textContent).toContain('Nobody would be left');
    expect(host.querySelector<HTMLInputElement>('input[value="MEMBER"]')?.checked).toBe(true);
    await press(fixture, 'Discard');
    expect(host.querySelector('[role="alert"]')).toBeNull();
    expect(host.querySelector<HTMLInputElement>('input[value="ADMIN"]')?.checked).toBe(true);
  });

  it.each([
    ['OWNER', 'A workspace has one owner.'],
    ['SELF', 'This is you.'],
    ['BOOTSTRAP_ADMIN', 'has no mailbox yet'],
    ['LAST_ADMIN', 'Make somebody else an administrator first.'],
  ] as const)('says of the lock %s why the role stays', async (roleLock, words) => {
    const { host } = await open(memberRow({ role: roleLock === 'OWNER' ? 'OWNER' : 'ADMIN', roleLock }));
    expect(host.textContent).toContain(words);
    expect(host.querySelector('input')).toBeNull();
  });

  it('offers to hand the ownership on: to somebody, or from the owner', async () => {
    const someone = await open(memberRow());
    await press(someone.fixture, 'Make owner…');
    expect(someone.acts).toEqual(['make-owner']);
    const owner = await open(memberRow({ role: 'OWNER', roleLock: 'OWNER' }));
    await press(owner.fixture, 'Transfer ownership…');
    expect(owner.acts).toEqual(['transfer-ownership']);
    expect((await open(memberRow({ status: 'SUSPENDED' }))).host.textContent).not.toContain('Make owner');
  });
});
