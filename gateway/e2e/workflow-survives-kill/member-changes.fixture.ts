import type { Scripts, Stage } from './side-by-side.fixture';
import { type Person, everyPoint } from './kill-cast.fixture';

/**
 * Every step of every change to a member, killed before it, between its effect and its record, and after: a workflow stands at each
 * point, each of another person's. What was asked is asked again with the same key.
 */
export function memberChanges(stage: Stage): Scripts {
  const each = (people: readonly Person[], check: (person: Person, index: number) => Promise<void>): Promise<unknown> => Promise.all(people.map(check));
  const signIn = (address: string, active = true) => [{ username: address, email: address, active, sessions: expect.any(Number) as unknown }];
  const inTable = async (id: string): Promise<unknown> => (await stage.bench.rows('select m.status, m.blocked_at is not null as blocked, m.address, u.email from identity.members m join identity.users u on u.id = m.user_id where m.id = $1', [id]))[0];
  const both = { signIn: true, mailbox: true };

  return {
    'makes somebody with a sign-in from outside once, and gives them one mailbox, or one other sign-in': async () => {
      const wanted = stage.cast.wanted(stage.acme, 'outside', 15);
      const answers = await stage.cast.killedAt(everyPoint('createExternalMember', ['reserve-member', 'create-sign-in', 'provision-drive', 'update-seats', 'activate-member']), wanted.map(({ ask }) => ask));
      const people = wanted.map(({ address }, index) => stage.cast.made(address, answers[index] as never));
      await each(people, async ({ id, address, password }) => {
        await stage.cast.succeeded(id, 'createExternalMember');
        expect(stage.cast.at(address)).toEqual({ signIns: signIn(address), mailboxes: [], drives: [{ enabled: true }] });
        expect(await inTable(id)).toEqual({ status: 'ACTIVE', blocked: false, address, email: address });
        expect(await stage.cast.opens(address, password)).toEqual({ signIn: true, mailbox: false });
      });

      const [withMailbox, renamed] = [people.slice(0, 6), people.slice(6)];
      const mailboxes = withMailbox.map(() => stage.cast.name());
      const signIns = renamed.map(() => `${stage.cast.name()}@outside.example`);
      const changed = await stage.cast.killedAt(
        [...everyPoint('createMailbox', ['provision-mailbox', 'record-mailbox']), ...everyPoint('changeMemberSignIn', ['record-address', 'rename-sign-in', 'rename-drive'])],
        [...withMailbox.map(({ id: memberId }, index) => stage.cast.change('createMailbox', { memberId, localPart: mailboxes[index] })), ...renamed.map(({ id: memberId }, index) => stage.cast.change('changeMemberSignIn', { memberId, email: signIns[index] }))],
      );
      await each(withMailbox, async ({ id, address }, index) => {
        const mailbox = `${mailboxes[index]}@acme.test`;
        await stage.cast.succeeded(id, 'createMailbox');
        expect(stage.cast.at(address)).toEqual({ signIns: signIn(address), mailboxes: [], drives: [{ enabled: true }] });
        expect(stage.cast.at(mailbox)).toEqual({ signIns: [], mailboxes: [{ frozen: false, aliases: [] }], drives: [] });
        expect(await inTable(id)).toEqual({ status: 'ACTIVE', blocked: false, address: mailbox, email: address });
        expect((await stage.cast.opens(mailbox, changed[index]?.oneTimePassword ?? null)).mailbox).toBe(true);
      });
      await each(renamed, async ({ id, address, password }, index) => {
        const to = signIns[index] ?? '';
        await stage.cast.succeeded(id, 'changeMemberSignIn');
        expect(stage.cast.at(address)).toEqual({ signIns: [], mailboxes: [], drives: [] });
        expect(stage.cast.at(to)).toEqual({ signIns: signIn(to), mailboxes: [], drives: [{ enabled: true }] });
        expect(await inTable(id)).toEqual({ status: 'ACTIVE', blocked: false, address: to, email: to });
        expect((await stage.cast.opens(to, password)).signIn).toBe(true);
      });
    },

    'keeps somebody out of everything and proves it, and lets them in again with the old password': async () => {
      const people = await stage.cast.make(stage.acme, 'mailbox', 15);
      await stage.cast.killedAt(everyPoint('suspendMember.v2', ['disable-sign-in', 'freeze-mailbox', 'suspend-drive', 'mark-member', 'prove-access-ended']), people.map(({ id: memberId }) => stage.cast.change('suspendMember', { memberId })));
      await each(people, async ({ id, address, password }) => {
        await stage.cast.succeeded(id, 'suspendMember.v2');
        expect(stage.cast.at(address)).toEqual({ signIns: [{ username: address, email: address, active: false, sessions: 0 }], mailboxes: [{ frozen: true, aliases: [] }], drives: [{ enabled: false }] });
        expect(await inTable(id)).toMatchObject({ status: 'SUSPENDED', blocked: true });
        expect(await stage.cast.opens(address, password)).toEqual({ signIn: false, mailbox: false });
        const { id: workflowId } = await stage.bench.ended(id, 'suspendMember.v2');
        expect(await stage.bench.reports(workflowId)).toEqual([{ proven: true, attempts: 11 }]);
      });

      await stage.cast.killedAt(everyPoint('resumeMember', ['unfreeze-mailbox', 'resume-drive', 'enable-sign-in', 'mark-member']), people.map(({ id: memberId }) => stage.cast.change('resumeMember', { memberId })));
      await each(people, async ({ id, address, password }) => {
        await stage.cast.succeeded(id, 'resumeMember');
        expect(stage.cast.at(address)).toEqual({ signIns: signIn(address), mailboxes: [{ frozen: false, aliases: [] }], drives: [{ enabled: true }] });
        expect(await inTable(id)).toMatchObject({ status: 'ACTIVE', blocked: false });
        expect(await stage.cast.opens(address, password)).toEqual(both);
      });
    },

    'gives somebody the one password that was told, and another address everywhere': async () => {
      const people = await stage.cast.make(stage.acme, 'mailbox', 15);
      const [reset, signedOut] = [people.slice(0, 12), people.slice(12)];
      await each(people, async ({ address, password }) => expect(await stage.cast.opens(address, password)).toEqual(both));
      const answers = await stage.cast.killedAt(
        [...everyPoint('resetMemberPassword', ['change-mailbox-password', 'require-new-password', 'change-sign-in-password', 'end-sessions']), ...everyPoint('signOutMember', ['end-sessions'])],
        [...reset.map(({ id: memberId }) => stage.cast.change('resetMemberPassword', { memberId })), ...signedOut.map(({ id: memberId }) => stage.cast.change('signOutMember', { memberId }))],
      );
      const passwords = people.map(({ password }, index) => answers[index]?.oneTimePassword ?? password);
      await each(people, async ({ id, address, password }, index) => {
        await stage.cast.succeeded(id, index < reset.length ? 'resetMemberPassword' : 'signOutMember');
        expect(stage.cast.at(address).signIns).toEqual([{ username: address, email: address, active: true, sessions: 0 }]);
        if (index < reset.length) expect(await stage.cast.opens(address, password)).toEqual({ signIn: false, mailbox: false });
        expect(await stage.cast.opens(address, passwords[index] ?? null)).toEqual(both);
      });

      const names = people.map(() => stage.cast.name());
      const kept = (index: number): boolean => index % 2 === 0;
      await stage.cast.killedAt(
        everyPoint('changeMemberAddress', ['record-address', 'rename-mailbox', 'rename-sign-in', 'rename-drive', 'drop-old-address']),
        people.map(({ id: memberId }, index) => stage.cast.change('changeMemberAddress', { memberId, localPart: names[index], keepOldAddress: kept(index) })),
      );
      await each(people, async ({ id, address }, index) => {
        const to = `${names[index]}@acme.test`;
        await stage.cast.succeeded(id, 'changeMemberAddress');
        expect(stage.cast.at(address)).toEqual({ signIns: [], mailboxes: [], drives: [] });
        expect(stage.cast.at(to)).toEqual({ signIns: signIn(to), mailboxes: [{ frozen: false, aliases: kept(index) ? [address] : [] }], drives: [{ enabled: true }] });
        expect(await inTable(id)).toEqual({ status: 'ACTIVE', blocked: false, address: to, email: to });
        expect(await stage.cast.opens(to, passwords[index] ?? null)).toEqual(both);
      });
    },

    'gives the old address back everywhere when the change is being undone, and tells every system an edit': async () => {
      const people = await stage.cast.make(stage.acme, 'mailbox', 12);
      const edited = await stage.cast.make(stage.acme, 'mailbox', 6);
      const lift = stage.bench.sandboxes.ocis.faults.add({ match: { method: 'PATCH', path: /\/graph\/v1\.0\/users/ }, kind: 'down' });
      const stopped = await Promise.all(
        people.map(async ({ id: memberId }) => {
          await stage.cast.change('changeMemberAddress', { memberId, localPart: stage.cast.name(), keepOldAddress: true })();
          return stage.bench.ended(memberId, 'changeMemberAddress');
        }),
      );
      expect(stopped.map(({ state }) => state)).toEqual(stopped.map(() => 'NEEDS_ATTENTION'));
      lift();
      await stage.cast.killedAt(
        [...everyPoint('changeMemberAddress', ['rename-drive', 'rename-sign-in', 'rename-mailbox', 'record-address'], 'UNDO'), ...everyPoint('updateMember', ['mirror-to-sign-in', 'mirror-to-mailbox'])],
        [...stopped.map(({ id: workflowId }) => stage.cast.change('undoWorkflow', { workflowId })), ...edited.map(({ id: memberId }) => stage.cast.change('updateMember', { memberId, displayName: 'Another Name', phone: '+45 1234' }))],
      );
      await each(people, async ({ id, address, password }) => {
        expect((await stage.bench.ended(id, 'changeMemberAddress')).state).toBe('UNDONE');
        expect(stage.cast.at(address)).toEqual({ signIns: signIn(address), mailboxes: [{ frozen: false, aliases: [] }], drives: [{ enabled: true }] });
        expect(await inTable(id)).toEqual({ status: 'ACTIVE', blocked: false, address, email: address });
        expect(await stage.cast.opens(address, password)).toEqual(both);
      });
      await each(edited, async ({ id, address, password }) => {
        await stage.cast.succeeded(id, 'updateMember');
        expect(stage.bench.sandboxes.authentik.accounts().filter(({ username }) => username === address)).toMatchObject([{ name: 'Another Name', active: true }]);
        expect(stage.bench.sandboxes.stalwart.mailboxes().filter((mailbox) => mailbox.address === address)).toMatchObject([{ displayName: 'Another Name', frozen: false }]);
        expect(await stage.cast.opens(address, password)).toEqual(both);
      });
    },

    'lets somebody of another tenant in, keeps them out and forgets them here, and there nothing changes': async () => {
      const people = await stage.cast.make(stage.globex, 'outside', 18);
      const places = (): Promise<unknown[]> => stage.bench.rows(`select m.*, u.email, u.subject, u.authentik_pk, u.display_name as called from identity.members m join identity.users u on u.id = m.user_id where m.tenant_id = $1 order by m.id`, [stage.globex]);
      const before = await places();
      const untouched = async ({ address, password }: Person): Promise<void> => {
        expect(stage.cast.at(address)).toEqual({ signIns: signIn(address), mailboxes: [], drives: [{ enabled: true }] });
        expect((await stage.cast.opens(address, password)).signIn).toBe(true);
      };
      const joined = await stage.cast.killedAt(everyPoint('joinMember', ['reserve-place', 'admit-sign-in', 'update-seats', 'activate-member']), people.map(({ address }) => stage.cast.change('createMember', { tenantId: stage.acme, displayName: 'Shared', externalSignIn: address })));
      const ids = joined.map(({ member }) => member?.id ?? '');
      await each(people, async (person, index) => {
        await stage.cast.succeeded(ids[index] ?? '', 'joinMember');
        expect(await inTable(ids[index] ?? '')).toMatchObject({ status: 'ACTIVE', blocked: false, email: person.address });
        await untouched(person);
      });
      await stage.cast.killedAt(everyPoint('suspendSharedMember', ['keep-sign-in', 'freeze-mailbox', 'suspend-drive', 'mark-member', 'prove-access-ended']), ids.map((memberId) => stage.cast.change('suspendMember', { memberId })));
      await each(people, async (person, index) => {
        await stage.cast.succeeded(ids[index] ?? '', 'suspendSharedMember');
        expect(await inTable(ids[index] ?? '')).toMatchObject({ status: 'SUSPENDED', blocked: true });
        await untouched(person);
      });
      // With neither a mailbox nor a storage account here there is nothing to open, and nothing to stop at.
      const [again = '', ...kept] = ids;
      await stage.cast.change('resumeMember', { memberId: again })();
      await stage.cast.succeeded(again, 'resumeMember');
      expect([await inTable(again), await inTable(kept[0] ?? '')]).toMatchObject([{ status: 'ACTIVE', blocked: false }, { status: 'SUSPENDED', blocked: true }]);
      await stage.cast.killedAt(everyPoint('removeSharedMember', ['keep-sign-in', 'remove-mailbox', 'remove-drive', 'release-seat', 'prove-access-ended', 'forget-member']), ids.map((memberId) => stage.cast.change('removeMember', { memberId })));
      await each(people, async (person, index) => {
        await stage.cast.succeeded(ids[index] ?? '', 'removeSharedMember');
        expect(await inTable(ids[index] ?? '')).toBeUndefined();
        await untouched(person);
      });
      expect(await places()).toEqual(before);
    },
  };
}
