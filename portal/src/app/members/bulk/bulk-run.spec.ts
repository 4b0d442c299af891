import { TestBed } from '@angular/core/testing';
import { type Answer, FakeApi } from '../../graphql/testing/fake-api';
import type { MemberRowFragment } from '../members.generated';
import { memberRow } from '../testing/member-row';
import { BulkRun } from './bulk-run';

const row = (id: string): MemberRowFragment => memberRow({ id, displayName: id });

const asMember = (id: string): Record<string, unknown> => ({ ...row(id) });

const workflow = (id: string, state: string, lastError: string | null = null): Record<string, unknown> => ({
  __typename: 'Workflow',
  id: `w-${id}`,
  kind: 'SUSPEND_MEMBER',
  state,
  startedAt: '2026-11-23T06:00:00Z',
  finishedAt: null,
  steps:
    lastError === null
      ? []
      : [{ __typename: 'WorkflowStep', system: 'STALWART', name: 'freeze', title: 'Freeze the mailbox', state: 'FAILED', attempts: 3, lastError }],
});

const suspended = (id: string, state: string, lastError: string | null = null) => ({
  data: { suspendMember: { __typename: 'MemberSuspended', member: asMember(id), workflow: workflow(id, state, lastError) } },
});

const idOf = (variables: Readonly<Record<string, unknown>>): string => (variables['input'] as { memberId: string }).memberId;

const begin = (answers: Record<string, Answer>): { run: BulkRun; api: FakeApi } => {
  const api = new FakeApi(answers);
  TestBed.configureTestingModule({ providers: [api.provide(), BulkRun] });
  return { run: TestBed.inject(BulkRun), api };
};

const states = (run: BulkRun): string[] => run.rows().map(({ member, state }) => `${member.id} ${state}`);

const until = async (met: () => boolean): Promise<void> => {
  while (!met()) await new Promise((resolve) => setTimeout(resolve, 5));
};

describe('BulkRun', () => {
  it('has no more than three requests on their way at once', async () => {
    let now = 0;
    let most = 0;
    const { run } = begin({
      SuspendMember: async (variables) => {
        most = Math.max(most, ++now);
        await new Promise((resolve) => setTimeout(resolve));
        now -= 1;
        return suspended(idOf(variables), 'SUCCEEDED');
      },
    });
    await run.start('acme', 'suspend', Array.from({ length: 10 }, (_, at) => row(`m${at}`)));
    expect(most).toBe(3);
    expect([run.count('DONE'), run.over(), run.going()]).toEqual([10, 10, false]);
  });

  it('says of each what came of it, and lets one failure stop nobody else', async () => {
    const { run } = begin({
      SuspendMember: (variables) => {
        const id = idOf(variables);
        if (id === 'refused') return { data: { suspendMember: { __typename: 'RoleLocked', code: 'ROLE_LOCKED', message: 'Olivia Berg owns this tenant.', path: null } } };
        if (id === 'broken') throw new Error('no network');
        if (id === 'stopped') return suspended(id, 'NEEDS_ATTENTION', 'Stalwart has not answered.');
        return suspended(id, 'SUCCEEDED');
      },
    });
    await run.start('acme', 'suspend', ['refused', 'broken', 'stopped', 'fine'].map(row));
    expect(states(run)).toEqual(['refused REFUSED', 'broken FAILED', 'stopped STOPPED', 'fine DONE']);
    expect(run.rows().map(({ words }) => words)).toEqual([
      'Olivia Berg owns this tenant.',
      'Dezky cannot be reached. Check your connection.',
      'Stopped at “Freeze the mailbox”. Stalwart has not answered. Open the user to retry or undo.',
      null,
    ]);
  });

  it('sends again what did not arrive, with the key it had', async () => {
    let broken = true;
    const { run, api } = begin({
      SuspendMember: (variables) => {
        if (broken) throw new Error('no network');
        return suspended(idOf(variables), 'SUCCEEDED');
      },
    });
    await run.start('acme', 'suspend', [row('ada')]);
    expect(run.lost()).toBe(1);
    broken = false;
    await run.again();
    expect(states(run)).toEqual(['ada DONE']);
    const keys = api.sent.map(({ headers }) => headers['idempotency-key']);
    expect(keys).toHaveLength(2);
    expect(keys[0]).toBe(keys[1]);
  });

  it('follows work that takes longer than its answer to its end', async () => {
    const { run } = begin({
      SuspendMember: (variables) => suspended(idOf(variables), 'RUNNING'),
      BulkWork: ({ id }) => ({
        data: {
          tenant: {
            __typename: 'Tenant',
            id: 't-1',
            member: {
              ...asMember(String(id)),
              workflows: { __typename: 'WorkflowConnection', edges: [{ __typename: 'WorkflowEdge', node: workflow(String(id), 'SUCCEEDED') }] },
            },
          },
        },
      }),
    });
    await run.start('acme', 'suspend', [row('ada')]);
    expect(states(run)).toEqual(['ada WORKING']);
    expect([run.unsent(), run.going()]).toEqual([0, true]);
    await until(() => !run.going());
    expect(states(run)).toEqual(['ada DONE']);
  });

  it('stops what is not sent, and says that nothing was changed', async () => {
    let answer: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    const { run, api } = begin({ SuspendMember: (variables) => held.then(() => suspended(idOf(variables), 'SUCCEEDED')) });
    const started = run.start('acme', 'suspend', ['a', 'b', 'c', 'd', 'e'].map(row));
    await until(() => api.count('SuspendMember') === 3);
    run.stop();
    answer();
    await started;
    expect(states(run)).toEqual(['a DONE', 'b DONE', 'c DONE', 'd NOT_SENT', 'e NOT_SENT']);
    expect(api.count('SuspendMember')).toBe(3);
    await run.again();
    expect(run.count('DONE')).toBe(5);
  });
});
