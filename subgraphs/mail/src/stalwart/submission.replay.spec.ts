import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startStalwartSandbox, type StalwartSandbox } from '@dezky/sandbox/stalwart/stalwart-sandbox';

/** Sending, as a running Stalwart 0.16.19 did it, against the sandbox: the same members with the same types, the same errors and outcomes. */
interface Recording {
  readonly name: string;
  readonly request: { readonly body: { readonly methodCalls: unknown[] } };
  readonly response: { readonly status: number; readonly body: { readonly methodResponses: unknown[] } };
}

const recordings = JSON.parse(readFileSync(join(__dirname, 'transcripts', 'submission.json'), 'utf8')) as Recording[];
const password = 'Correct-Horse-77-Battery';

/** Texts that say what happened are kept; others only have to be texts. */
const telling = new Set(['type', 'undoStatus', 'delivered', 'smtpReply', 'email', 'role', 'name', 'identityId', 'displayed']);

function shapeOf(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((entry) => shapeOf(entry, key));
  if (typeof value === 'string') return telling.has(key) || ['Email/set', 'EmailSubmission/set', 'EmailSubmission/get', 'Identity/get', 'Mailbox/get', 'error', 'c0', 'c1', 'c2'].includes(value) ? value : 'a text';
  if (typeof value !== 'object' || value === null) return typeof value === 'number' ? 0 : value;
  // The members of `updated` are ids.
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [key === 'updated' ? 'an id' : name, shapeOf(member, name)]));
}

describe('Stalwart sandbox against recorded submissions', () => {
  const directory = mkdtempSync(join(tmpdir(), 'dezky-submission-'));
  let sandbox: StalwartSandbox;
  let accountId: string;
  const post = async (authorization: string, body: unknown): Promise<{ status: number; body: { methodResponses: [string, Record<string, never>, string][] } }> => {
    const answer = await fetch(`${sandbox.url}/jmap`, { method: 'POST', headers: { authorization: `Basic ${Buffer.from(authorization).toString('base64')}`, 'content-type': 'application/json' }, body: JSON.stringify(body) });
    return { status: answer.status, body: (await answer.json()) as never };
  };
  beforeAll(async () => {
    sandbox = await startStalwartSandbox({ port: 0, directory, adminUser: 'admin', adminPassword: 'admin', serviceApiKey: 'API_replay', defaultHostname: 'mail.platform.test', rsaDelayMs: 0 });
    const platform = sandbox.domains().find(({ name }) => name === 'platform.test')?.id;
    const user = (name: string, domainId: string | undefined, more: object = {}): object => ({ '@type': 'User', name, domainId, credentials: { 0: { '@type': 'Password', secret: password } }, ...more });
    const made = await post('admin:admin', {
      using: ['urn:ietf:params:jmap:core', 'urn:stalwart:jmap'],
      methodCalls: [
        ['x:Domain/set', { create: { acme: { name: 'acme.test' } } }, 'c0'],
        ['x:Account/set', { create: { b: user('bookings', platform, { description: 'Platform Bookings', aliases: { 0: { name: 'no-reply', domainId: platform, enabled: true } } }), a: user('anna.jensen', '#acme') } }, 'c1'],
      ],
    });
    accountId = (made.body.methodResponses[1]?.[1] as unknown as { created: { b: { id: string } } }).created.b.id;
  });
  afterAll(async () => {
    await sandbox.close();
    rmSync(directory, { recursive: true });
  });

  it.each(recordings.map((recording) => [recording.name, recording] as const))('%s', async (_name, { request, response }) => {
    const body = JSON.parse(JSON.stringify(request.body).replace(/"accountId":"0"/g, `"accountId":"${accountId}"`)) as unknown;
    const answer = await post(`bookings@platform.test:${password}`, body);
    expect(answer.status).toBe(response.status);
    expect(shapeOf(answer.body.methodResponses)).toEqual(shapeOf(response.body.methodResponses));
  });

  it('has sent what was not refused', () => expect(sandbox.sentMails().map(({ to }) => to)).toEqual([['guest@external.example.com'], ['anna.jensen@acme.test'], ['missing@acme.test']]));
});
