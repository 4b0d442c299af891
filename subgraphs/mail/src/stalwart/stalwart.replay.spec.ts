import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startStalwartSandbox, type StalwartSandbox } from '@dezky/sandbox/stalwart/stalwart-sandbox';
import { parseZoneFile } from './zone-file';

/**
 * The sandbox against recordings of a running Stalwart 0.16.19: the same requests, in the
 * recorded order, must give the same status, the same members with the same types, the same
 * error types and the same refused properties. Ids are translated, texts for people are not compared.
 */
interface Recording {
  readonly name: string;
  readonly request: { method: string; path: string; headers: Record<string, string>; body: unknown };
  /** Null: the server closed the connection. */
  readonly response: { status: number; body: unknown; wwwAuthenticate?: string } | null;
}

/** Where the sandbox answers otherwise, and why. Each is checked to differ still. */
const exceptions: Record<string, string> = {
  'query: sort, total, paging':
    'Without a total, the first page of domains comes from the start and that of accounts from the end. The sandbox does the latter for both; the client always reads whole answers.',
  'settings: zone of the domain that holds the hostname, with a certificate (TLSA)':
    'The real server adds TLSA records of its own certificate to the zone that its host name is in. The sandbox speaks no TLS, and Dezky asks nobody to publish TLSA records.',
};

const files = ['authentication', 'domains', 'accounts', 'freeze', 'aliases', 'destroy', 'settings', 'errors', 'races'];
const recordings = files.flatMap((file) => JSON.parse(readFileSync(join(__dirname, 'transcripts', `${file}.json`), 'utf8')) as Recording[]);

const admin = { user: 'admin', password: 'recovery-admin-pass' };
type Members = Record<string, unknown>;
const isMembers = (value: unknown): value is Members => typeof value === 'object' && value !== null && !Array.isArray(value);

describe('Stalwart sandbox against recorded exchanges', () => {
  const directory = mkdtempSync(join(tmpdir(), 'dezky-stalwart-replay-'));
  const ids = new Map<string, string>();
  const outcomes = new Map<string, string[]>();
  let sandbox: StalwartSandbox;

  const idOf = (object: string, recorded: string): string => ids.get(`${object} ${recorded}`) ?? recorded;
  const post = async (headers: Record<string, string>, body: string): Promise<Response> => fetch(`${sandbox.url}/jmap`, { method: 'POST', headers, body });
  const asAdmin = async (methodCalls: unknown[]): Promise<[string, Members, string][]> => {
    const answer = await post(
      { authorization: authorization(`Basic base64("${admin.user}:${admin.password}")`), 'content-type': 'application/json' },
      JSON.stringify({ using: ['urn:ietf:params:jmap:core', 'urn:stalwart:jmap'], methodCalls }),
    );
    return ((await answer.json()) as { methodResponses: [string, Members, string][] }).methodResponses;
  };
  /** Key generation runs in the background; the recordings waited for it. */
  const idle = async (): Promise<void> => {
    for (;;) {
      const [[, tasks]] = (await asAdmin([['x:Task/get', { ids: null }, 't']])) as [[string, { list: { status: { '@type': string } }[] }, string]];
      if (tasks.list.every((task) => task.status['@type'] !== 'Pending')) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

  /** Recorded ids become the sandbox's, wherever an id may stand. */
  const translate = (value: unknown, object: string, key = ''): unknown => {
    if (typeof value === 'string') return key === 'domainId' ? idOf('Domain', value) : key === 'defaultCertificateId' ? idOf('Certificate', value) : key === 'accountId' ? idOf('Account', value) : value;
    if (Array.isArray(value)) {
      return value.map((entry: unknown) => (['ids', 'destroy', 'destroyed', 'notFound'].includes(key) && typeof entry === 'string' ? idOf(object, entry) : translate(entry, object)));
    }
    if (!isMembers(value)) return value;
    const byId = ['update', 'updated', 'notUpdated', 'notDestroyed'].includes(key);
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [byId ? idOf(object, name) : name, translate(member, object, name)]));
  };
  const objectOf = (method: unknown): string => /^x:(\w+)\//.exec(String(method))?.[1] ?? '';
  const translateCalls = (calls: unknown): unknown => (Array.isArray(calls) ? calls.map((call: unknown) => (Array.isArray(call) && call.length === 3 ? [call[0], translate(call[1], objectOf(call[0])), call[2]] : call)) : calls);

  const learn = (recorded: unknown, actual: unknown): void => {
    const [left, right] = [recorded, actual].map((body) => (isMembers(body) && Array.isArray(body['methodResponses']) ? (body['methodResponses'] as [string, Members, string][]) : []));
    left?.forEach(([method, args], index) => {
      const created = [args['created'], right?.[index]?.[1]['created']];
      if (!isMembers(created[0]) || !isMembers(created[1])) return;
      for (const [key, made] of Object.entries(created[0])) {
        const twin = created[1][key];
        if (isMembers(made) && isMembers(twin)) ids.set(`${objectOf(method)} ${String(made['id'])}`, String(twin['id']));
      }
    });
  };

  const replay = async ({ request, response }: Recording): Promise<string[]> => {
    await idle();
    const body = isMembers(request.body) ? { ...request.body, methodCalls: translateCalls(request.body['methodCalls']) } : request.body;
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, name === 'Authorization' ? authorization(value) : value]));
    if (response === null) headers['Authorization'] = authorization(`Basic base64("${admin.user}:${admin.password}")`);
    const init = body === null ? {} : { body: typeof body === 'string' ? Buffer.from(body) : JSON.stringify(body) };
    const answer = await fetch(`${sandbox.url}${request.path}`, { method: request.method, headers, redirect: 'manual', ...init }).catch(() => null);
    if (answer === null || response === null) return answer === null && response === null ? [] : ['one side closed the connection'];
    const text = await answer.text();
    const actual: unknown = text === '' ? '' : JSON.parse(text);
    learn(response.body, actual);
    const found = answer.status === response.status ? [] : [`status ${answer.status} for ${response.status}`];
    if (response.wwwAuthenticate !== undefined && answer.headers.get('www-authenticate') !== response.wwwAuthenticate) found.push('www-authenticate');
    if (isMembers(response.body) && '(abridged)' in response.body) {
      return [...found, ...(isMembers(actual) && actual['username'] === response.body['username'] ? [] : ['username'])];
    }
    const recorded = isMembers(response.body) && 'methodResponses' in response.body ? { ...response.body, methodResponses: translateCalls(response.body['methodResponses']) } : response.body;
    return [...found, ...differences(recorded, actual, '')];
  };

  beforeAll(async () => {
    sandbox = await startStalwartSandbox({ port: 0, directory, adminUser: admin.user, adminPassword: admin.password, serviceApiKey: 'API_replay', defaultHostname: 'mail.platform.test', rsaDelayMs: 0 });
    for (const recording of recordings) {
      if (recording.name === 'active: JMAP session with the password') await createFreezeMe();
      outcomes.set(recording.name, await replay(recording));
    }
  }, 60_000);
  afterAll(async () => {
    await sandbox.close();
    rmSync(directory, { recursive: true });
  });

  /** The account that the freeze recordings are about was made before they began. */
  const createFreezeMe = async (): Promise<void> => {
    const user = { '@type': 'User', name: 'freeze.me', domainId: idOf('Domain', 'c'), credentials: { '0': { '@type': 'Password', secret: 'Correct-Horse-77-Battery' } } };
    const [[, answer]] = (await asAdmin([['x:Account/set', { create: { u: { ...user, aliases: { '0': { name: 'frost', domainId: idOf('Domain', 'c') } } } } }, 'c']])) as [[string, { created: { u: { id: string } } }, string]];
    ids.set('Account n', answer.created.u.id);
  };

  it('has a distinct name for each recording', () => expect(new Set(recordings.map(({ name }) => name)).size).toBe(recordings.length));

  it.each(recordings.map(({ name }) => [name]))('%s', (name) => {
    const found = outcomes.get(name);
    if (exceptions[name] === undefined) expect(found).toEqual([]);
    else expect(found).not.toEqual([]);
  });
});

const authorization = (recorded: string): string => recorded.replace(/base64\("(.*)"\)/, (_all, credential: string) => Buffer.from(credential).toString('base64'));

/** Members whose value counts, not only its type. */
const exact = new Set(['type', '@type', 'status', 'properties', 'validationErrors', 'emailAddress', 'limit', 'total', 'object']);

function differences(recorded: unknown, actual: unknown, path: string): string[] {
  const key = path.slice(path.lastIndexOf('/') + 1);
  if (key === 'dnsZoneFile') return JSON.stringify(namesOf(recorded)) === JSON.stringify(namesOf(actual)) ? [] : [`${path}: ${JSON.stringify(namesOf(actual))}`];
  if (exact.has(key)) return JSON.stringify(recorded) === JSON.stringify(actual) ? [] : [`${path}: ${JSON.stringify(actual)} for ${JSON.stringify(recorded)}`];
  if (Array.isArray(recorded) && Array.isArray(actual)) {
    if (recorded.length !== actual.length) return [`${path}: ${actual.length} entries for ${recorded.length}: ${JSON.stringify(actual)}`];
    return recorded.flatMap((entry: unknown, index) => differences(entry, actual[index], `${path}/${index}`));
  }
  if (isMembers(recorded) && isMembers(actual)) {
    const names = new Set([...Object.keys(recorded), ...Object.keys(actual)]);
    return [...names].flatMap((name) => (name in recorded && name in actual ? differences(recorded[name], actual[name], `${path}/${name}`) : [`${path}/${name} ${name in recorded ? 'missing' : 'added'}`]));
  }
  const kind = (value: unknown): string => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);
  const methodName = /^\/methodResponses\/\d+\/0$/.test(path) && recorded !== actual;
  return kind(recorded) === kind(actual) && !methodName ? [] : [`${path}: ${JSON.stringify(actual)} for ${JSON.stringify(recorded)}`];
}

/** Owner and type of each record; the date in a selector is the day of the run. */
const namesOf = (zone: unknown): string[] =>
  parseZoneFile(String(zone))
    .map(({ name, type }) => `${name.replace(/-\d{8}\./, '-date.')} ${type}`)
    .sort();
