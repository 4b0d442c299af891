import { randomUUID } from 'node:crypto';
import { type IncomingHttpHeaders, request as httpRequest } from 'node:http';
import { type TestStack, type TestTenant, startTestStack } from '@dezky/stack/test-stack.fixture';
import { Client } from 'pg';
import { snapshotOf } from './tenant-snapshot.fixture';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

const scopes = 'tenant:read members:read members:write mail:read mail:write';

/** What somebody tries who does not keep to the schema: headers between the parts, keys of others, rights that end meanwhile. */
describe('an attacker with rights in acme', () => {
  let stack: TestStack;
  let acme: TestTenant;
  let globex: TestTenant;
  let admin: string;
  let theirs: { memberId: string; userId: string };
  let before: Awaited<ReturnType<typeof snapshotOf>>;

  beforeAll(async () => {
    stack = await startTestStack();
    acme = await stack.newTenant({ slug: 'acme', members: ['owner', 'admin', 'other', 'leaver'].map((localPart) => ({ localPart, displayName: `${localPart} Acme`, role: localPart === 'owner' ? ('OWNER' as const) : ('ADMIN' as const) })) });
    globex = await stack.newTenant({ slug: 'globex', members: [{ localPart: 'owner', displayName: 'Gideon Frost', role: 'OWNER' }] });
    await stack.peers.ask('identity', 'mutation ($input: FoundPartnerInput!) { foundPartner(input: $input) }', { input: { name: 'Northwind', clientId: 'northwind', tenantIds: [acme.id] } }, { tenantId: null, requestId: 'test' });
    admin = await stack.tokenOf(acme.email('admin'));
    const owner = await stack.actorOf(globex.email('owner'));
    theirs = { memberId: owner?.memberships[0]?.memberId ?? '', userId: owner?.userId ?? '' };
    before = await snapshotOf(stack, globex);
  }, 120_000);
  afterAll(() => stack?.stop());

  /** Header by header, as they are: `fetch` would tidy them up. */
  const raw = (headers: readonly (readonly [string, string])[], body: string, path = '/graphql', method = 'POST'): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const sent = httpRequest(`${stack.url}${path}`, { method, headers: ['host', new URL(stack.url).host, 'content-type', 'application/json', ...headers.flat(), 'content-length', String(Buffer.byteLength(body))] }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text: Buffer.concat(chunks).toString() }));
      });
      sent.on('error', reject);
      sent.end(body);
    });
  const bearer = (token: string): [string, string] => ['authorization', `Bearer ${token}`];
  const create = (localPart: string, tenantId = acme.id): string =>
    JSON.stringify({ query: 'mutation ($input: CreateMemberInput!) { createMember(input: $input) { __typename ... on MemberCreated { oneTimePassword member { id } } } }', variables: { input: { tenantId, displayName: localPart, localPart } } });
  const clientToken = async (scope: string): Promise<string> => {
    const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: 'northwind', client_secret: stack.secrets.partnerClientSecret, scope });
    return ((await (await fetch(`${stack.places.authentikUrl}/application/o/token/`, { method: 'POST', body: form })).json()) as { access_token: string }).access_token;
  };
  const sql = async (text: string, values: readonly unknown[]): Promise<unknown[]> => {
    const client = new Client({ connectionString: stack.databaseUrl() });
    await client.connect();
    return client.query(text, [...values]).then(({ rows }) => rows as unknown[]).finally(() => client.end());
  };

  it.each(['{ _service { sdl } }', '{ _entities(representations: [{ __typename: "Member", id: "x" }]) { ... on Member { displayName } } }', '{ __type(name: "ProvisionMailboxInput") { name inputFields { name } } }'])('gets nothing of the parts by %s', async (query) => {
    const { text } = await raw([bearer(admin)], JSON.stringify({ query }));
    expect(JSON.parse(text)).toMatchObject(query.includes('__type(') ? { data: { __type: null } } : { errors: [expect.objectContaining({ extensions: expect.objectContaining({ code: 'BAD_USER_INPUT' }) as unknown })] });
  });

  it('is still themselves with two credentials, other parts’ headers and a token of the parts', async () => {
    const foreign = await stack.tokenOf(globex.email('owner'));
    const cookie = (await stack.signIn(globex.email('owner'))).cookie;
    const who = JSON.stringify({ query: '{ viewer { user { email } } tenant(slug: "globex") { id } }' });
    const mine = { data: { viewer: { user: { email: acme.email('admin') } }, tenant: null } };
    before = await snapshotOf(stack, globex);
    for (const headers of [[bearer(admin), bearer(foreign)], [bearer(admin), ['cookie', `dezky_session=${cookie}`]], [bearer(admin), ['x-dezky-ip', '10.0.0.1'], ['x-forwarded-for', '10.0.0.1'], ['x-dezky-actor', theirs.userId], ['x-dezky-timeout-ms', '1']]] as [string, string][][]) {
      expect(JSON.parse((await raw(headers, who)).text)).toMatchObject(mine);
    }
    const token = await stack.gatewaySigner.sign({ kind: 'USER', userId: theirs.userId, email: globex.email('owner'), name: 'Gideon', memberships: [], operator: true, passwordChangeRequired: false });
    expect((await raw([bearer(token)], who)).status).toBe(401);
  });

  it('cannot write another address than their own into the audit log', async () => {
    expect((await raw([bearer(admin), ['x-dezky-ip', '6.6.6.6'], ['x-forwarded-for', '6.6.6.6'], ['forwarded', 'for=6.6.6.6']], create('traced'))).text).toContain('MemberCreated');
    const rows = (await sql('select ip_address from identity.audit_entries where tenant_id = $1 and ip_address is not null', [acme.id])) as { ip_address: string }[];
    expect(new Set(rows.map(({ ip_address }) => ip_address.replace('::ffff:', '')))).toEqual(new Set(['127.0.0.1']));
  });

  it.each([
    ['a list of operations', (): string => `[${create('batch', globex.id)}]`],
    ['the last of two variables', (): string => create('twice').replace('"variables":', `"variables":{"input":{"tenantId":"${acme.id}"}},"variables":`).replace(`"tenantId":"${acme.id}","displayName"`, `"tenantId":"${acme.id}","tenantId":"${globex.id}","displayName"`)],
    ['a prototype', (): string => create('proto', globex.id).replace('{"query"', `{"__proto__":{"operator":true},"query"`)],
    ['a literal', (): string => JSON.stringify({ query: `mutation { createMember(input: { tenantId: "${globex.id}", displayName: "Spy", localPart: "spy" }) { __typename } }` })],
  ])('reaches globex no better by %s', async (_how, body) => {
    const { text } = await raw([bearer(admin)], body());
    const { errors = [], data } = JSON.parse(text) as { data?: unknown; errors?: { extensions: { code: string } }[] };
    expect([data ?? null, errors.map(({ extensions }) => extensions.code)]).toEqual([null, [expect.stringMatching(/^(NOT_FOUND|BAD_USER_INPUT)$/)]]);
  });

  it.each(['%2e%2e', '..%2f', '%00', 'x'.repeat(5_000), encodeURIComponent('ид')])('gets no profile by the name %s', async (name) => {
    expect((await raw([bearer(admin)], '', `/profiles/mail/${name}.mobileconfig`, 'GET')).status).toBeGreaterThanOrEqual(400);
  });

  describe('with an Idempotency-Key', () => {
    const dataIn = ({ text }: Answer): unknown => (JSON.parse(text) as { data?: unknown }).data;
    const key = (name: string): [string, string] => ['idempotency-key', name];

    it('gets no answer that was kept for somebody else', async () => {
      const [name, other] = [randomUUID(), await stack.tokenOf(acme.email('other'))];
      const first = await raw([bearer(admin), key(name)], create('keyed'));
      expect(first.text).toContain('oneTimePassword');
      const second = await raw([bearer(other), key(name)], create('keyed'));
      expect([second.headers['idempotency-replayed'], second.text]).toEqual([undefined, expect.stringContaining('AddressTaken')]);
    });

    it('gets no answer that was kept for a token with more scopes', async () => {
      const name = randomUUID();
      const wide = await clientToken(scopes);
      const first = await raw([bearer(wide), key(name)], create('scoped'));
      expect(first.text).toContain('oneTimePassword');
      const again = await raw([bearer(wide), key(name)], create('scoped'));
      expect([again.headers['idempotency-replayed'], dataIn(again)]).toEqual(['true', dataIn(first)]);
      const narrow = await raw([bearer(await clientToken('tenant:read')), key(name)], create('scoped'));
      expect([narrow.status, narrow.text.includes('oneTimePassword')]).toEqual([422, false]);
    });

    it('gets no answer of a tenant that they have lost since', async () => {
      const name = randomUUID();
      const token = await clientToken(scopes);
      expect((await raw([bearer(token), key(name)], create('granted'))).text).toContain('oneTimePassword');
      await sql('delete from identity.partner_tenants where tenant_id = $1', [acme.id]);
      const after = await raw([bearer(token), key(name)], create('granted'));
      expect([after.status, after.text.includes('oneTimePassword')]).toEqual([422, false]);
      expect((await raw([bearer(token)], create('ungranted'))).text).toMatch(/"code":"(FORBIDDEN|NOT_FOUND)"/);
    });
  });

  it('changes nothing any more once their suspension is answered, however many requests are under way', async () => {
    const [leaver, owner] = [await stack.tokenOf(acme.email('leaver')), await stack.tokenOf(acme.email('owner'))];
    const memberId = (await stack.actorOf(acme.email('leaver')))?.memberships[0]?.memberId;
    let over = false;
    const late: string[] = [];
    const asking = Array.from({ length: 4 }, async () => {
      for (let asked = 0; asked < 50; asked += 1) {
        const begunAfter = over;
        const { status, text } = await raw([bearer(leaver)], JSON.stringify({ query: '{ tenant(slug: "acme") { members { totalCount } } }' }));
        if (begunAfter && status !== 401) late.push(text);
        if (status === 401) return;
      }
    });
    const { text } = await raw([bearer(owner)], JSON.stringify({ query: 'mutation ($input: MemberInput!) { suspendMember(input: $input) { __typename } }', variables: { input: { memberId } } }));
    over = true;
    expect(text).toContain('MemberSuspended');
    await Promise.all(asking);
    expect((await raw([bearer(leaver)], create('late'))).status).toBe(401);
    expect(late).toEqual([]);
  });

  // Last of all.
  it('has changed nothing of globex', async () => {
    expect(await snapshotOf(stack, globex)).toEqual(before);
  });
});
