import { TestBed } from '@angular/core/testing';
import { type Answer, FakeApi } from '../../graphql/testing/fake-api';
import { settle } from '../../graphql/testing/settle';
import { memberRow } from '../testing/member-row';
import { press } from '../testing/press';
import { workflowParts } from '../testing/workflow-parts';
import { ResetMemberPasswordDialog } from './reset-member-password-dialog';

const member = memberRow({ id: 'm-1', displayName: 'Ada Lovelace' });
const reset = (state: string) => ({
  data: { resetMemberPassword: { __typename: 'MemberPasswordReset', oneTimePassword: 'plum-harbour-73', member, workflow: workflowParts('w-1', 'RESET_MEMBER_PASSWORD', state) } },
});

const open = async (answer: Answer, more: Record<string, Answer> = {}) => {
  const api = new FakeApi({ ResetMemberPassword: answer, ...more });
  TestBed.configureTestingModule({ providers: [api.provide()] });
  const fixture = TestBed.createComponent(ResetMemberPasswordDialog);
  fixture.componentRef.setInput('slug', 'acme');
  fixture.componentRef.setInput('member', member);
  const dismissed = jest.fn();
  fixture.componentInstance.dismiss.subscribe(dismissed);
  await settle(fixture);
  return { fixture, api, dismissed, host: fixture.nativeElement as HTMLElement };
};

describe('ResetMemberPasswordDialog', () => {
  it('warns first, then shows the password once and asks whether it is copied', async () => {
    const { fixture, host, api, dismissed } = await open(() => reset('SUCCEEDED'));
    expect(host.textContent).toContain('stops working at once, for sign-in and in mail programs');
    expect(api.sent).toEqual([]);
    await press(fixture, 'Reset password');
    expect(host.querySelector('dz-copy-field code')?.textContent).toBe('plum-harbour-73');
    expect(host.querySelector('a[href="/mail/profile/b-1"]')?.textContent.trim()).toBe('Add to Apple Mail');
    await press(fixture, 'Close');
    expect(dismissed).not.toHaveBeenCalled();
    expect(host.textContent).toContain('Is the password copied?');
    await press(fixture, 'Close without copying');
    expect(dismissed).toHaveBeenCalledTimes(1);
  });

  it('keeps the password back until the work is done', async () => {
    let state = 'RUNNING';
    const workflows: Answer = () => ({
      data: {
        tenant: {
          __typename: 'Tenant',
          id: 't-1',
          workflows: { __typename: 'WorkflowConnection', edges: [{ __typename: 'WorkflowEdge', node: workflowParts('w-1', 'RESET_MEMBER_PASSWORD', state) }] },
        },
      },
    });
    const { fixture, host } = await open(() => reset('RUNNING'), { MemberWorkflows: workflows });
    await press(fixture, 'Reset password');
    expect(host.textContent).not.toContain('plum-harbour-73');
    expect(host.textContent).toContain('only here: keep this open');
    state = 'SUCCEEDED';
    while (host.querySelector('dz-copy-field') === null) await settle(fixture);
    expect(host.textContent).toContain('plum-harbour-73');
  });

  it('says why it was refused, and lets go', async () => {
    const { fixture, host, dismissed } = await open(() => ({
      data: { resetMemberPassword: { __typename: 'SignInShared', code: 'SIGN_IN_SHARED', message: 'Ada Lovelace signs in elsewhere too.', path: null } },
    }));
    await press(fixture, 'Reset password');
    expect(host.querySelector('dz-notice')?.textContent).toContain('signs in elsewhere too');
    await press(fixture, 'Cancel');
    expect(dismissed).toHaveBeenCalledTimes(1);
  });
});
