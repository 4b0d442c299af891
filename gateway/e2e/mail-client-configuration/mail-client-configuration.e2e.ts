import { request } from 'node:http';
import { type TestStack, type TestTenant, startTestStack } from '@dezky/stack/test-stack.fixture';

describe('settings for mail programs', () => {
  let stack: TestStack;
  let tenant: TestTenant;
  beforeAll(async () => {
    stack = await startTestStack({ environment: { BUDGET_PUBLIC: '300/1', TRUSTED_PROXIES: '127.0.0.1,::1' } });
    tenant = await stack.newTenant({ members: [{ localPart: 'owner', displayName: 'Olivia Berg', role: 'OWNER' }, { localPart: 'anna', displayName: 'Anna Holm', role: 'MEMBER' }] });
  }, 120_000);
  afterAll(() => stack.stop());

  const post = (address: string): Promise<Response> =>
    fetch(`${stack.url}/autodiscover/autodiscover.xml`, {
      method: 'POST',
      headers: { 'content-type': 'text/xml' },
      body: `<?xml version="1.0" encoding="utf-8"?><Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006"><Request><EMailAddress>${address}</EMailAddress><AcceptableResponseSchema>http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a</AcceptableResponseSchema></Request></Autodiscover>`,
    });
  /** Fetch lets nobody say another host. */
  const at = (host: string, path: string): Promise<string> =>
    new Promise((resolve, reject) => {
      request(`${stack.url}${path}`, { headers: { host, connection: 'close' } }, (answer) => {
        let text = `${answer.statusCode} `;
        answer.on('data', (piece: Buffer) => (text += piece.toString())).on('end', () => resolve(text));
      }).on('error', reject).end();
    });

  it('are told for a verified domain, by address and by host, the same to everybody', async () => {
    const own = await fetch(`${stack.url}/mail/config-v1.1.xml?emailaddress=${tenant.email('anna')}`);
    const text = await own.text();
    expect([own.status, own.headers.get('content-type')]).toEqual([200, 'text/xml; charset=utf-8']);
    for (const part of ['<hostname>mail.dezky.test</hostname>', '<port>993</port>', '<port>465</port>', `<domain>${tenant.domain}</domain>`]) expect(text).toContain(part);
    expect(await (await fetch(`${stack.url}/.well-known/autoconfig/mail/config-v1.1.xml?emailaddress=nobody@${tenant.domain}`)).text()).toBe(text);
    expect(await at(`autoconfig.${tenant.domain}`, '/mail/config-v1.1.xml')).toBe(`200 ${text}`);
    const outlook = await post(tenant.email('anna'));
    expect([outlook.status, await outlook.text()]).toEqual([200, expect.stringMatching(/<Type>IMAP<\/Type>\s*<Server>mail\.dezky\.test<\/Server>\s*<Port>993<\/Port>/)]);
  });

  it('are not told for a domain that was never verified, nor for one that is not here', async () => {
    const token = await stack.tokenOf(tenant.email('owner'));
    const name = `unverified-${tenant.slug}.test`;
    const added = await stack.graphql({ token }, 'mutation ($input: AddDomainInput!) { addDomain(input: $input) { __typename } }', { input: { tenantId: tenant.id, name } });
    expect(added.data?.['addDomain']).toEqual({ __typename: 'DomainAdded' });
    for (const domain of [name, 'nobody.example']) {
      expect(await at('localhost', `/mail/config-v1.1.xml?emailaddress=anna@${domain}`)).toBe(`404 The mail of ${domain} is not here.`);
      expect((await post(`anna@${domain}`)).status).toBe(404);
    }
  });

  it('are told so often and no more to one address, and go on being told to others', async () => {
    const from = (address: string): Promise<Response> => fetch(`${stack.url}/mail/config-v1.1.xml?emailaddress=anna@${tenant.domain}`, { headers: { 'x-forwarded-for': address } });
    const answers: Response[] = [];
    while (answers.length < 60 && answers.at(-1)?.status !== 429) answers.push(await from('203.0.113.9'));
    expect([answers.at(-1)?.status, Number(answers.at(-1)?.headers.get('retry-after'))]).toEqual([429, expect.any(Number)]);
    expect(answers.slice(0, -1).every(({ status }) => status === 200)).toBe(true);
    expect(answers.length).toBeGreaterThan(30);
    expect((await from('198.51.100.7')).status).toBe(200);
  });

  it('stand in the profile for Apple’s devices and beside the mailbox, for its owner', async () => {
    const token = await stack.tokenOf(tenant.email('anna'));
    const { data } = await stack.graphql({ token }, '{ viewer { memberships { mailbox { appleProfileUrl servers { protocol host port } } } } }');
    const [{ mailbox } = { mailbox: null }] = (data?.['viewer'] as { memberships: { mailbox: { appleProfileUrl: string; servers: unknown[] } | null }[] }).memberships;
    expect(mailbox?.servers).toEqual(['IMAP', 'POP3', 'SUBMISSION'].map((protocol, index) => ({ protocol, host: 'mail.dezky.test', port: [993, 995, 465][index] })));
    const path = new URL(mailbox?.appleProfileUrl ?? '').pathname;
    const profile = await fetch(`${stack.url}${path}`, { headers: { authorization: `Bearer ${token}` } });
    expect([profile.status, profile.headers.get('content-type')]).toEqual([200, 'application/x-apple-aspen-config']);
    expect(await profile.text()).toContain(`<string>${tenant.email('anna')}</string>`);
    expect((await fetch(`${stack.url}${path}`)).status).toBe(401);
  });
});
