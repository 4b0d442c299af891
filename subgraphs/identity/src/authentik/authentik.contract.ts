import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startAuthentikSandbox } from '@dezky/sandbox/authentik/authentik-sandbox';
import { type AuthentikClient, createAuthentikClient, type SignInAccount } from './authentik-client';

interface Reached {
  readonly url: string;
  readonly token: string;
  release(): Promise<void>;
}

/**
 * What the identity subgraph relies on in Authentik's management API. Makes accounts under random
 * names and deletes them again, so that it may run on a server in use.
 */
export const authentikContract = (name: string, reach: () => Promise<Reached>): void => {
  describe(`Authentik contract, on ${name}`, () => {
    let reached: Reached;
    let client: AuthentikClient;
    const made: number[] = [];
    const groups: string[] = [];
    const run = randomBytes(4).toString('hex');

    beforeAll(async () => {
      reached = await reach();
      client = createAuthentikClient(reached);
    });
    afterAll(async () => {
      for (const pk of made) await client.deleteAccount(pk);
      for (const pk of groups) await wire('DELETE', `/core/groups/${pk}/`);
      await client.close();
      await reached.release();
    });

    /** A call past our client, to see what it has to cope with. */
    const wire = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<{ status: number; body: unknown; headers: Headers }> => {
      const answer = await fetch(`${reached.url}/api/v3${path}`, {
        method,
        headers: { authorization: `Bearer ${reached.token}`, ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      return { status: answer.status, body: text.startsWith('{') || text.startsWith('[') ? (JSON.parse(text) as unknown) : text, headers: answer.headers };
    };
    const input = (more: Partial<{ username: string; email: string; displayName: string; key: string }> = {}) => {
      const id = `contract-${run}-${randomBytes(4).toString('hex')}`;
      return { username: `${id}@contract.test`, email: `${id}@contract.test`, displayName: 'Contract Probe', key: id, ...more };
    };
    const account = async (more: Parameters<typeof input>[0] = {}): Promise<SignInAccount> => {
      const created = await client.ensureAccount(input(more));
      if (!made.includes(created.pk)) made.push(created.pk);
      return created;
    };

    describe('our client', () => {
      it('answers a ping, and refuses a wrong token as ours to mend', async () => {
        await client.ping();
        const other = createAuthentikClient({ url: reached.url, token: 'wrong' });
        await expect(other.ping()).rejects.toMatchObject({ name: 'BackEndError', system: 'AUTHENTIK', fault: 'UNAUTHORIZED', status: 403, passing: false });
        await other.close();
      });

      it('creates an account whose subject is its uuid, and reads it back', async () => {
        const wanted = input({ displayName: '  Ada Lovelace ' });
        const created = await account(wanted);
        expect(created).toMatchObject({ username: wanted.username, email: wanted.email, displayName: 'Ada Lovelace', active: true, lastSignInAt: null, attributes: { dezky: { key: wanted.key } } });
        expect(created.subject).toMatch(/^[0-9a-f-]{36}$/);
        expect(await client.getAccount(created.pk)).toEqual(created);
        expect(await client.findAccount(wanted.username)).toEqual(created);
      });

      it('finds nobody under another case or a part of the name', async () => {
        const { username } = await account();
        expect(await client.findAccount(username.toUpperCase())).toBeNull();
        expect(await client.findAccount(username.slice(0, -1))).toBeNull();
        expect(await client.getAccount(2_000_000_000)).toBeNull();
      });

      it('adopts what a lost answer left behind, and nobody else', async () => {
        const wanted = input();
        const first = await account(wanted);
        expect(await client.ensureAccount(wanted)).toEqual(first);
        await expect(client.ensureAccount({ ...wanted, key: 'another' })).rejects.toMatchObject({ fault: 'CONFLICT', status: 400 });
      });

      it('calls a request that Authentik does not take refused', async () => {
        await expect(client.ensureAccount(input({ email: 'not an address' }))).rejects.toMatchObject({ fault: 'REFUSED', status: 400 });
        await expect(client.setPassword((await account()).pk, '')).rejects.toMatchObject({ fault: 'REFUSED' });
        await expect(client.setPassword(2_000_000_000, 'x')).rejects.toMatchObject({ fault: 'NOT_FOUND', status: 404 });
      });

      it('merges attributes at every depth', async () => {
        const { pk, attributes } = await account();
        await client.mergeAttributes(pk, { dezky: { tenant: 't1' }, other: 1 });
        await client.mergeAttributes(pk, { dezky: { seat: true } });
        expect((await client.getAccount(pk))?.attributes).toEqual({ dezky: { ...(attributes['dezky'] as object), tenant: 't1', seat: true }, other: 1 });
        await expect(client.mergeAttributes(2_000_000_000, { a: 1 })).rejects.toMatchObject({ fault: 'NOT_FOUND' });
      });

      it('renames a sign-in, which stays the same account, and refuses a name that is taken', async () => {
        const [one, other] = [await account(), await account()];
        const { username } = input();
        const to = { username, email: `renamed-${one.pk}@contract.test` };
        for (const again of [to, to]) await client.rename(one.pk, again);
        expect(await client.findAccount(username)).toMatchObject({ pk: one.pk, subject: one.subject });
        expect(await client.findAccount(one.username)).toBeNull();
        await expect(client.rename(one.pk, { username: other.username, email: other.email })).rejects.toMatchObject({ fault: 'CONFLICT', status: 400 });
        expect(await client.getAccount(one.pk)).toMatchObject({ username });
      });

      it('sets password, name and activity, each as often as asked', async () => {
        const { pk } = await account();
        for (const password of ['one', 'one']) await client.setPassword(pk, password);
        await client.setDisplayName(pk, 'Grace Hopper');
        for (const active of [false, false]) await client.setActive(pk, active);
        expect(await client.getAccount(pk)).toMatchObject({ displayName: 'Grace Hopper', active: false });
        await client.setActive(pk, true);
        expect(await client.getAccount(pk)).toMatchObject({ active: true });
      });

      it('counts no sessions and no second factors for an account that never signed in', async () => {
        const created = await account();
        expect(await client.countSessions(created)).toBe(0);
        expect(await client.countAuthenticators(created.pk)).toBe(0);
        expect(await client.endSessions(created.pk)).toBe(0);
        expect(await client.endSessions(2_000_000_000)).toBe(0);
      });

      it('deletes as often as asked', async () => {
        const { pk, username } = await account();
        for (let time = 0; time < 2; time += 1) await client.deleteAccount(pk);
        expect(await client.getAccount(pk)).toBeNull();
        expect(await client.findAccount(username)).toBeNull();
      });
    });

    describe('the wire', () => {
      it('answers 403 without a token, never 401', async () => {
        const missing = await fetch(`${reached.url}/api/v3/core/users/`);
        expect([missing.status, await missing.json()]).toEqual([403, { detail: 'Authentication credentials were not provided.' }]);
        expect(await wire('GET', '/core/users/', undefined, { authorization: 'Bearer wrong' })).toMatchObject({ status: 403, body: { detail: 'Token invalid/expired' } });
      });

      it('answers 400 with field errors to duplicates, never 409', async () => {
        const { username } = await account();
        expect(await wire('POST', '/core/users/', { username, name: '' })).toMatchObject({ status: 400, body: { username: ['This field must be unique.'] } });
        const name = `contract-${run}-group`;
        const group = (await wire('POST', '/core/groups/', { name })).body as { pk: string };
        groups.push(group.pk);
        expect(await wire('POST', '/core/groups/', { name })).toMatchObject({ status: 400, body: { name: [expect.stringMatching(/already exists/)] } });
      });

      it('requires username and name, and lets two accounts share an e-mail address', async () => {
        expect(await wire('POST', '/core/users/', {})).toMatchObject({ status: 400, body: { username: ['This field is required.'], name: ['This field is required.'] } });
        const email = `contract-${run}@Contract.Test`;
        const first = await account({ email });
        const second = await account({ email });
        expect([first.email, second.email]).toEqual([email, email]);
      });

      it('ignores a session filter that it does not know', async () => {
        const { pk } = await account();
        const all = (await wire('GET', '/core/authenticated_sessions/')).body as { pagination: { count: number } };
        const filtered = (await wire('GET', `/core/authenticated_sessions/?user=${pk}`)).body as { pagination: { count: number } };
        expect(filtered.pagination.count).toBe(all.pagination.count);
      });

      it('replaces attributes whole', async () => {
        const { pk } = await account();
        expect(await wire('PATCH', `/core/users/${pk}/`, { attributes: { only: 1 } })).toMatchObject({ status: 200, body: { attributes: { only: 1 } } });
        expect((await client.getAccount(pk))?.attributes).toEqual({ only: 1 });
      });

      it('gives lists in its envelope, with 0 for no page', async () => {
        const { username } = await account();
        const { body } = await wire('GET', `/core/users/?username=${encodeURIComponent(username)}&page_size=1`);
        expect(body).toMatchObject({ pagination: { next: 0, previous: 0, count: 1, current: 1, total_pages: 1, start_index: 1, end_index: 1 }, results: [{ username }] });
        const first = (await wire('GET', '/core/users/?page_size=1')).body as { pagination: { next: number } };
        expect(first.pagination.next).toBe(2);
        expect(await wire('GET', '/core/users/?page=99999')).toMatchObject({ status: 404, body: { detail: 'Invalid page.' } });
      });

      it('knows paths with a trailing slash only, and names the method it does not take', async () => {
        expect((await wire('POST', '/core/users', { username: 'x', name: 'x' })).status).toBe(404);
        expect(await wire('DELETE', '/core/users/')).toMatchObject({ status: 405, body: { detail: 'Method "DELETE" not allowed.' } });
        expect(await wire('GET', '/core/users/2000000000/')).toMatchObject({ status: 404, body: { detail: 'No User matches the given query.' } });
      });

      it('reaches into nested attributes by the filter', async () => {
        const { username, attributes } = await account();
        const { key } = attributes['dezky'] as { key: string };
        const filter = encodeURIComponent(JSON.stringify({ dezky__key: key }));
        expect((await wire('GET', `/core/users/?attributes=${filter}`)).body).toMatchObject({ results: [{ username }] });
        expect(await wire('GET', '/core/users/?attributes=nonsense')).toMatchObject({ status: 400, body: ['filter: failed to parse JSON'] });
      });

      it('adds and removes group members as often as asked', async () => {
        const { pk } = await account();
        const group = (await wire('POST', '/core/groups/', { name: `contract-${run}-members` })).body as { pk: string };
        groups.push(group.pk);
        for (const verb of ['add_user', 'add_user', 'remove_user', 'remove_user', 'add_user']) {
          expect((await wire('POST', `/core/groups/${group.pk}/${verb}/`, { pk })).status).toBe(204);
        }
        expect((await wire('GET', `/core/groups/${group.pk}/`)).body).toMatchObject({ users: [pk] });
        await client.deleteAccount(pk);
        expect((await wire('GET', `/core/groups/${group.pk}/`)).body).toMatchObject({ users: [] });
      });
    });
  });
};

const { AUTHENTIK_URL, AUTHENTIK_TOKEN } = process.env;
if (AUTHENTIK_URL && AUTHENTIK_TOKEN) {
  authentikContract(AUTHENTIK_URL, async () => ({ url: AUTHENTIK_URL.replace(/\/+$/, ''), token: AUTHENTIK_TOKEN, release: async () => undefined }));
} else {
  authentikContract('the sandbox', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'authentik-'));
    const sandbox = await startAuthentikSandbox({ port: 0, directory, adminToken: randomBytes(16).toString('hex'), applications: [] });
    return {
      url: sandbox.url,
      token: sandbox.adminToken,
      release: async () => {
        await sandbox.close();
        rmSync(directory, { recursive: true });
      },
    };
  });
}
