import { TestBed } from '@angular/core/testing';
import { FakeApi } from '../../graphql/testing/fake-api';
import { settle } from '../../graphql/testing/settle';
import { memberRow } from '../testing/member-row';
import { workflowParts } from '../testing/workflow-parts';
import { SignOutMemberDialog } from './sign-out-member-dialog';

const outcome = async (result: Record<string, unknown>): Promise<string> => {
  const api = new FakeApi({ SignOutMember: () => ({ data: { signOutMember: result } }) });
  TestBed.resetTestingModule().configureTestingModule({ providers: [api.provide()] });
  const fixture = TestBed.createComponent(SignOutMemberDialog);
  fixture.componentRef.setInput('slug', 'acme');
  fixture.componentRef.setInput('member', memberRow());
  await settle(fixture);
  const host = fixture.nativeElement as HTMLElement;
  expect(host.textContent).toContain('reset it instead');
  [...host.querySelectorAll('button')].find((button) => button.textContent.trim() === 'Sign out everywhere')?.click();
  await settle(fixture);
  return host.querySelector('dz-notice')?.textContent.trim() ?? '';
};

const signedOut = (sessionsEnded: number | null) => ({
  __typename: 'MemberSignedOut',
  sessionsEnded,
  member: memberRow(),
  workflow: workflowParts('w-1', 'SIGN_OUT_MEMBER', 'SUCCEEDED'),
});

describe('SignOutMemberDialog', () => {
  it('says how many sessions were open, and nothing it does not know', async () => {
    expect(await outcome(signedOut(3))).toBe('Ada Lovelace is signed out everywhere. 3 sessions were open.');
    expect(await outcome(signedOut(1))).toBe('Ada Lovelace is signed out everywhere. One session was open.');
    expect(await outcome(signedOut(0))).toBe('Ada Lovelace is signed out. No session was open.');
    expect(await outcome(signedOut(null))).toBe('Ada Lovelace is signed out everywhere.');
  });

  it('says why it was refused', async () => {
    expect(await outcome({ __typename: 'NotYourself', code: 'NOT_YOURSELF', message: 'You cannot sign out yourself here.', path: null })).toBe('You cannot sign out yourself here.');
  });
});
