import type { UserActor } from '@dezky/kit/context/actor';
import { newId } from '@dezky/kit/database/id';
import { IdentityBench, somebody } from '../identity-bench.fixture';

const changeRole = `mutation ($input: ChangeMemberRoleInput!) { changeMemberRole(input: $input) { __typename ... on MemberRoleChanged { member { role roleLock } } ... on RoleLocked { lock } ... on Failure { message } } }`;
const transfer = `mutation ($input: TransferOwnershipInput!) { transferOwnership(input: $input) { __typename ... on OwnershipTransferred { owner { id role } formerOwner { id role } } ... on Failure { message } } }`;

interface Person {
  readonly memberId: string;
  readonly actor: UserActor;
}

describe('who governs a tenant', () => {
  let bench: IdentityBench;
  beforeAll(async () => {
    bench = await IdentityBench.start();
  }, 90_000);
  afterAll(() => bench.stop(), 30_000);

  type Governing = 'OWNER' | 'ADMIN' | 'MEMBER';
  /** A row and the actor it makes; nothing of what governs a tenant asks a back end. */
  const person = async (tenantId: string, role: Governing, status: 'ACTIVE' | 'SUSPENDED' = 'ACTIVE'): Promise<Person> => {
    const [userId, memberId] = [newId(), newId()];
    await bench.database.query(`insert into identity.users (id, email, display_name) values ($1, $1 || '@acme.test', 'Berta Beck')`, [userId]);
    await bench.database.query(`insert into identity.members (id, tenant_id, user_id, address, role, status, display_name, blocked_at) values ($1, $2, $3, $3 || '@acme.test', $4, $5, 'Berta Beck', case $5 when 'SUSPENDED' then now() end)`, [memberId, tenantId, userId, role, status]);
    return { memberId, actor: somebody(tenantId, role, { userId, memberships: [{ tenantId, memberId, role }] }) };
  };
  const rolesIn = async (tenantId: string): Promise<string[]> => (await bench.database.query<{ role: string }>('select role from identity.members where tenant_id = $1 order by role', [tenantId])).rows.map(({ role }) => role);
  const change = async (by: UserActor, memberId: string, role: Governing) =>
    (await bench.ask<{ changeMemberRole: { __typename: string; lock?: string; message?: string; member?: { role: string; roleLock: string | null } } }>(by, changeRole, { input: { memberId, role } })).data.changeMemberRole;
  const hand = async (by: UserActor, tenantId: string, memberId: string) =>
    bench.ask<{ transferOwnership: { __typename: string; owner?: { id: string; role: string }; formerOwner?: { id: string; role: string } | null } }>(by, transfer, { input: { tenantId, memberId } });

  describe('changeMemberRole', () => {
    it('makes an admin and a member again, and tells the audit log before and after', async () => {
      const tenantId = await bench.newTenant();
      const [owner, other] = [await person(tenantId, 'OWNER'), await person(tenantId, 'MEMBER')];
      expect(await change(owner.actor, other.memberId, 'ADMIN')).toEqual({ __typename: 'MemberRoleChanged', member: { role: 'ADMIN', roleLock: null } });
      expect(await change(owner.actor, other.memberId, 'ADMIN')).toMatchObject({ __typename: 'MemberRoleChanged' });
      expect(await change(owner.actor, other.memberId, 'MEMBER')).toMatchObject({ member: { role: 'MEMBER' } });
      const { rows } = await bench.database.query(`select changes from identity.audit_entries where tenant_id = $1 and action = 'member.role_changed' order by sequence`, [tenantId]);
      expect(rows.map(({ changes }) => changes)).toEqual([[{ field: 'role', before: 'MEMBER', after: 'ADMIN' }], [{ field: 'role', before: 'ADMIN', after: 'MEMBER' }]]);
    });

    it('says why a role cannot be changed', async () => {
      const tenantId = await bench.newTenant();
      const [owner, admin, opener] = [await person(tenantId, 'OWNER'), await person(tenantId, 'ADMIN'), await person(tenantId, 'ADMIN')];
      await bench.database.query('update identity.members set bootstrap = true where id = $1', [opener.memberId]);
      expect(await change(admin.actor, owner.memberId, 'MEMBER')).toMatchObject({ __typename: 'RoleLocked', lock: 'OWNER' });
      expect(await change(admin.actor, admin.memberId, 'MEMBER')).toMatchObject({ __typename: 'RoleLocked', lock: 'SELF' });
      expect(await change(admin.actor, opener.memberId, 'MEMBER')).toMatchObject({ __typename: 'RoleLocked', lock: 'BOOTSTRAP_ADMIN' });
      expect(await change(owner.actor, admin.memberId, 'OWNER')).toMatchObject({ __typename: 'InvalidInput' });
      expect((await bench.ask(somebody(await bench.newTenant()), changeRole, { input: { memberId: admin.memberId, role: 'MEMBER' } })).codes).toEqual(['NOT_FOUND']);
      expect((await bench.ask({ ...admin.actor, memberships: [{ tenantId, memberId: admin.memberId, role: 'MEMBER' }] }, changeRole, { input: { memberId: admin.memberId, role: 'ADMIN' } })).codes).toEqual(['FORBIDDEN']);
    });

    it('keeps the last person who can administer the tenant; a suspended admin is none', async () => {
      const tenantId = await bench.newTenant();
      const last = await person(tenantId, 'ADMIN');
      await person(tenantId, 'ADMIN', 'SUSPENDED');
      expect(await change(somebody(tenantId), last.memberId, 'MEMBER')).toMatchObject({ __typename: 'LastAdmin' });
      expect(await rolesIn(tenantId)).toEqual(['ADMIN', 'ADMIN']);
    });
  });

  it('holds below every resolver: the database refuses to leave a tenant without an admin, or without the owner it had', async () => {
    const tenantId = await bench.newTenant();
    const [owner, admin] = [await person(tenantId, 'OWNER'), await person(tenantId, 'ADMIN')];
    const refused = (text: string, values: unknown[]): Promise<void> => expect(bench.database.query(text, values)).rejects.toMatchObject({ code: '23514' });
    await refused(`update identity.members set role = 'ADMIN' where id = $1`, [owner.memberId]);
    await refused(`delete from identity.members where id = $1`, [owner.memberId]);
    await refused(`update identity.members set status = 'SUSPENDED', blocked_at = now() where tenant_id = $1`, [tenantId]);
    const ownerless = await bench.newTenant();
    const only = await person(ownerless, 'ADMIN');
    for (const text of [`update identity.members set role = 'MEMBER' where id = $1`, `update identity.members set blocked_at = now() where id = $1`, `delete from identity.members where id = $1`]) await refused(text, [only.memberId]);
    await bench.database.query(`update identity.members set role = 'MEMBER' where id = $1`, [admin.memberId]);
    expect(await rolesIn(tenantId)).toEqual(['MEMBER', 'OWNER']);
  });

  describe('transferOwnership', () => {
    it('makes the target the owner and the former owner an admin', async () => {
      const tenantId = await bench.newTenant();
      const [owner, next, third] = [await person(tenantId, 'OWNER'), await person(tenantId, 'MEMBER'), await person(tenantId, 'ADMIN')];
      expect((await hand(owner.actor, tenantId, next.memberId)).data.transferOwnership).toEqual({ __typename: 'OwnershipTransferred', owner: { id: next.memberId, role: 'OWNER' }, formerOwner: { id: owner.memberId, role: 'ADMIN' } });
      expect((await hand(third.actor, tenantId, third.memberId)).data.transferOwnership).toMatchObject({ owner: { id: third.memberId } });
      expect((await hand(third.actor, tenantId, third.memberId)).data.transferOwnership.__typename).toBe('InvalidInput');
      expect(await rolesIn(tenantId)).toEqual(['ADMIN', 'ADMIN', 'OWNER']);
    });

    it('is refused for somebody who cannot sign in, for another tenant’s member, and to a member', async () => {
      const [tenantId, foreign] = [await bench.newTenant(), await bench.newTenant()];
      const [owner, away, member, stranger] = [await person(tenantId, 'OWNER'), await person(tenantId, 'ADMIN', 'SUSPENDED'), await person(tenantId, 'MEMBER'), await person(foreign, 'ADMIN')];
      expect((await hand(owner.actor, tenantId, away.memberId)).data.transferOwnership.__typename).toBe('InvalidInput');
      expect((await hand(owner.actor, tenantId, stranger.memberId)).codes).toEqual(['NOT_FOUND']);
      expect((await hand(stranger.actor, tenantId, stranger.memberId)).codes).toEqual(['NOT_FOUND']);
      expect((await hand(member.actor, tenantId, member.memberId)).codes).toEqual(['FORBIDDEN']);
      expect(await rolesIn(tenantId)).toEqual(['ADMIN', 'MEMBER', 'OWNER']);
    });

    it('gives a tenant that had none its first owner', async () => {
      const tenantId = await bench.newTenant();
      const opener = await person(tenantId, 'ADMIN');
      expect((await hand(somebody(tenantId), tenantId, opener.memberId)).data.transferOwnership).toMatchObject({ owner: { id: opener.memberId }, formerOwner: null });
    });
  });

  describe('under race, two hundred times each', () => {
    const rounds = 200;

    it('two admins who demote each other leave one', async () => {
      for (let round = 0; round < rounds; round += 1) {
        const tenantId = await bench.newTenant();
        const [one, other] = [await person(tenantId, 'ADMIN'), await person(tenantId, 'ADMIN')];
        const answers = await Promise.all([change(one.actor, other.memberId, 'MEMBER'), change(other.actor, one.memberId, 'MEMBER')]);
        expect(answers.map(({ __typename }) => __typename).sort()).toEqual(['LastAdmin', 'MemberRoleChanged']);
        expect(await rolesIn(tenantId)).toEqual(['ADMIN', 'MEMBER']);
      }
    }, 120_000);

    it('two transfers at once leave one owner', async () => {
      for (let round = 0; round < rounds; round += 1) {
        const tenantId = await bench.newTenant();
        const [owner, one, other] = [await person(tenantId, 'OWNER'), await person(tenantId, 'ADMIN'), await person(tenantId, 'MEMBER')];
        const answers = await Promise.all([hand(owner.actor, tenantId, one.memberId), hand(one.actor, tenantId, other.memberId)]);
        expect(answers.map(({ data }) => data.transferOwnership.__typename)).toEqual(['OwnershipTransferred', 'OwnershipTransferred']);
        expect(await rolesIn(tenantId)).toEqual(['ADMIN', 'ADMIN', 'OWNER']);
        // The second one names the first one's owner as the former: they happened one after the other.
        const formers = answers.map(({ data }) => data.transferOwnership.formerOwner?.id);
        expect(formers).toContain(owner.memberId);
        expect(new Set(formers).size).toBe(2);
      }
    }, 120_000);

    it('a transfer and the demotion of its target never meet in the middle', async () => {
      for (let round = 0; round < rounds; round += 1) {
        const tenantId = await bench.newTenant();
        const [owner, target] = [await person(tenantId, 'OWNER'), await person(tenantId, 'ADMIN')];
        const [handed, demoted] = await Promise.all([hand(owner.actor, tenantId, target.memberId), change(owner.actor, target.memberId, 'MEMBER')]);
        expect([handed.codes, handed.data.transferOwnership.__typename]).toEqual([[], 'OwnershipTransferred']);
        expect(['MemberRoleChanged', 'RoleLocked']).toContain(demoted.__typename);
        expect(await rolesIn(tenantId)).toEqual(['ADMIN', 'OWNER']);
      }
    }, 120_000);
  });
});
