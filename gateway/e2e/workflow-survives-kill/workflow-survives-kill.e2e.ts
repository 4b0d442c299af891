import type { StepMoment } from '@dezky/kit/workflow/run-workflow';
import { KillBench } from './kill-bench.fixture';
import type { KillPoint } from './replica';

const moments: readonly StepMoment[] = ['BEFORE', 'AFTER_EFFECT', 'RECORDED'];
const creating = ['reserve-member', 'create-sign-in', 'provision-mailbox', 'provision-drive', 'update-seats', 'activate-member'] as const;
const removing = ['disable-sign-in', 'remove-mailbox', 'remove-drive', 'delete-sign-in', 'release-seat', 'prove-access-ended', 'forget-member'] as const;

const createMember = `mutation ($input: CreateMemberInput!) { createMember(input: $input) { __typename ... on MemberCreated { member { id } workflow { state } } ... on Failure { message } } }`;
const removeMember = `mutation ($input: MemberInput!) { removeMember(input: $input) { __typename ... on Failure { message } } }`;
const undoWorkflow = `mutation ($input: WorkflowInput!) { undoWorkflow(input: $input) { __typename ... on Failure { message } } }`;

/** Random schedules, by `npm run kill -- <how many>`; the seed makes a run repeatable. */
const schedules = Number(process.env['KILL_SCHEDULES'] ?? 0);
const seed = Number(process.env['KILL_SEED'] ?? 1);

describe('a process that is killed anywhere in a workflow', () => {
  let bench: KillBench;
  let tenantId: string;
  let people = 0;

  beforeAll(async () => {
    bench = await KillBench.start();
    tenantId = await bench.tenantId('acme');
  }, 120_000);

  afterAll(async () => {
    await bench.stop();
  }, 60_000);

  const newAddress = (): string => {
    people += 1;
    return `killed-${people}@acme.test`;
  };
  const create = (address: string): Promise<unknown> => bench.ask('identity', createMember, { input: { tenantId, displayName: `Person ${people}`, localPart: address.split('@')[0] } });
  const remove = (memberId: string): Promise<unknown> => bench.ask('identity', removeMember, { input: { memberId } });
  const point = (workflow: string, step: string, moment: StepMoment, direction: KillPoint['direction'] = 'FORWARD'): KillPoint => ({ workflow, direction, step, moment });

  const expectCreated = async (address: string): Promise<string> => {
    const member = await bench.member(address);
    if (!member) throw new Error(`${address} has no member row.`);
    const workflow = await bench.ended(member.id, 'createMember');
    expect(workflow.state).toBe('SUCCEEDED');
    expect(workflow.steps.map(({ state }) => state)).toEqual(workflow.steps.map(() => 'DONE'));
    expect(workflow.secret).toBeNull();
    expect(bench.accounts(address)).toEqual({ authentik: 1, stalwart: 1, ocis: 1 });
    expect(await bench.member(address)).toMatchObject({ status: 'ACTIVE' });
    await expectSeatsFollow();
    return member.id;
  };
  const expectGone = async (address: string, memberId: string): Promise<void> => {
    const workflow = await bench.ended(memberId, 'removeMember.v2');
    expect(workflow.state).toBe('SUCCEEDED');
    expect(await bench.reports(workflow.id)).toEqual([{ proven: true, attempts: 11 }]);
    expect(bench.accounts(address)).toEqual({ authentik: 0, stalwart: 0, ocis: 0 });
    expect(await bench.member(address)).toBeNull();
    await expectSeatsFollow();
  };
  const expectSeatsFollow = async (): Promise<void> => {
    const subscription = bench.sandboxes.stripe.subscriptions().find(({ metadata }) => metadata['tenantId'] === tenantId);
    expect(subscription?.items.data[0]?.quantity).toBe(await bench.countMembers(tenantId));
  };

  for (const [index, removal] of removing.entries()) {
    const step = creating[index % creating.length] as string;
    it.each(moments)(`ends with one account at each system, and after the removal none (${step}, ${removal}, %s)`, async (moment) => {
      const address = newAddress();
      await bench.killedAt(point('createMember', step, moment), () => create(address));
      const memberId = await expectCreated(address);
      await bench.killedAt(point('removeMember.v2', removal, moment), () => remove(memberId));
      await expectGone(address, memberId);
    }, 90_000);
  }

  it.each([
    ['provision-mailbox', 'BEFORE'],
    ['create-sign-in', 'BEFORE'],
    ['create-sign-in', 'AFTER_EFFECT'],
    ['create-sign-in', 'RECORDED'],
    ['reserve-member', 'AFTER_EFFECT'],
  ] as const)('ends UNDONE with no account anywhere when it was being undone (%s, %s)', async (step, moment) => {
    const address = newAddress();
    const lift = bench.sandboxes.stalwart.faults.add({ match: { body: /x:Account\/set/ }, kind: 'down' });
    await create(address);
    const member = await bench.member(address);
    const stopped = await bench.ended(member?.id ?? '', 'createMember');
    expect(stopped.state).toBe('NEEDS_ATTENTION');
    lift();
    await bench.killedAt(point('createMember', step, moment, 'UNDO'), () => bench.ask('identity', undoWorkflow, { input: { workflowId: stopped.id } }));
    expect((await bench.ended(member?.id ?? '', 'createMember')).state).toBe('UNDONE');
    expect(bench.accounts(address)).toEqual({ authentik: 0, stalwart: 0, ocis: 0 });
    expect(await bench.member(address)).toBeNull();
  }, 90_000);

  it('goes on when an answer is lost after the work, at every system', async () => {
    const address = newAddress();
    bench.sandboxes.authentik.faults.add({ match: { method: 'POST', path: /\/core\/users\/$/ }, kind: 'answer-lost', times: 1 });
    bench.sandboxes.stalwart.faults.add({ match: { body: /x:Account\/set/ }, kind: 'answer-lost', times: 1 });
    bench.sandboxes.ocis.faults.add({ match: { method: 'POST', path: /\/graph\/v1\.0\/users/ }, kind: 'answer-lost', times: 1 });
    bench.sandboxes.stripe.faults.add({ match: { method: 'POST', path: /\/v1\/subscriptions/ }, kind: 'answer-lost', times: 1 });
    await create(address);
    await expectCreated(address);
  }, 60_000);

  if (schedules > 0) {
    const random = generator(seed);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
    it.each(Array.from({ length: schedules }, (_, index) => index + 1))(`survives random schedule %d (seed ${seed})`, async () => {
      const address = newAddress();
      await bench.killedAt(point('createMember', pick(creating), pick(moments)), () => create(address));
      const memberId = await expectCreated(address);
      await bench.killedAt(point('removeMember.v2', pick(removing), pick(moments)), () => remove(memberId));
      await expectGone(address, memberId);
    }, 120_000);
  }
});

/** A small linear congruential generator: the same seed, the same schedules. */
function generator(start: number): () => number {
  let state = start >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
