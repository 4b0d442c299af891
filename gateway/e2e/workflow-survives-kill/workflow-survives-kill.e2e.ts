import type { StepMoment } from '@dezky/kit/workflow/run-workflow';
import type { FaultMatch } from '@dezky/sandbox/http/faults';
import { KillBench } from './kill-bench.fixture';
import { KillCast, type Person, everyPoint, moments } from './kill-cast.fixture';
import type { KillPoint } from './replica';

const creating = ['reserve-member', 'create-sign-in', 'provision-mailbox', 'provision-drive', 'update-seats', 'activate-member'] as const;
const removing = ['disable-sign-in', 'remove-mailbox', 'remove-drive', 'delete-sign-in', 'release-seat', 'prove-access-ended', 'forget-member'] as const;

const createMember = `mutation ($input: CreateMemberInput!) { createMember(input: $input) { __typename ... on MemberCreated { member { id } workflow { state } } ... on Failure { message } } }`;
const removeMember = `mutation ($input: MemberInput!) { removeMember(input: $input) { __typename ... on Failure { message } } }`;

/** Random schedules, by `npm run kill -- <how many>`; the seed makes a run repeatable. */
const schedules = Number(process.env['KILL_SCHEDULES'] ?? 0);
const seed = Number(process.env['KILL_SEED'] ?? 1);

interface Change {
  readonly name: string;
  readonly workflow: string;
  readonly steps: readonly string[];
  readonly input: () => Record<string, unknown>;
}

describe('a process that is killed anywhere in a workflow', () => {
  let bench: KillBench;
  let cast: KillCast;
  let tenantId: string;
  let people = 0;

  beforeAll(async () => {
    bench = await KillBench.start();
    cast = new KillCast(bench);
    tenantId = await bench.tenantId('acme');
    await bench.rows('update identity.tenants set seat_limit = null');
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
    return member.id;
  };
  const expectGone = async (address: string, memberId: string): Promise<void> => {
    const workflow = await bench.ended(memberId, 'removeMember.v2');
    expect(workflow.state).toBe('SUCCEEDED');
    expect(await bench.reports(workflow.id)).toEqual([{ proven: true, attempts: 11 }]);
    expect(bench.accounts(address)).toEqual({ authentik: 0, stalwart: 0, ocis: 0 });
    expect(await bench.member(address)).toBeNull();
  };
  const expectSeatsFollow = async (): Promise<void> => {
    const subscription = bench.sandboxes.stripe.subscriptions().find(({ metadata }) => metadata['tenantId'] === tenantId);
    expect(subscription?.items.data[0]?.quantity).toBe(await bench.countMembers(tenantId));
  };

  it('ends with one account at each system, and after the removal none, wherever it is', async () => {
    const wanted = cast.wanted(tenantId, 'mailbox', 18);
    await cast.killedAt(everyPoint('createMember', creating), wanted.map(({ ask }) => ask));
    const ids = await Promise.all(wanted.map(({ address }) => expectCreated(address)));
    await expectSeatsFollow();
    // The last step comes below, one by one: an engine has twenty at a time.
    await cast.killedAt(everyPoint('removeMember.v2', removing.slice(0, -1)), ids.map((memberId) => cast.change('removeMember', { memberId })));
    await Promise.all(wanted.map(({ address }, index) => expectGone(address, ids[index] ?? '')));
    await expectSeatsFollow();
  }, 120_000);

  // Not held: while one step of a group meets the end, the other one is anywhere.
  it.each(moments)('ends so when it is killed in full run (%s)', async (moment) => {
    const address = newAddress();
    await bench.killedAt(point('createMember', 'provision-mailbox', moment), () => create(address));
    const memberId = await expectCreated(address);
    await expectSeatsFollow();
    await bench.killedAt(point('removeMember.v2', 'forget-member', moment), () => remove(memberId));
    await expectGone(address, memberId);
    await expectSeatsFollow();
  }, 90_000);

  it('ends UNDONE with no account anywhere when it was being undone', async () => {
    const points = [point('createMember', 'provision-mailbox', 'BEFORE', 'UNDO'), ...everyPoint('createMember', ['create-sign-in'], 'UNDO'), point('createMember', 'reserve-member', 'AFTER_EFFECT', 'UNDO')];
    const lift = bench.sandboxes.stalwart.faults.add({ match: { body: /x:Account\/set/ }, kind: 'down' });
    const wanted = cast.wanted(tenantId, 'mailbox', points.length);
    const stopped = await Promise.all(
      wanted.map(async ({ address, ask }) => {
        await ask();
        const memberId = (await bench.member(address))?.id ?? '';
        const { id, state } = await bench.ended(memberId, 'createMember');
        expect(state).toBe('NEEDS_ATTENTION');
        return { address, memberId, workflowId: id };
      }),
    );
    lift();
    await cast.killedAt(points, stopped.map(({ workflowId }) => cast.change('undoWorkflow', { workflowId })));
    for (const { address, memberId, workflowId } of stopped) {
      const at = bench.stoodAt(workflowId);
      expect({ at, state: (await bench.ended(memberId, 'createMember')).state }).toEqual({ at, state: 'UNDONE' });
      expect(bench.accounts(address)).toEqual({ authentik: 0, stalwart: 0, ocis: 0 });
      expect(await bench.member(address)).toBeNull();
    }
  }, 90_000);

  it('goes on when an answer is lost after the work, at every call of every system', async () => {
    const [set, users, account] = [{ body: /x:Account\/set/ }, /\/graph\/v1\.0\/users/, /\/core\/users\/\d+\/$/];
    type System = 'authentik' | 'stalwart' | 'ocis' | 'stripe';
    const lose = (lost: Partial<Record<System, readonly FaultMatch[]>>): void => {
      for (const [system, matches] of Object.entries(lost)) for (const match of matches) bench.sandboxes[system as System].faults.add({ match, kind: 'answer-lost', times: 1 });
    };
    const allMet = (): void => expect(Object.fromEntries((['authentik', 'stalwart', 'ocis', 'stripe'] as const).map((system) => [system, bench.sandboxes[system].faults.waiting]))).toEqual({ authentik: 0, stalwart: 0, ocis: 0, stripe: 0 });
    const billed = [{ method: 'POST', path: /\/v1\/subscriptions/ }];
    lose({ authentik: [{ method: 'POST', path: /\/core\/users\/$/ }, { method: 'POST', path: /set_password/ }], stalwart: [set], ocis: [{ method: 'POST', path: users }], stripe: billed });
    const [person] = (await cast.make(tenantId, 'mailbox', 1)) as [Person];
    allMet();
    const { id: memberId, address } = person;
    // The access tokens go with their session there, and nothing is left to ask for.
    const sessions = ['authenticated_sessions', 'refresh_tokens'].map((what) => ({ method: 'DELETE', path: new RegExp(what) }));
    const patched = { method: 'PATCH', path: account };
    const changed = async (name: string, workflow: string, lost: Parameters<typeof lose>[0], input: Record<string, unknown> = {}): Promise<string | null> => {
      lose(lost);
      const answer = await cast.change(name, { memberId, ...input })();
      await cast.succeeded(memberId, workflow);
      allMet();
      return answer.oneTimePassword ?? null;
    };
    await cast.signIn(person);
    await changed('signOutMember', 'signOutMember', { authentik: sessions });
    // Whom it disables the identity provider puts out by itself.
    await changed('suspendMember', 'suspendMember.v2', { authentik: [patched], stalwart: [set], ocis: [{ method: 'PATCH', path: users }] });
    expect(await cast.opens(address, person.password)).toEqual({ signIn: false, mailbox: false });
    await changed('resumeMember', 'resumeMember', { authentik: [patched], stalwart: [set], ocis: [{ method: 'PATCH', path: users }] });
    expect(await cast.opens(address, person.password)).toEqual({ signIn: true, mailbox: true });
    await changed('updateMember', 'updateMember', { authentik: [{ ...patched, body: /"name"/ }, { ...patched, body: /"phone"/ }], stalwart: [set] }, { displayName: 'Another Name', phone: '+45 1' });
    const password = await changed('resetMemberPassword', 'resetMemberPassword', { authentik: [{ method: 'POST', path: /set_password/ }], stalwart: [set] });
    const localPart = cast.name();
    await changed('changeMemberAddress', 'changeMemberAddress', { authentik: [patched], stalwart: [set, set], ocis: [{ method: 'PATCH', path: users }] }, { localPart, keepOldAddress: false });
    const to = `${localPart}@acme.test`;
    expect([bench.accounts(address), bench.accounts(to)]).toEqual([{ authentik: 0, stalwart: 0, ocis: 0 }, { authentik: 1, stalwart: 1, ocis: 1 }]);
    expect(await cast.opens(to, password)).toEqual({ signIn: true, mailbox: true });
    lose({ authentik: [patched, { method: 'DELETE', path: account }], stalwart: [set], ocis: [{ method: 'DELETE', path: users }], stripe: billed });
    await remove(memberId);
    await expectGone(to, memberId);
    allMet();
    await expectSeatsFollow();
  }, 90_000);

  if (schedules > 0) {
    const random = generator(seed);
    const changes: readonly Change[] = [
      { name: 'suspendMember', workflow: 'suspendMember.v2', steps: ['disable-sign-in', 'freeze-mailbox', 'suspend-drive', 'mark-member', 'prove-access-ended'], input: () => ({}) },
      { name: 'signOutMember', workflow: 'signOutMember', steps: ['end-sessions'], input: () => ({}) },
      { name: 'resetMemberPassword', workflow: 'resetMemberPassword', steps: ['change-mailbox-password', 'require-new-password', 'change-sign-in-password', 'end-sessions'], input: () => ({}) },
      { name: 'updateMember', workflow: 'updateMember', steps: ['mirror-to-sign-in', 'mirror-to-mailbox'], input: () => ({ displayName: cast.name() }) },
      { name: 'changeMemberAddress', workflow: 'changeMemberAddress', steps: ['record-address', 'rename-mailbox', 'rename-sign-in', 'rename-drive', 'drop-old-address'], input: () => ({ localPart: cast.name(), keepOldAddress: random() < 0.5 }) },
    ];
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
    it.each(Array.from({ length: schedules }, (_, index) => index + 1))(`survives random schedule %d (seed ${seed})`, async () => {
      const address = newAddress();
      await bench.killedAt(point('createMember', pick(creating), pick(moments)), () => create(address));
      const memberId = await expectCreated(address);
      let now = address;
      for (const { name, workflow, steps, input } of [pick(changes), pick(changes)]) {
        const asked = input();
        const ask = cast.change(name, { memberId, ...asked });
        await bench.killedAt(point(workflow, pick(steps), pick(moments)), ask);
        await ask();
        await cast.succeeded(memberId, workflow);
        if (asked['localPart']) now = `${String(asked['localPart'])}@acme.test`;
        if (name === 'suspendMember') {
          expect(cast.at(now)).toMatchObject({ signIns: [{ active: false, sessions: 0 }], mailboxes: [{ frozen: true }], drives: [{ enabled: false }] });
          const resume = cast.change('resumeMember', { memberId });
          await bench.killedAt(point('resumeMember', pick(['unfreeze-mailbox', 'resume-drive', 'enable-sign-in', 'mark-member']), pick(moments)), resume);
          await resume();
          await cast.succeeded(memberId, 'resumeMember');
        }
        expect(cast.at(now)).toMatchObject({ signIns: [{ active: true }], mailboxes: [{ frozen: false }], drives: [{ enabled: true }] });
      }
      await bench.killedAt(point('removeMember.v2', pick(removing), pick(moments)), () => remove(memberId));
      await expectGone(now, memberId);
      expect(bench.accounts(address)).toEqual({ authentik: 0, stalwart: 0, ocis: 0 });
      await expectSeatsFollow();
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
