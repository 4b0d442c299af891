import { type ComponentFixture, TestBed } from '@angular/core/testing';
import type { StepState, WorkflowState } from '../../graphql/schema.generated';
import { type Answer, FakeApi } from '../../graphql/testing/fake-api';
import { settle } from '../../graphql/testing/settle';
import { CreateMemberDialog } from './create-member-dialog';

const step = (name: string, title: string, state: StepState, lastError: string | null = null): Record<string, unknown> => ({
  __typename: 'WorkflowStep',
  system: 'STALWART',
  name,
  title,
  state,
  attempts: 1,
  lastError,
});

const workflow = (state: WorkflowState, steps: readonly Record<string, unknown>[]): Record<string, unknown> => ({
  __typename: 'Workflow',
  id: 'w-1',
  kind: 'CREATE_MEMBER',
  state,
  startedAt: '2026-11-23T06:00:00Z',
  finishedAt: null,
  steps,
});

const running = workflow('RUNNING', [step('signIn', 'Create the sign-in', 'DONE'), step('mailbox', 'Create the mailbox', 'RUNNING')]);
const succeeded = workflow('SUCCEEDED', [step('signIn', 'Create the sign-in', 'DONE'), step('mailbox', 'Create the mailbox', 'DONE')]);
const stopped = workflow('NEEDS_ATTENTION', [
  step('signIn', 'Create the sign-in', 'DONE'),
  step('mailbox', 'Create the mailbox', 'FAILED', 'Stalwart has not answered.'),
]);

const member = (mailbox: unknown): Record<string, unknown> => ({
  __typename: 'Member',
  id: 'm-1',
  displayName: 'Ada Lovelace',
  role: 'MEMBER',
  roleLock: null,
  status: 'PROVISIONING',
  createdAt: '2026-11-23T06:00:00Z',
  user: { __typename: 'User', id: 'u-1', email: 'ada.lovelace@acme.test' },
  mailbox,
});

const choices: Answer = () => ({
  data: {
    tenant: {
      __typename: 'Tenant',
      id: 't-1',
      seats: { __typename: 'Seats', used: 3, limit: 25 },
      domains: [{ __typename: 'Domain', id: 'd-1', name: 'acme.test', isPrimary: true, status: 'VERIFIED' }],
    },
  },
});

const answers = (more: Record<string, Answer>): Record<string, Answer> => ({
  CreateMemberChoices: choices,
  CreateMember: () => ({
    data: { createMember: { __typename: 'MemberCreated', oneTimePassword: 'plum-harbour-73', member: member(null), workflow: running } },
  }),
  CreatedMember: () => ({
    data: {
      tenant: {
        __typename: 'Tenant',
        id: 't-1',
        member: member({ __typename: 'Mailbox', id: 'b-1', address: 'ada.lovelace@acme.test', state: 'ACTIVE', appleProfileUrl: '/mail/profile/b-1' }),
      },
    },
  }),
  ...more,
});

const workflows =
  (current: () => Record<string, unknown>): Answer =>
  () => ({
    data: {
      tenant: { __typename: 'Tenant', id: 't-1', workflows: { __typename: 'WorkflowConnection', edges: [{ __typename: 'WorkflowEdge', node: current() }] } },
    },
  });

interface Opened {
  readonly fixture: ComponentFixture<CreateMemberDialog>;
  readonly host: HTMLElement;
  readonly api: FakeApi;
  readonly dismissed: jest.Mock;
}

const open = async (more: Record<string, Answer>): Promise<Opened> => {
  const api = new FakeApi(answers(more));
  TestBed.configureTestingModule({ providers: [api.provide()] });
  const fixture = TestBed.createComponent(CreateMemberDialog);
  fixture.componentRef.setInput('tenantId', 't-1');
  fixture.componentRef.setInput('slug', 'acme');
  const dismissed = jest.fn();
  fixture.componentInstance.dismiss.subscribe(dismissed);
  document.body.append(fixture.nativeElement as HTMLElement);
  await settle(fixture);
  return { fixture, host: fixture.nativeElement as HTMLElement, api, dismissed };
};

const type = (host: HTMLElement, selector: string, text: string): void => {
  const box = host.querySelector<HTMLInputElement>(selector);
  if (box === null) throw new Error(`nothing at ${selector}`);
  box.value = text;
  box.dispatchEvent(new Event('input'));
};

const press = (host: HTMLElement, words: string): void => {
  const button = [...host.querySelectorAll('button')].find((candidate) => candidate.textContent.trim() === words);
  if (button === undefined) throw new Error(`no button “${words}”`);
  button.click();
};

const send = async ({ fixture, host }: Opened): Promise<void> => {
  host.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }));
  await settle(fixture);
};

describe('CreateMemberDialog', () => {
  it('suggests the address from the name until it is typed by hand', async () => {
    const { fixture, host } = await open({});
    const part = host.querySelector<HTMLInputElement>('#local-part');
    type(host, '#display-name', 'Jørn Utzon');
    await settle(fixture);
    expect(part?.value).toBe('joern.utzon');
    expect(host.textContent).toContain('@acme.test');
    type(host, '#local-part', 'JU');
    type(host, '#display-name', 'Ada Lovelace');
    await settle(fixture);
    expect(part?.value).toBe('ju');
  });

  it('sends nothing without a name, and puts the focus where it is missing', async () => {
    const opened = await open({});
    await send(opened);
    expect(opened.api.count('CreateMember')).toBe(0);
    expect(document.activeElement?.id).toBe('display-name');
    expect(opened.host.querySelector('#display-name-hint')?.textContent).toBe('Enter the name as others should see it.');
  });

  it('shows a failure of the API at its field and keeps what was typed', async () => {
    const opened = await open({
      CreateMember: () => ({
        data: { createMember: { __typename: 'AddressTaken', code: 'ADDRESS_TAKEN', message: 'ada.lovelace@acme.test is in use.', path: null } },
      }),
    });
    type(opened.host, '#display-name', 'Ada Lovelace');
    await send(opened);
    expect(opened.host.querySelector('#local-part-hint')?.textContent).toBe('ada.lovelace@acme.test is in use.');
    expect(opened.host.querySelector<HTMLInputElement>('#display-name')?.value).toBe('Ada Lovelace');
  });

  it('shows each step as it is done, then the password once with the Apple profile', async () => {
    let current = running;
    const opened = await open({ MemberWorkflows: workflows(() => current) });
    type(opened.host, '#display-name', 'Ada Lovelace');
    await send(opened);
    const states = (): string[] => [...opened.host.querySelectorAll('dz-step-list .state')].map((state) => state.textContent);
    expect(states()).toEqual(['Done', 'Working']);
    expect(opened.host.textContent).not.toContain('plum-harbour-73');
    current = succeeded;
    while (states().includes('Working')) await settle(opened.fixture);
    await settle(opened.fixture);
    expect(opened.host.querySelector('dz-copy-field code')?.textContent).toBe('plum-harbour-73');
    expect(opened.host.querySelector('a[href="/mail/profile/b-1"]')?.textContent.trim()).toBe('Add to Apple Mail');
    expect(opened.api.sent.find(({ name }) => name === 'CreateMember')?.variables).toEqual({
      input: { tenantId: 't-1', displayName: 'Ada Lovelace', localPart: 'ada.lovelace', role: 'MEMBER' },
    });
  });

  it('asks before it closes when the password was not copied', async () => {
    const opened = await open({
      CreateMember: () => ({
        data: { createMember: { __typename: 'MemberCreated', oneTimePassword: 'plum-harbour-73', member: member(null), workflow: succeeded } },
      }),
    });
    type(opened.host, '#display-name', 'Ada Lovelace');
    await send(opened);
    press(opened.host, 'Close');
    await settle(opened.fixture);
    expect(opened.dismissed).not.toHaveBeenCalled();
    expect(opened.host.textContent).toContain('Is the password copied?');
    press(opened.host, 'Close without copying');
    expect(opened.dismissed).toHaveBeenCalledTimes(1);
  });

  it('says why the work stopped and takes it back when told', async () => {
    const undone = workflow('UNDONE', [step('signIn', 'Create the sign-in', 'UNDONE'), step('mailbox', 'Create the mailbox', 'PLANNED')]);
    const opened = await open({
      CreateMember: () => ({
        data: { createMember: { __typename: 'MemberCreated', oneTimePassword: 'plum-harbour-73', member: member(null), workflow: stopped } },
      }),
      MemberWorkflows: workflows(() => stopped),
      UndoWorkflow: () => ({ data: { undoWorkflow: { __typename: 'WorkflowUndone', workflow: undone } } }),
    });
    type(opened.host, '#display-name', 'Ada Lovelace');
    await send(opened);
    expect(opened.host.textContent).toContain('Stalwart has not answered.');
    press(opened.host, 'Undo');
    await settle(opened.fixture);
    expect(opened.host.textContent).toContain('have been taken back');
    press(opened.host, 'Close');
    expect(opened.dismissed).toHaveBeenCalledTimes(1);
  });

  it('creates somebody who signs in from outside, and says so when they have a password already', async () => {
    const outside = { ...member(null), user: { __typename: 'User', id: 'u-1', email: 'ada@elsewhere.test' } };
    const opened = await open({
      CreateMember: () => ({ data: { createMember: { __typename: 'MemberCreated', oneTimePassword: null, member: outside, workflow: succeeded } } }),
      CreatedMember: () => ({ data: { tenant: { __typename: 'Tenant', id: 't-1', member: outside } } }),
    });
    type(opened.host, '#display-name', 'Ada Lovelace');
    opened.host.querySelectorAll<HTMLInputElement>('input[type="radio"]')[1]?.click();
    await settle(opened.fixture);
    expect(opened.host.querySelector('#local-part')).toBeNull();
    await send(opened);
    expect(opened.host.querySelector('#external-sign-in-hint')?.textContent).toBe('Enter the mail address they have elsewhere.');
    expect(document.activeElement?.id).toBe('external-sign-in');
    type(opened.host, '#external-sign-in', 'ada@elsewhere.test');
    await send(opened);
    expect(opened.api.sent.find(({ name }) => name === 'CreateMember')?.variables).toEqual({
      input: { tenantId: 't-1', displayName: 'Ada Lovelace', externalSignIn: 'ada@elsewhere.test', role: 'MEMBER' },
    });
    expect(opened.host.textContent).toContain('Ada Lovelace signs in as ada@elsewhere.test with the password they have.');
    press(opened.host, 'Close');
    expect(opened.dismissed).toHaveBeenCalledTimes(1);
  });
});
