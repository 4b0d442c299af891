/** @jest-environment jsdom */
import { type IncomingHttpHeaders, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BackEndError } from '@dezky/kit/http/back-end-error';
import { createLogger } from '@dezky/kit/log/logger';
import { Exchange } from '../http/exchange';
import { MailClientConfigurationRoute } from './mail-client-configuration-route';

interface XmlElement {
  readonly tagName: string;
  readonly textContent: string;
  readonly namespaceURI: string | null;
  readonly children: Iterable<XmlElement>;
  getAttribute(name: string): string | null;
  querySelector(selector: string): XmlElement | null;
  querySelectorAll(selector: string): Iterable<XmlElement>;
}
/** An XML parser that is not ours. */
const { DOMParser: XmlParser } = globalThis as unknown as { DOMParser: new () => { parseFromString(text: string, type: 'application/xml'): { documentElement: XmlElement } } };
const read = (body: string): XmlElement => new XmlParser().parseFromString(body, 'application/xml').documentElement;
const values = (element: XmlElement): Record<string, string> => Object.fromEntries([...element.children].map(({ tagName, textContent }) => [tagName, textContent]));

const servers = [
  { protocol: 'IMAP', host: 'mail.dezky.test', port: 993 },
  { protocol: 'POP3', host: 'pop.dezky.test', port: 995 },
  { protocol: 'SUBMISSION', host: 'mail.dezky.test', port: 465 },
];
const outlook = 'http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a';
const asked = (address: string, schema = outlook): string =>
  `<?xml version="1.0" encoding="utf-8"?><Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006"><Request><EMailAddress>${address}</EMailAddress><AcceptableResponseSchema>${schema}</AcceptableResponseSchema></Request></Autodiscover>`;

describe('what mail programs are told', () => {
  const looked: unknown[] = [];
  const taken: string[] = [];
  let left = true;
  let down = false;
  const bucket = { capacity: 100, perSecond: 1 };
  const route = new MailClientConfigurationRoute({
    config: { BUDGET_USER: bucket, BUDGET_CLIENT: bucket, BUDGET_PUBLIC: bucket, PORTAL_URL: 'https://portal.test' },
    peers: {
      ask: (peer: string, _query: string, { name }: { name: string }, { tenantId }: { tenantId: string | null }) => {
        looked.push([peer, name, tenantId]);
        if (down) return Promise.reject(new BackEndError('DEZKY' as never, 'UNREACHABLE' as never, 'mail is away'));
        return Promise.resolve({ mailServersOfDomain: ['acme.test', 'xn--bcher-kva.test'].includes(name) ? servers : null });
      },
    },
    budgets: { take: (payer: { key: string }) => Promise.resolve((taken.push(payer.key), { granted: left, remaining: 0, fullInSeconds: 9, retryInSeconds: left ? 0 : 7 })) },
  } as never);
  const server = createServer((incoming, response) => {
    const exchange = new Exchange(incoming, response, createLogger({ name: 'spec', level: 'silent' }));
    route.handle(exchange).then((ours) => (ours ? undefined : exchange.send(418, 'not ours')), () => response.destroy());
  });
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
  afterAll(() => new Promise((resolve) => server.close(resolve)));
  beforeEach(() => {
    looked.length = 0;
    taken.length = 0;
    left = true;
    down = false;
  });

  const send = (path: string, options: { host?: string; method?: string; body?: string } = {}): Promise<{ status: number; body: string; headers: IncomingHttpHeaders }> =>
    new Promise((resolve, reject) => {
      const { host = 'mail.dezky.test', body, method = body === undefined ? 'GET' : 'POST' } = options;
      const sent = request({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', path, method, headers: { host, 'content-type': 'text/xml', connection: 'close' } }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (piece: string) => (text += piece)).on('end', () => resolve({ status: answer.statusCode ?? 0, body: text, headers: answer.headers })).on('error', reject);
      });
      sent.on('error', reject).end(body);
    });

  it.each(['/mail/config-v1.1.xml', '/.well-known/autoconfig/mail/config-v1.1.xml'])('is Mozilla’s document at %s, for the domain of the address or of the host', async (path) => {
    for (const [query, host] of [['?emailaddress=anna%40acme.test', 'mail.dezky.test'], ['', 'autoconfig.acme.test'], ['', 'Acme.test:8443'], ['?emailaddress=', 'autoconfig.acme.test'], ['?emailaddress=anna@ACME.test.', 'autoconfig.other.test']] as const) {
      const { status, headers, body } = await send(path + query, { host });
      expect([query, host, status, headers['content-type']]).toEqual([query, host, 200, 'text/xml; charset=utf-8']);
      const config = read(body);
      expect([config.tagName, config.getAttribute('version'), config.querySelector('emailProvider')?.getAttribute('id'), config.querySelector('domain')?.textContent]).toEqual(['clientConfig', '1.1', 'acme.test', 'acme.test']);
      const more = { socketType: 'SSL', authentication: 'password-cleartext', username: '%EMAILADDRESS%' };
      expect([...config.querySelectorAll('incomingServer, outgoingServer')].map((one) => [one.tagName, one.getAttribute('type'), values(one)])).toEqual([
        ['incomingServer', 'imap', { hostname: 'mail.dezky.test', port: '993', ...more }],
        ['incomingServer', 'pop3', { hostname: 'pop.dezky.test', port: '995', ...more }],
        ['outgoingServer', 'smtp', { hostname: 'mail.dezky.test', port: '465', ...more }],
      ]);
      expect(config.querySelector('documentation')?.getAttribute('url')).toBe('https://portal.test/set-up-device');
    }
    expect(looked).toEqual(Array.from({ length: 5 }, () => ['mail', 'acme.test', null]));
  });

  it('is Microsoft’s document for Outlook, whatever the capitals of the path', async () => {
    for (const path of ['/autodiscover/autodiscover.xml', '/Autodiscover/Autodiscover.xml']) {
      const { status, headers, body } = await send(path, { body: asked('o&apos;neil&amp;co@acme.test'), host: 'autodiscover.acme.test' });
      expect([status, headers['content-type']]).toEqual([200, 'text/xml; charset=utf-8']);
      const root = read(body);
      expect([root.tagName, root.namespaceURI, root.querySelector('Response')?.namespaceURI]).toEqual(['Autodiscover', 'http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006', outlook]);
      expect([root.querySelector('AccountType')?.textContent, root.querySelector('Action')?.textContent]).toEqual(['email', 'settings']);
      const more = { DomainRequired: 'off', LoginName: "o'neil&co@acme.test", SPA: 'off', SSL: 'on', Encryption: 'SSL', AuthRequired: 'on' };
      expect([...root.querySelectorAll('Protocol')].map(values)).toEqual([
        { Type: 'IMAP', Server: 'mail.dezky.test', Port: '993', ...more },
        { Type: 'POP3', Server: 'pop.dezky.test', Port: '995', ...more },
        { Type: 'SMTP', Server: 'mail.dezky.test', Port: '465', ...more, UsePOPAuth: 'off', SMTPLast: 'off' },
      ]);
    }
  });

  it('takes an internationalised domain, and writes it in ASCII', async () => {
    const { body } = await send(`/mail/config-v1.1.xml?emailaddress=${encodeURIComponent('anna@Bücher.test')}`);
    expect(read(body).querySelector('domain')?.textContent).toBe('xn--bcher-kva.test');
    const pox = await send('/autodiscover/autodiscover.xml', { body: asked('anna@bücher.test') });
    expect(read(pox.body).querySelector('LoginName')?.textContent).toBe('anna@xn--bcher-kva.test');
  });

  it('says the same whether or not there is such an address, and asks about the domain alone', async () => {
    const [one, other] = [await send('/mail/config-v1.1.xml?emailaddress=anna@acme.test'), await send('/mail/config-v1.1.xml?emailaddress=nobody-at-all@acme.test')];
    expect(one.body).toBe(other.body);
    expect(JSON.stringify(looked)).not.toContain('anna');
  });

  it.each([
    ['/mail/config-v1.1.xml?emailaddress=anna@elsewhere.test', {}, 404, 'The mail of elsewhere.test is not here.'],
    ['/mail/config-v1.1.xml?emailaddress=anna@mail.acme.test', {}, 404, 'The mail of mail.acme.test is not here.'],
    ['/mail/config-v1.1.xml', { host: 'autoconfig.elsewhere.test' }, 404, 'The mail of elsewhere.test is not here. Say whose mail it is'],
    ['/mail/config-v1.1.xml', { host: 'mail.dezky.test' }, 404, 'Say whose mail it is: add ?emailaddress='],
    ['/mail/config-v1.1.xml', { host: '127.0.0.1:4000' }, 404, 'Say whose mail it is'],
    ['/mail/config-v1.1.xml', { host: '"><script>' }, 404, 'Say whose mail it is'],
    ['/mail/config-v1.1.xml?emailaddress=anna', {}, 400, 'This is no mail address.'],
    ['/mail/config-v1.1.xml?emailaddress=anna@%3Cscript%3E', {}, 400, 'This is no mail address.'],
    ['/autodiscover/autodiscover.xml', { body: asked('anna@elsewhere.test') }, 404, 'The mail of elsewhere.test is not here.'],
    ['/autodiscover/autodiscover.xml', { body: '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>' + asked('&b;@acme.test') }, 400, 'This is no Autodiscover request'],
    ['/autodiscover/autodiscover.xml', { body: asked(`${'a'.repeat(9_000)}@acme.test`) }, 413, 'A request is 8192 bytes at most.'],
  ] as const)('answers %s %j with %i in plain words', async (path, options, status, words) => {
    const answer = await send(path, options);
    expect([answer.status, answer.headers['content-type'], answer.headers['x-content-type-options']]).toEqual([status, 'text/plain; charset=utf-8', 'nosniff']);
    expect(answer.body).toContain(words);
  });

  it('says in Microsoft’s own words that nobody answers in another form', async () => {
    const { status, body } = await send('/autodiscover/autodiscover.xml', { body: asked('anna@acme.test', 'http://schemas.microsoft.com/exchange/autodiscover/mobilesync/responseschema/2006') });
    expect([status, read(body).querySelector('ErrorCode')?.textContent, looked]).toEqual([200, '601', []]);
  });

  it.each(['/autodiscover/autodiscover.json?Email=anna%40acme.test&Protocol=AutodiscoverV1', '/Autodiscover/Autodiscover.json/v1.0/anna%40acme.test?protocol=autodiscoverv1'])('leads whoever asks in JSON to the document (%s)', async (path) => {
    const { status, headers, body } = await send(path);
    expect([status, headers['content-type'], JSON.parse(body)]).toEqual([200, 'application/json; charset=utf-8', { Protocol: 'AutodiscoverV1', Url: 'https://portal.test/autodiscover/autodiscover.xml' }]);
  });

  it('says in JSON which protocol there is, and nothing about other domains', async () => {
    const other = await send('/autodiscover/autodiscover.json?Email=anna@acme.test&Protocol=ActiveSync');
    expect([other.status, JSON.parse(other.body)]).toEqual([400, expect.objectContaining({ ErrorCode: 'ProtocolNotSupported' })]);
    expect((await send('/autodiscover/autodiscover.json?Email=anna@elsewhere.test&Protocol=AutodiscoverV1')).status).toBe(404);
    for (const path of ['?Protocol=AutodiscoverV1', '/v1.0/%E0%A4%A?Protocol=AutodiscoverV1', '?Email=anna&Protocol=AutodiscoverV1']) expect((await send(`/autodiscover/autodiscover.json${path}`)).status).toBe(400);
  });

  it('takes each question from the budget of strangers, also those it cannot read, and says when to come back', async () => {
    await send('/autodiscover/autodiscover.xml', { body: 'nonsense' });
    expect(taken).toEqual([expect.stringMatching(/^public:/)]);
    left = false;
    const refused = await send('/mail/config-v1.1.xml?emailaddress=anna@acme.test');
    expect([refused.status, refused.headers['retry-after'], looked]).toEqual([429, '7', []]);
  });

  it('says so while nobody can be asked', async () => {
    down = true;
    const { status, headers } = await send('/mail/config-v1.1.xml?emailaddress=anna@acme.test');
    expect([status, headers['retry-after']]).toEqual([503, '5']);
  });

  it('leaves other methods and other paths alone', async () => {
    expect((await send('/mail/config-v1.1.xml', { body: '' })).headers.allow).toBe('GET, HEAD');
    expect((await send('/autodiscover/autodiscover.xml')).headers.allow).toBe('POST');
    expect((await send('/autodiscover/autodiscover.json/v2.0/anna@acme.test')).status).toBe(418);
    const head = await send('/mail/config-v1.1.xml?emailaddress=anna@acme.test', { method: 'HEAD' });
    expect([head.status, head.body]).toEqual([200, '']);
  });
});
