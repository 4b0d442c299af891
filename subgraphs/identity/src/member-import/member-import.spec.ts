import type { Actor } from '@dezky/kit/context/actor';
import { IdentityBench, somebody, stack } from '../identity-bench.fixture';

const upload = `mutation ($tenantId: ID!, $content: String!) { id: uploadMemberImport(tenantId: $tenantId, fileName: "people.csv", content: $content) }`;
const view = `query ($refs: [_Any!]!, $id: ID!) { _entities(representations: $refs) { ... on Tenant { memberImport(id: $id) { state counts { rows create update skip conflict pending running done failed undone kept }
  columns { heading field samples } rows(first: 50) { edges { node { line address action reason changes { field before after } state detail } } } } } } }`;

interface View {
  readonly state: string;
  readonly counts: Record<string, number>;
  readonly columns: { heading: string; field: string | null; samples: string[] }[];
  readonly rows: { edges: { node: { line: number; address: string | null; action: string; reason: string | null; state: string; detail: string | null; changes: unknown[] } }[] };
}

describe('an import of people', () => {
  let bench: IdentityBench;
  /** Rows are done in somebody's name, who has to be known. */
  let operator: Actor;
  beforeAll(async () => {
    bench = await IdentityBench.start();
    await bench.database.query(`insert into identity.users (id, email, display_name, password_change_required) values ('operator', 'operator@example.com', 'Olga', false)`);
    await bench.database.query(`insert into identity.platform_operators (user_id) values ('operator')`);
    operator = { ...somebody('none'), userId: 'operator', memberships: [], operator: true };
  }, 90_000);
  afterAll(() => bench.stop(), 30_000);
  afterEach(() => bench.mend());

  const take = (actor: Actor, tenantId: string, text: string) => bench.ask<{ id: string }>(actor, upload, { tenantId, content: Buffer.from(text).toString('base64') });
  const look = async (tenantId: string, id: string): Promise<View> => (await bench.ask<{ _entities: [{ memberImport: View }] }>(somebody(tenantId), view, { refs: [{ __typename: 'Tenant', id: tenantId }], id })).data._entities[0].memberImport;
  const act = async (verb: string, importId: string, actor: Actor = operator) => {
    const name = `${verb}MemberImport`;
    const { data, codes } = await bench.ask<Record<string, { __typename: string; message?: string }>>(actor, `mutation ($input: MemberImportInput!) { ${name}(input: $input) { __typename ... on Failure { message } } }`, { input: { importId } });
    return data[name]?.__typename ?? codes[0];
  };
  const until = async (tenantId: string, id: string, state: string): Promise<View> => {
    for (let looked = 0; looked < 300; looked += 1) {
      const seen = await look(tenantId, id);
      if (seen.state === state) return seen;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`The import did not become ${state}: ${JSON.stringify(await look(tenantId, id))}`);
  };
  const statesOf = ({ rows }: View): string[] => rows.edges.map(({ node }) => `${node.line} ${node.action} ${node.state}`);
  const membersOf = async (tenantId: string): Promise<Record<string, unknown>[]> => (await bench.database.query('select address, display_name, role, phone, status from identity.members where tenant_id = $1 order by address', [tenantId])).rows;

  it('is looked at first, then done row by row, and can be taken back', async () => {
    const tenantId = await bench.newTenant();
    const known = bench.nextLocalPart();
    await bench.createMember(stack, { tenantId, localPart: known, role: 'OWNER' });
    const [one, two] = [bench.nextLocalPart(), bench.nextLocalPart()];
    const { data } = await take(somebody(tenantId), tenantId, `Email,Name,Phone,Role,Note\n${one}@acme.test,Ada Lovelace,+47 1234,admin,x\n${two},Grace Hopper,,,\n${known}@acme.test,Berta Beck,5678,,\n${two}@acme.test,Twice,,,\n=1+1,Evil,,,\n`);
    const preview = await look(tenantId, data.id);
    expect(preview).toMatchObject({ state: 'PREVIEWED', counts: { rows: 5, create: 2, update: 1, skip: 0, conflict: 2, pending: 3, done: 0 } });
    expect(preview.columns.map(({ heading, field }) => [heading, field])).toEqual([['Email', 'ADDRESS'], ['Name', 'DISPLAY_NAME'], ['Phone', 'PHONE'], ['Role', 'ROLE'], ['Note', null]]);
    expect((await membersOf(tenantId)).length).toBe(1);

    expect(await act('start', data.id)).toBe('MemberImportStarted');
    expect(statesOf(await until(tenantId, data.id, 'FINISHED'))).toEqual(['2 CREATE DONE', '3 CREATE DONE', '4 UPDATE DONE', '5 CONFLICT PENDING', '6 CONFLICT PENDING']);
    expect(await membersOf(tenantId)).toEqual(
      expect.arrayContaining([
        { address: `${one}@acme.test`, display_name: 'Ada Lovelace', role: 'ADMIN', phone: '+47 1234', status: 'ACTIVE' },
        { address: `${two}@acme.test`, display_name: 'Grace Hopper', role: 'MEMBER', phone: null, status: 'ACTIVE' },
        { address: `${known}@acme.test`, display_name: 'Berta Beck', role: 'OWNER', phone: '5678', status: 'ACTIVE' },
      ]),
    );
    expect(bench.accountOf(`${one}@acme.test`)?.active).toBe(true);
    const passwords = (await bench.ask<{ importPasswords: string }>(somebody(tenantId), `query ($id: ID!) { importPasswords(importId: $id) }`, { id: data.id })).data.importPasswords.split('\r\n');
    expect(passwords.length).toBe(4);
    expect(passwords[1]).toMatch(new RegExp(`^${one}@acme.test,Ada Lovelace,[a-z0-9-]{19}$`));
    expect((await bench.ask<{ importResults: string }>(somebody(tenantId), `query ($id: ID!) { importResults(importId: $id) }`, { id: data.id })).data.importResults).toContain(`5,${two}@acme.test,Twice,CONFLICT,LEFT_OUT,The same address stands in line 3.`);

    // One of them was changed since; that stays.
    await bench.database.query('update identity.members set phone = $2 where address = $1', [`${known}@acme.test`, '9999']);
    expect(await act('undo', data.id)).toBe('MemberImportUndone');
    const undone = await until(tenantId, data.id, 'UNDONE');
    expect(statesOf(undone).slice(0, 3)).toEqual(['2 CREATE UNDONE', '3 CREATE UNDONE', '4 UPDATE KEPT']);
    expect(undone.rows.edges[2]?.node.detail).toBe('Changed since by somebody else: phone.');
    expect((await membersOf(tenantId)).map(({ address }) => address)).toEqual([`${known}@acme.test`]);
    expect(bench.accountOf(`${one}@acme.test`)).toBeUndefined();
    const { rows } = await bench.database.query(`select action from identity.audit_entries where tenant_id = $1 and action like 'import.%' order by sequence`, [tenantId]);
    expect(rows.map(({ action }) => action)).toEqual(['import.uploaded', 'import.started', 'import.finished', 'import.passwords_read', 'import.undone', 'import.taken_back']);
  }, 60_000);

  it('fails one row and leaves nothing of it behind', async () => {
    const tenantId = await bench.newTenant();
    const [one, two] = [bench.nextLocalPart(), bench.nextLocalPart()];
    bench.systems.faults.set('provisionMailbox', { system: 'STALWART', fault: 'REFUSED', message: 'The mail server is closed for stock-taking.' });
    const { data } = await take(somebody(tenantId), tenantId, `email,name\n${one}@acme.test,Ada\n`);
    await act('start', data.id);
    const seen = await until(tenantId, data.id, 'FINISHED');
    expect(seen.rows.edges[0]?.node).toMatchObject({ state: 'FAILED', detail: 'The mail server is closed for stock-taking.' });
    for (let looked = 0; looked < 100 && (await membersOf(tenantId)).length > 0; looked += 1) await new Promise((resolve) => setTimeout(resolve, 50));
    expect([await membersOf(tenantId), bench.accountOf(`${one}@acme.test`)]).toEqual([[], undefined]);
    bench.mend();
    // Taken up again, the same file does what is left.
    const again = await take(somebody(tenantId), tenantId, `email,name\n${one}@acme.test,Ada\n${two}@acme.test,Berta\n`);
    await act('start', again.data.id);
    expect((await until(tenantId, again.data.id, 'FINISHED')).counts).toMatchObject({ done: 2, failed: 0 });
  });

  it('pauses and goes on, one at a time in a tenant', async () => {
    const tenantId = await bench.newTenant();
    const people = Array.from({ length: 40 }, () => bench.nextLocalPart());
    const file = `email,name\n${people.map((name) => `${name}@acme.test,${name}`).join('\n')}\n`;
    const { data } = await take(somebody(tenantId), tenantId, file);
    await act('start', data.id);
    expect(await act('start', data.id)).toBe('InvalidInput');
    expect(await act('pause', data.id)).toBe('MemberImportPaused');
    const settled = async (): Promise<View> => {
      for (let seen = await look(tenantId, data.id); ; seen = await look(tenantId, data.id)) if (seen.counts['running'] === 0) return seen;
    };
    const paused = await settled();
    expect(paused.counts['pending']).toBeGreaterThan(0);
    const other = await take(somebody(tenantId), tenantId, `email,name\n${bench.nextLocalPart()}@acme.test,Late\n`);
    expect(await act('start', other.data.id)).toBe('InvalidInput');
    expect(await act('resume', data.id)).toBe('MemberImportResumed');
    expect((await until(tenantId, data.id, 'FINISHED')).counts).toMatchObject({ done: 40, failed: 0 });
    expect((await membersOf(tenantId)).length).toBe(40);
    for (let looked = 0; looked < 100 && bench.systems.seats.get(tenantId)?.seats !== 40; looked += 1) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(bench.systems.seats.get(tenantId)?.seats).toBe(40);
  }, 60_000);

  it.each(['suspendMember', 'changeMemberRole'] as const)('goes no further in the name of an admin who lost their rights, until somebody who has them goes on with it (%s)', async (how) => {
    const tenantId = await bench.newTenant();
    const localPart = bench.nextLocalPart();
    await bench.createMember(stack, { tenantId, localPart: bench.nextLocalPart(), role: 'OWNER' });
    const { member } = await bench.createMember(somebody(tenantId), { tenantId, localPart, role: 'ADMIN' });
    const admin = { ...(await bench.actorOf(`${localPart}@acme.test`)), passwordChangeRequired: false };
    const people = Array.from({ length: 40 }, () => bench.nextLocalPart());
    const { data } = await take(admin, tenantId, `email,name,role\n${people.map((name) => `${name}@acme.test,${name},admin`).join('\n')}\n`);
    const { input, type } = how === 'suspendMember' ? { type: 'MemberInput', input: { memberId: member.id } } : { type: 'ChangeMemberRoleInput', input: { memberId: member.id, role: 'MEMBER' } };
    expect(await act('start', data.id, admin)).toBe('MemberImportStarted');
    await bench.ask(somebody(tenantId), `mutation ($input: ${type}!) { ${how}(input: $input) { __typename } }`, { input });
    expect((await until(tenantId, data.id, 'PAUSED')).counts['pending']).toBeGreaterThan(0);
    const { rows } = await bench.database.query(`select summary, actor->>'kind' as kind from identity.audit_entries where tenant_id = $1 and action = 'import.paused'`, [tenantId]);
    expect(rows).toEqual([{ kind: 'SYSTEM', summary: 'Paused the import of people.csv: Berta Beck may not change people here any more' }]);
    expect(await act('resume', data.id)).toBe('MemberImportResumed');
    expect((await until(tenantId, data.id, 'FINISHED')).counts).toMatchObject({ done: 40, failed: 0 });
  }, 60_000);

  it.each(['FINISHED', 'PAUSED'])('keeps one-time passwords for a day, also when nobody comes back to it (%s)', async (state) => {
    const tenantId = await bench.newTenant();
    const { data } = await take(somebody(tenantId), tenantId, `email,name\n${bench.nextLocalPart()}@acme.test,Ada\n`);
    await act('start', data.id);
    await until(tenantId, data.id, 'FINISHED');
    const kept = async (): Promise<number | null> => (await bench.database.query(`select 1 from identity.member_import_rows where import_id = $1 and secret is not null`, [data.id])).rowCount;
    expect(await kept()).toBe(1);
    await bench.database.query(`update identity.member_imports set state = $2, held_until = now() - interval '25 hours', finished_at = case $2 when 'PAUSED' then null else now() - interval '25 hours' end where id = $1`, [data.id, state]);
    await bench.withAnotherProcess(async () => {
      for (let looked = 0; looked < 200 && (await kept()) !== 0; looked += 1) await new Promise((resolve) => setTimeout(resolve, 50));
    });
    expect(await kept()).toBe(0);
  }, 60_000);

  it('goes on as the undo it was when that is paused', async () => {
    const tenantId = await bench.newTenant();
    const localPart = bench.nextLocalPart();
    const { data } = await take(somebody(tenantId), tenantId, `email,name\n${localPart}@acme.test,Ada\n`);
    await act('start', data.id);
    await until(tenantId, data.id, 'FINISHED');
    await bench.database.query(`update identity.member_imports set state = 'PAUSED', paused_from = 'UNDOING' where id = $1`, [data.id]);
    expect(await act('resume', data.id)).toBe('MemberImportResumed');
    expect(statesOf(await until(tenantId, data.id, 'UNDONE'))).toEqual(['2 CREATE UNDONE']);
  }, 30_000);

  it('is looked at anew when columns are named otherwise', async () => {
    const tenantId = await bench.newTenant();
    const localPart = bench.nextLocalPart();
    const { data } = await take(somebody(tenantId), tenantId, `Kürzel,Person\n${localPart},Ada\n`);
    expect((await look(tenantId, data.id)).counts).toMatchObject({ conflict: 1 });
    const map = `mutation ($input: MapMemberImportInput!) { mapMemberImport(input: $input) { __typename ... on MemberImportMapped { memberImport { counts { create } } } ... on Failure { message } } }`;
    const ask = async (columns: unknown) => (await bench.ask<{ mapMemberImport: unknown }>(somebody(tenantId), map, { input: { importId: data.id, columns } })).data.mapMemberImport;
    expect(await ask([{ column: 0, field: 'ADDRESS' }, { column: 1, field: 'ADDRESS' }])).toMatchObject({ __typename: 'InvalidInput' });
    expect(await ask([{ column: 0, field: 'ADDRESS' }, { column: 1, field: 'DISPLAY_NAME' }])).toEqual({ __typename: 'MemberImportMapped', memberImport: { counts: { create: 1 } } });
  });

  it('is refused as a whole when it cannot be read, and is for admins of the tenant alone', async () => {
    const [tenantId, foreign] = [await bench.newTenant(), await bench.newTenant()];
    expect((await take(somebody(tenantId), tenantId, '')).codes).toEqual(['BAD_USER_INPUT']);
    expect((await take(somebody(foreign), tenantId, 'email\na@acme.test\n')).codes).toEqual(['NOT_FOUND']);
    expect((await take(somebody(tenantId, 'MEMBER'), tenantId, 'email\na@acme.test\n')).codes).toEqual(['FORBIDDEN']);
    const { data } = await take(somebody(tenantId), tenantId, 'email,name\na@acme.test,Ada\n');
    expect(await act('start', data.id, somebody(foreign))).toBe('NOT_FOUND');
    for (const field of ['importResults', 'importPasswords']) expect((await bench.ask(somebody(foreign), `query ($id: ID!) { ${field}(importId: $id) }`, { id: data.id })).codes).toEqual(['NOT_FOUND']);
  });
});
