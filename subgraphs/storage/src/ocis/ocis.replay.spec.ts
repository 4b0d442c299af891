import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OcisSandbox, startOcisSandbox } from '@dezky/sandbox/ocis/ocis-sandbox';
import { parseWithLongIntegers } from './ocis.wire';

/**
 * The sandbox against recordings of a running server (OpenCloud of February 2025, which carries the
 * services of OCIS 7): the same requests, in the recorded order, must give the same status, the same
 * members with the same types, the same error codes and the same figures. Ids and tokens are
 * translated, texts for people are not compared.
 */
interface Recording {
  readonly name: string;
  readonly request: { method: string; path: string; headers: Record<string, string>; body?: unknown };
  readonly response: { status: number; headers: Record<string, string | string[]>; body: unknown };
}

/** Where the sandbox answers otherwise, and why. Each is checked to differ still. */
const exceptions: Record<string, string> = {};

/** Members that come and go with time: set a moment after a sign-in. */
const unsteady = new Set(['signInActivity']);

/** Members whose value counts, not only its type. */
const exact = new Set(['accountEnabled', 'code', 'driveAlias', 'driveType', 'error', 'expires_in', 'onPremisesSamAccountName', 'remaining', 'state', 'token_type', 'total', 'used', 'userType']);

const files = ['users', 'drives', 'oidc', 'errors'] as const;
type File = (typeof files)[number];
const recordings = files.flatMap((file) =>
  (parseWithLongIntegers(readFileSync(join(__dirname, 'transcripts', `${file}.json`), 'utf8')) as Recording[]).map((recording) => ({ ...recording, file, title: `${file} ${recording.name}` })),
);

/** Whose token a placeholder stands for; they are numbered anew in each file. */
const owners: Record<File, Record<string, string>> = {
  users: { 'access-token-1': 'admin', 'access-token-2': 'alan', 'access-token-3': 'erika', 'access-token-4': 'erika', 'refresh-token-1': 'erika' },
  drives: { 'access-token-1': 'dora', 'access-token-2': 'admin', 'access-token-3': 'alan' },
  oidc: { 'access-token-1': 'admin', 'id-token-1': 'admin', 'refresh-token-1': 'admin', 'refresh-token-2': 'admin', 'refresh-token-with-broken-signature': 'admin' },
  errors: { 'access-token-1': 'admin', 'access-token-2': 'alan' },
};

const recordedIds = { admin: 'a1a9b96e-05c1-4dbf-a5b1-9f5b72c4adf7', alan: 'b1f74ec4-dd7e-11ef-a543-03775734d0f7', dora: '5486ff4f-3e73-49eb-b81e-3216bc2b33c6', storage: '189d4e5c-c897-475e-8e75-91ce0fccb230' };

type Members = Record<string, unknown>;
const isMembers = (value: unknown): value is Members => typeof value === 'object' && value !== null && !Array.isArray(value);

describe('OCIS sandbox against recorded exchanges', () => {
  const directory = mkdtempSync(join(tmpdir(), 'ocis-replay-'));
  const ids = new Map<string, string>();
  const signedIn = new Map<string, { accessToken: string; refreshToken: string; idToken: string }>();
  const outcomes = new Map<string, string[]>();
  let sandbox: OcisSandbox;

  const signIn = async (username: string) => {
    const known = signedIn.get(username);
    if (known) return known;
    const tokens = sandbox.signIn(username);
    const body = new URLSearchParams({ grant_type: 'refresh_token', client_id: 'web', refresh_token: tokens.refreshToken });
    const { id_token: idToken } = (await (await fetch(`${sandbox.url}/konnect/v1/token`, { method: 'POST', body })).json()) as { id_token: string };
    signedIn.set(username, { ...tokens, idToken });
    return { ...tokens, idToken };
  };

  const tokenFor = async (file: File, placeholder: string): Promise<string> => {
    const owner = owners[file][placeholder];
    if (owner === undefined) throw new Error(`${file}: whose is ${placeholder}?`);
    const { accessToken, refreshToken, idToken } = await signIn(owner);
    if (placeholder === 'refresh-token-with-broken-signature') return refreshToken.replace(/.{8}$/, 'AAAAAAAA');
    return placeholder.startsWith('access') ? accessToken : placeholder.startsWith('id') ? idToken : refreshToken;
  };

  /** Recorded ids and placeholders become the sandbox's. */
  const translate = async (file: File, text: string): Promise<string> => {
    let result = text;
    for (const [recorded, actual] of ids) result = result.replaceAll(recorded, actual);
    for (const [all, placeholder = ''] of text.matchAll(/eyJ\.\.\.<([a-z-]+\d*)>/g)) result = result.replaceAll(all, await tokenFor(file, placeholder));
    return result;
  };

  const replay = async ({ file, request, response }: (typeof recordings)[number]): Promise<string[]> => {
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(request.headers)) headers[name] = await translate(file, value);
    const sent = request.body === undefined || request.body === null ? undefined : await translate(file, typeof request.body === 'string' ? request.body : JSON.stringify(request.body));
    const url = `${sandbox.url}${await translate(file, request.path)}`;
    const answer = await fetch(url, { method: request.method, headers, ...(sent !== undefined && { body: Buffer.from(sent) }) });
    const text = await answer.text();
    const actual: unknown = text === '' ? null : text.startsWith('{') || text.startsWith('[') ? parseWithLongIntegers(text) : text;
    if (isMembers(response.body) && isMembers(actual) && request.method === 'POST' && typeof response.body['id'] === 'string') ids.set(response.body['id'], String(actual['id']));

    const found = answer.status === response.status ? [] : [`status ${answer.status} for ${response.status}`];
    const challenge = Object.entries(response.headers).find(([name]) => name.toLowerCase() === 'www-authenticate')?.[1];
    // The recorded server offered Basic as well, which is off by default.
    const scheme = String(challenge ?? '').split(' ')[0];
    if ((answer.headers.get('www-authenticate') ?? '').split(' ')[0] !== scheme) found.push(`challenge ${String(answer.headers.get('www-authenticate'))}`);
    if (answer.status === 405 && !answer.headers.has('allow')) found.push('no allow');
    return [...found, ...differences(response.body, actual, '')];
  };

  /** What the recorded server had before, and what was uploaded between the recordings in use. */
  const prepare = async (title: string): Promise<void> => {
    if (title === 'drives quota-unlimited') sandbox.fillDrive('dora', 950_000n);
    if (title === 'drives personal-disable-as-owner') sandbox.fillDrive('dora', 800_000n);
  };

  beforeAll(async () => {
    sandbox = await startOcisSandbox({ port: 0, directory, adminUserId: recordedIds.admin });
    const { accessToken } = await signIn('admin');
    for (const [username, displayName, givenName] of [['alan', 'Alan Turing', 'Alan'], ['dora', 'Dora Drive', undefined]] as const) {
      const body = JSON.stringify({ onPremisesSamAccountName: username, displayName, mail: `${username}@example.org`, accountEnabled: true, ...(givenName !== undefined && { givenName }) });
      const answer = await fetch(`${sandbox.url}/graph/v1.0/users`, { method: 'POST', headers: { authorization: `Bearer ${accessToken}` }, body });
      ids.set(recordedIds[username], ((await answer.json()) as { id: string }).id);
    }
    const drive = (await (await fetch(`${sandbox.url}/graph/v1.0/me/drive`, { headers: { authorization: `Bearer ${accessToken}` } })).json()) as { id: string };
    ids.set(recordedIds.storage, drive.id.split('$')[0] ?? '');
    await signIn('alan');
    for (const recording of recordings) {
      await prepare(recording.title);
      outcomes.set(recording.title, await replay(recording));
    }
  }, 60_000);
  afterAll(async () => {
    await sandbox.close();
    rmSync(directory, { recursive: true });
  });

  it('has a distinct name for each recording', () => expect(new Set(recordings.map(({ title }) => title)).size).toBe(recordings.length));

  it.each(recordings.map(({ title }) => [title]))('%s', (title) => {
    const found = outcomes.get(title);
    if (exceptions[title] === undefined) expect(found).toEqual([]);
    else expect(found).not.toEqual([]);
  });
});

/** Entries of a list stand in any order and number: each of ours has to look like some recorded one. */
const listDifferences = (recorded: unknown[], actual: unknown[], path: string): string[] => {
  if ((recorded.length === 0) !== (actual.length === 0)) return [`${path}: ${actual.length} entries for ${recorded.length}`];
  return actual.flatMap((entry, index) => {
    const candidates = recorded.map((twin) => differences(twin, entry, `${path}/${index}`));
    return candidates.some((found) => found.length === 0) ? [] : (candidates[0] ?? []);
  });
};

function differences(recorded: unknown, actual: unknown, path: string): string[] {
  const key = path.slice(path.lastIndexOf('/') + 1);
  if (Array.isArray(recorded) && Array.isArray(actual)) return listDifferences(recorded, actual, path);
  if (isMembers(recorded) && isMembers(actual)) {
    const names = [...new Set([...Object.keys(recorded), ...Object.keys(actual)])].filter((name) => !unsteady.has(name));
    return names.flatMap((name) => {
      if (!(name in actual)) return [`${path}/${name} is missing`];
      if (!(name in recorded)) return [`${path}/${name} is too much`];
      return differences(recorded[name], actual[name], `${path}/${name}`);
    });
  }
  // A long integer is kept as a string of digits, a short one as a number.
  if (exact.has(key)) return String(recorded) === String(actual) ? [] : [`${path}: ${String(actual)} for ${String(recorded)}`];
  const kind = (value: unknown): string => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);
  return kind(recorded) === kind(actual) ? [] : [`${path}: ${kind(actual)} for ${kind(recorded)}`];
}
