import { KillBench } from './kill-bench.fixture';
import { KillCast, type Person, everyPoint } from './kill-cast.fixture';

/**
 * Every step of every change to a member, killed before it, between its effect and its record, and after: a workflow stands at each
 * point, each of another person's, when the one process they run in is killed. What was asked is asked again with the same key.
 */
describe('a change to a member whose process is killed', () => {
  let bench: KillBench;
  let cast: KillCast;
  let acme: string;
  let globex: string;

  beforeAll(async () => {
    bench = await KillBench.start();
    cast = new KillCast(bench);
    [acme, globex] = [await bench.tenantId('acme'), await bench.tenantId('globex')];
    await bench.rows('update identity.tenants set seat_limit = null');
  }, 120_000);
  afterAll(() => bench.stop(), 60_000);

  const each = (people: readonly Person[], check: (person: Person, index: number) => Promise<void>): Promise<unknown> => Promise.all(people.map(check));
  const signIn = (address: string, active = true) => [{ username: address, email: address, active, sessions: expect.any(Number) as unknown }];
  const inTable = async (id: string): Promise<unknown> => (await bench.rows('select m.status, m.blocked_at is not null as blocked, m.address, u.email from identity.members m join identity.users u on u.id = m.user_id where m.id = $1', [id]))[0];
  const both = { signIn: true, mailbox: true };

  it('makes somebody with a sign-in from outside once, and gives them one mailbox, or one other sign-in', async () => {
    const wanted = cast.wanted(acme, 'outside', 15);
    const answers = await cast.killedAt(everyPoint('createExternalMember', ['reserve-member', 'create-sign-in', 'provision-drive', 'update-seats', 'activate-member']), wanted.map(({ ask }) => ask));
    const people = wanted.map(({ address }, index) => cast.made(address, answers[index] as never));
    await each(people, async ({ id, address, password }) => {
      await cast.succeeded(id, 'createExternalMember');
      expect(cast.at(address)).toEqual({ signIns: signIn(address), mailboxes: [], drives: [{ enabled: true }] });
      expect(await inTable(id)).toEqual({ status: 'ACTIVE', blocked: false, address, email: address });
      expect(await cast.opens(address, password)).toEqual({ signIn: true, mailbox: false });
    });

    const [withMailbox, renamed] = [people.slice(0, 6), people.slice(6)];
    const mailboxes = withMailbox.map(() => cast.name());
    const signIns = renamed.map(() => `${cast.name()}@outside.example`);
    const changed = await cast.killedAt(
      [...everyPoint('createMailbox', ['provision-mailbox', 'record-mailbox']), ...everyPoint('changeMemberSignIn', ['record-address', 'rename-sign-in', 'rename-drive'])],
      [...withMailbox.map(({ id: memberId }, index) => cast.change('createMailbox', { memberId, localPart: mailboxes[index] })), ...renamed.map(({ id: memberId }, index) => cast.change('changeMemberSignIn', { memberId, email: signIns[index] }))],
    );
    await each(withMailbox, async ({ id, address }, index) => {
      const mailbox = `${mailboxes[index]}@acme.test`;
      await cast.succeeded(id, 'createMailbox');
      expect(cast.at(address)).toEqual({ signIns: signIn(address), mailboxes: [], drives: [{ enabled: true }] });
      expect(cast.at(mailbox)).toEqual({ signIns: [], mailboxes: [{ frozen: false, aliases: [] }], drives: [] });
      expect(await inTable(id)).toEqual({ status: 'ACTIVE', blocked: false, address: mailbox, email: address });
      expect((await cast.opens(mailbox, changed[index]?.oneTimePassword ?? null)).mailbox).toBe(true);
    });
    await each(renamed, async ({ id, address, password }, index) => {
      const to = signIns[index] ?? '';
      await cast.succeeded(id, 'changeMemberSignIn');
      expect(cast.at(address)).toEqual({ signIns: [], mailboxes: [], drives: [] });
      expect(cast.at(to)).toEqual({ signIns: signIn(to), mailboxes: [], drives: [{ enabled: true }] });
      expect(await inTable(id)).toEqual({ status: 'ACTIVE', blocked: false, address: to, email: to });
      expect((await cast.opens(to, password)).signIn).toBe(true);
    });
  }, 150_000);

  it('keeps somebody out of everything and proves it, and lets them in again with the old password', async () => {
    const people = await cast.make(acme, 'mailbox', 15);
    await cast.killedAt(everyPoint('suspendMember.v2', ['disable-sign-in', 'freeze-mailbox', 'suspend-drive', 'mark-member', 'prove-access-ended']), people.map(({ id: memberId }) => cast.change('suspendMember', { memberId })));
    await each(people, async ({ id, address, password }) => {
      await cast.succeeded(id, 'suspendMember.v2');
      expect(cast.at(address)).toEqual({ signIns: [{ username: address, email: address, active: false, sessions: 0 }], mailboxes: [{ frozen: true, aliases: [] }], drives: [{ enabled: false }] });
      expect(await inTable(id)).toMatchObject({ status: 'SUSPENDED', blocked: true });
      expect(await cast.opens(address, password)).toEqual({ signIn: false, mailbox: false });
      const { id: workflowId } = await bench.ended(id, 'suspendMember.v2');
      expect(await bench.reports(workflowId)).toEqual([{ proven: true, attempts: 11 }]);
    });

    await cast.killedAt(everyPoint('resumeMember', ['unfreeze-mailbox', 'resume-drive', 'enable-sign-in', 'mark-member']), people.map(({ id: memberId }) => cast.change('resumeMember', { memberId })));
    await each(people, async ({ id, address, password }) => {
      await cast.succeeded(id, 'resumeMember');
      expect(cast.at(address)).toEqual({ signIns: signIn(address), mailboxes: [{ frozen: false, aliases: [] }], drives: [{ enabled: true }] });
      expect(await inTable(id)).toMatchObject({ status: 'ACTIVE', blocked: false });
      expect(await cast.opens(address, password)).toEqual(both);
    });
  }, 150_000);

  it('gives somebody the one password that was told, and another address everywhere', async () => {
    const people = await cast.make(acme, 'mailbox', 15);
    const [reset, signedOut] = [people.slice(0, 12), people.slice(12)];
    await each(people, async ({ address, password }) => expect(await cast.opens(address, password)).toEqual(both));
    const answers = await cast.killedAt(
      [...everyPoint('resetMemberPassword', ['change-mailbox-password', 'require-new-password', 'change-sign-in-password', 'end-sessions']), ...everyPoint('signOutMember', ['end-sessions'])],
      [...reset.map(({ id: memberId }) => cast.change('resetMemberPassword', { memberId })), ...signedOut.map(({ id: memberId }) => cast.change('signOutMember', { memberId }))],
    );
    const passwords = people.map(({ password }, index) => answers[index]?.oneTimePassword ?? password);
    await each(people, async ({ id, address, password }, index) => {
      await cast.succeeded(id, index < reset.length ? 'resetMemberPassword' : 'signOutMember');
      expect(cast.at(address).signIns).toEqual([{ username: address, email: address, active: true, sessions: 0 }]);
      if (index < reset.length) expect(await cast.opens(address, password)).toEqual({ signIn: false, mailbox: false });
      expect(await cast.opens(address, passwords[index] ?? null)).toEqual(both);
    });

    const names = people.map(() => cast.name());
    const kept = (index: number): boolean => index % 2 === 0;
    await cast.killedAt(
      everyPoint('changeMemberAddress', ['record-address', 'rename-mailbox', 'rename-sign-in', 'rename-drive', 'drop-old-address']),
      people.map(({ id: memberId }, index) => cast.change('changeMemberAddress', { memberId, localPart: names[index], keepOldAddress: kept(index) })),
    );
    await each(people, async ({ id, address }, index) => {
      const to = `${names[index]}@acme.test`;
      await cast.succeeded(id, 'changeMemberAddress');
      expect(cast.at(address)).toEqual({ signIns: [], mailboxes: [], drives: [] });
      expect(cast.at(to)).toEqual({ signIns: signIn(to), mailboxes: [{ frozen: false, aliases: kept(index) ? [address] : [] }], drives: [{ enabled: true }] });
      expect(await inTable(id)).toEqual({ status: 'ACTIVE', blocked: false, address: to, email: to });
      expect(await cast.opens(to, passwords[index] ?? null)).toEqual(both);
    });
  }, 150_000);

  it('gives the old address back everywhere when the change is being undone, and tells every system an edit', async () => {
    const people = await cast.make(acme, 'mailbox', 12);
    const edited = await cast.make(acme, 'mailbox', 6);
    const lift = bench.sandboxes.ocis.faults.add({ match: { method: 'PATCH', path: /\/graph\/v1\.0\/users/ }, kind: 'down' });
    const stopped = await Promise.all(
      people.map(async ({ id: memberId }) => {
        await cast.change('changeMemberAddress', { memberId, localPart: cast.name(), keepOldAddress: true })();
        return bench.ended(memberId, 'changeMemberAddress');
      }),
    );
    expect(stopped.map(({ state }) => state)).toEqual(stopped.map(() => 'NEEDS_ATTENTION'));
    lift();
    await cast.killedAt(
      [...everyPoint('changeMemberAddress', ['rename-drive', 'rename-sign-in', 'rename-mailbox', 'record-address'], 'UNDO'), ...everyPoint('updateMember', ['mirror-to-sign-in', 'mirror-to-mailbox'])],
      [...stopped.map(({ id: workflowId }) => cast.change('undoWorkflow', { workflowId })), ...edited.map(({ id: memberId }) => cast.change('updateMember', { memberId, displayName: 'Another Name', phone: '+45 1234' }))],
    );
    await each(people, async ({ id, address, password }) => {
      expect((await bench.ended(id, 'changeMemberAddress')).state).toBe('UNDONE');
      expect(cast.at(address)).toEqual({ signIns: signIn(address), mailboxes: [{ frozen: false, aliases: [] }], drives: [{ enabled: true }] });
      expect(await inTable(id)).toEqual({ status: 'ACTIVE', blocked: false, address, email: address });
      expect(await cast.opens(address, password)).toEqual(both);
    });
    await each(edited, async ({ id, address, password }) => {
      await cast.succeeded(id, 'updateMember');
      expect(bench.sandboxes.authentik.accounts().filter(({ username }) => username === address)).toMatchObject([{ name: 'Another Name', active: true }]);
      expect(bench.sandboxes.stalwart.mailboxes().filter((mailbox) => mailbox.address === address)).toMatchObject([{ displayName: 'Another Name', frozen: false }]);
      expect(await cast.opens(address, password)).toEqual(both);
    });
  }, 150_000);

  it('lets somebody of another tenant in, keeps them out and forgets them here, and there nothing changes', async () => {
    const people = await cast.make(globex, 'outside', 18);
    const places = (): Promise<unknown[]> => bench.rows(`select m.*, u.email, u.subject, u.authentik_pk, u.display_name as called from identity.members m join identity.users u on u.id = m.user_id where m.tenant_id = $1 order by m.id`, [globex]);
    const before = await places();
    const untouched = async ({ address, password }: Person): Promise<void> => {
      expect(cast.at(address)).toEqual({ signIns: signIn(address), mailboxes: [], drives: [{ enabled: true }] });
      expect((await cast.opens(address, password)).signIn).toBe(true);
    };
    const joined = await cast.killedAt(everyPoint('joinMember', ['reserve-place', 'admit-sign-in', 'update-seats', 'activate-member']), people.map(({ address }) => cast.change('createMember', { tenantId: acme, displayName: 'Shared', externalSignIn: address })));
    const ids = joined.map(({ member }) => member?.id ?? '');
    await each(people, async (person, index) => {
      await cast.succeeded(ids[index] ?? '', 'joinMember');
      expect(await inTable(ids[index] ?? '')).toMatchObject({ status: 'ACTIVE', blocked: false, email: person.address });
      await untouched(person);
    });
    await cast.killedAt(everyPoint('suspendSharedMember', ['keep-sign-in', 'freeze-mailbox', 'suspend-drive', 'mark-member', 'prove-access-ended']), ids.map((memberId) => cast.change('suspendMember', { memberId })));
    await each(people, async (person, index) => {
      await cast.succeeded(ids[index] ?? '', 'suspendSharedMember');
      expect(await inTable(ids[index] ?? '')).toMatchObject({ status: 'SUSPENDED', blocked: true });
      await untouched(person);
    });
    // With neither a mailbox nor a storage account here there is nothing to open, and nothing to stop at.
    const [again = '', ...kept] = ids;
    await cast.change('resumeMember', { memberId: again })();
    await cast.succeeded(again, 'resumeMember');
    expect([await inTable(again), await inTable(kept[0] ?? '')]).toMatchObject([{ status: 'ACTIVE', blocked: false }, { status: 'SUSPENDED', blocked: true }]);
    await cast.killedAt(everyPoint('removeSharedMember', ['keep-sign-in', 'remove-mailbox', 'remove-drive', 'release-seat', 'prove-access-ended', 'forget-member']), ids.map((memberId) => cast.change('removeMember', { memberId })));
    await each(people, async (person, index) => {
      await cast.succeeded(ids[index] ?? '', 'removeSharedMember');
      expect(await inTable(ids[index] ?? '')).toBeUndefined();
      await untouched(person);
    });
    expect(await places()).toEqual(before);
  }, 180_000);
});
