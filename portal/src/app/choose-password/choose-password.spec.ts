import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';
import { type Answer, FakeApi } from '../graphql/testing/fake-api';
import { settle } from '../graphql/testing/settle';
import { Session } from '../session/session';
import { ChoosePassword } from './choose-password';

const workflow = {
  __typename: 'Workflow',
  id: 'w-1',
  kind: 'CHANGE_PASSWORD',
  state: 'SUCCEEDED',
  startedAt: '2026-11-23T06:00:00Z',
  finishedAt: '2026-11-23T06:00:01Z',
  steps: [],
};

const open = async (change: Answer): Promise<{ fixture: ComponentFixture<ChoosePassword>; host: HTMLElement; api: FakeApi }> => {
  let required = true;
  const api = new FakeApi({
    Viewer: () => ({
      data: {
        viewer: {
          __typename: 'Viewer',
          user: { __typename: 'User', id: 'u-1', email: 'ada@acme.test', displayName: 'Ada Lovelace' },
          isOperator: false,
          passwordChangeRequired: required,
          memberships: [],
          partner: null,
        },
      },
    }),
    ChangePassword: (variables) => {
      const answer = change(variables);
      required = JSON.stringify(answer).includes('InvalidInput');
      return answer;
    },
  });
  TestBed.configureTestingModule({ providers: [api.provide(), provideRouter([]), Session] });
  const fixture = TestBed.createComponent(ChoosePassword);
  document.body.append(fixture.nativeElement as HTMLElement);
  await settle(fixture);
  return { fixture, host: fixture.nativeElement as HTMLElement, api };
};

const send = async (fixture: ComponentFixture<unknown>, host: HTMLElement, password: string, again = password): Promise<void> => {
  for (const [id, text] of Object.entries({ 'new-password': password, 'again-password': again })) {
    const box = host.querySelector<HTMLInputElement>(`#${id}`);
    if (box === null) throw new Error(`no field ${id}`);
    box.value = text;
    box.dispatchEvent(new Event('input'));
  }
  host.querySelector('main form')?.dispatchEvent(new Event('submit', { cancelable: true }));
  await settle(fixture);
};

describe('ChoosePassword', () => {
  it('goes on to the start once every system has the new password', async () => {
    const { fixture, host } = await open(() => ({ data: { changePassword: { __typename: 'PasswordChanged', workflow } } }));
    const go = jest.spyOn(TestBed.inject(Router), 'navigateByUrl').mockResolvedValue(true);
    await send(fixture, host, 'plum harbour lantern');
    expect(go).toHaveBeenCalledWith('/', { replaceUrl: true });
  });

  it('says at the field what is wrong before anything is sent', async () => {
    const { fixture, host, api } = await open(() => ({ data: null }));
    await send(fixture, host, 'short');
    expect(host.querySelector('#new-password-hint')?.textContent).toBe('Use at least 12 characters. This one has 5.');
    expect(document.activeElement?.id).toBe('new-password');
    await send(fixture, host, 'plum harbour lantern', 'plum harbor lantern');
    expect(host.querySelector('#again-password-hint')?.textContent).toBe('The two are not the same.');
    expect(api.count('ChangePassword')).toBe(0);
  });

  it('shows why the server refused the password', async () => {
    const { fixture, host } = await open(() => ({
      data: { changePassword: { __typename: 'InvalidInput', code: 'INVALID_INPUT', message: 'This password is easy to guess.', path: ['newPassword'] } },
    }));
    await send(fixture, host, 'password1234');
    expect(host.querySelector('#new-password-hint')?.textContent).toBe('This password is easy to guess.');
  });
});
