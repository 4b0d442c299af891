import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Actor } from '@dezky/kit/context/actor';
import { ActorSigner, ActorVerifier, generateActorKey } from '@dezky/kit/context/actor-token';
import { createLogger } from '@dezky/kit/log/logger';
import { Peers } from '@dezky/kit/peer/peers';
import type { Subgraph } from '@dezky/kit/server/subgraph';
import { type OcisSandbox, startOcisSandbox } from '@dezky/sandbox/ocis/ocis-sandbox';
import { type FreshDatabase, freshDatabase } from '@dezky/stack/fresh-database.fixture';
import { migrations } from '@dezky/storage/migrations/index';
import type { ExecutionResult } from 'graphql';
import { createStorageSubgraph } from './storage-subgraph';

describe('the storage subgraph', () => {
  const directory = mkdtempSync(join(tmpdir(), 'storage-'));
  const keys = ['gateway', 'identity', 'mail'].map(generateActorKey);
  const signerOf = (issuer: string): ActorSigner => new ActorSigner(keys.find((key) => key.issuer === issuer) ?? generateActorKey(issuer));
  const encryptionKey = randomBytes(32).toString('base64');
  const log = createLogger({ name: 'storage-spec', level: 'silent' });
  let database: FreshDatabase;
  let ocis: OcisSandbox;
  let subgraph: Subgraph;
  let count = 0;

  const open = (): Promise<Subgraph> => {
    const config = {
      STORAGE_DATABASE_URL: database.url('app'),
      OCIS_URL: ocis.url,
      OCIS_ISSUER: ocis.url,
      OCIS_CLIENT_ID: 'web',
      OCIS_REFRESH_TOKEN: 'agreed',
    };
    return createStorageSubgraph({ config, encryptionKey, verifier: new ActorVerifier(keys), log });
  };

  beforeAll(async () => {
    database = await freshDatabase('storage', { migrations });
    ocis = await startOcisSandbox({ port: 0, directory, adminRefreshToken: 'agreed', refreshRotation: 'revoke-on-use' });
    subgraph = await open();
  }, 60_000);
  afterAll(async () => {
    await subgraph.stop();
    await ocis.close();
    await database.stop();
    rmSync(directory, { recursive: true });
  });
  afterEach(() => ocis.faults.clear());

  const ask = async (actor: Actor, query: string, variables: Record<string, unknown> = {}, issuer = 'gateway'): Promise<ExecutionResult> =>
    subgraph.answer({ query, variables, actorToken: await signerOf(issuer).sign(actor), requestId: 'r1', ipAddress: null });
  const identity = (tenantId: string) => {
    const peers = new Peers('identity', signerOf('identity'), (_name, request) => subgraph.answer(request));
    const scope = { tenantId, requestId: 'r1' };
    const change = (field: string) => (memberId: string): Promise<unknown> => peers.ask('storage', `mutation M($memberId: ID!) { ${field}(memberId: $memberId) }`, { memberId }, scope);
    return {
      provision: async (memberId: string, username: string): Promise<{ id: string; state: string }> => {
        const query = 'mutation P($input: ProvisionDriveInput!) { provisionDrive(input: $input) { id state } }';
        return (await peers.ask<{ provisionDrive: { id: string; state: string } }>('storage', query, { input: { tenantId, memberId, username, displayName: `Name ${memberId}` } }, scope)).provisionDrive;
      },
      state: async (memberId: string): Promise<string | null> => (await peers.ask<{ driveState: string | null }>('storage', 'query S($memberId: ID!) { driveState(memberId: $memberId) }', { memberId }, scope)).driveState,
      suspend: change('suspendDrive'),
      resume: change('resumeDrive'),
      remove: change('removeDrive'),
    };
  };
  const person = (tenantId: string, memberId: string, role: 'ADMIN' | 'MEMBER'): Actor => ({
    kind: 'USER', userId: `u-${memberId}`, email: 'x@y.test', name: 'X', memberships: [{ tenantId, memberId, role }], operator: false, passwordChangeRequired: false,
  });
  const fresh = (): { tenantId: string; memberId: string; username: string } => {
    count += 1;
    return { tenantId: `tenant-${count}`, memberId: `member-${count}`, username: `person${count}@acme.test` };
  };
  const entities = (actor: Actor, type: string, id: string, fields: string): Promise<ExecutionResult> =>
    ask(actor, `query E($refs: [_Any!]!) { _entities(representations: $refs) { ... on ${type} { ${fields} } } }`, { refs: [{ __typename: type, id }] });
  const accountsNamed = (username: string): number => ocis.drives().filter((drive) => drive.username === username).length;

  it('touches no account that is another member’s, though it has the name still', async () => {
    const [one, other] = [fresh(), fresh()];
    await identity(one.tenantId).provision(one.memberId, one.username);
    await identity(one.tenantId).suspend(one.memberId);
    // As when a process dies between the row that has the new name and the server that is to have it.
    await database.sql('update storage.drives set username = $2 where member_id = $1', [one.memberId, `renamed-${one.username}`]);
    await expect(identity(other.tenantId).provision(other.memberId, one.username)).rejects.toMatchObject({ fault: 'CONFLICT' });
    await identity(other.tenantId).remove(other.memberId);
    expect([await identity(one.tenantId).state(one.memberId), accountsNamed(one.username)]).toEqual(['FROZEN', 1]);
  });

  it('takes an account through its life, each step as often as asked', async () => {
    const { tenantId, memberId, username } = fresh();
    const peer = identity(tenantId);
    expect(await peer.state(memberId)).toBeNull();
    const first = await peer.provision(memberId, username);
    expect(first).toEqual({ id: expect.any(String), state: 'ACTIVE' });
    expect(await peer.provision(memberId, username)).toEqual(first);
    expect([await peer.state(memberId), accountsNamed(username)]).toEqual(['ACTIVE', 1]);
    for (let time = 0; time < 2; time += 1) await peer.suspend(memberId);
    expect(await peer.state(memberId)).toBe('FROZEN');
    for (let time = 0; time < 2; time += 1) await peer.resume(memberId);
    expect(await peer.state(memberId)).toBe('ACTIVE');
    for (let time = 0; time < 2; time += 1) await peer.remove(memberId);
    expect([await peer.state(memberId), accountsNamed(username)]).toEqual([null, 0]);
    expect(await peer.suspend(memberId)).toEqual({ suspendDrive: true });
    // As of somebody who never had one: there is nothing to be let into, and nothing wrong.
    expect(await peer.resume(memberId)).toEqual({ resumeDrive: false });
  });

  it.each([['answer-lost', 1], ['down', 0]] as const)('finishes or takes back what met a fault half-way (%s)', async (kind, made) => {
    const { tenantId, memberId, username } = fresh();
    const peer = identity(tenantId);
    const fault = { match: { method: 'POST', path: /users$/ }, kind, times: 1 };
    ocis.faults.add(fault);
    await expect(peer.provision(memberId, username)).rejects.toMatchObject({ name: 'BackEndError', system: 'OCIS', fault: 'UNREACHABLE' });
    expect(accountsNamed(username)).toBe(made);
    await peer.remove(memberId);
    expect(accountsNamed(username)).toBe(0);
    ocis.faults.add(fault);
    await expect(peer.provision(memberId, username)).rejects.toMatchObject({ fault: 'UNREACHABLE' });
    expect((await peer.provision(memberId, username)).state).toBe('ACTIVE');
    expect(accountsNamed(username)).toBe(1);
  });

  it('gives a username to one member only, over all tenants', async () => {
    const [one, other] = [fresh(), fresh()];
    await identity(one.tenantId).provision(one.memberId, one.username);
    await expect(identity(other.tenantId).provision(other.memberId, one.username)).rejects.toMatchObject({ fault: 'CONFLICT', passing: false });
    await identity(other.tenantId).remove(other.memberId);
    expect(accountsNamed(one.username)).toBe(1);
  });

  it('shows members their own drive, admins all of their tenant, and nobody another tenant’s', async () => {
    const { tenantId, memberId, username } = fresh();
    await identity(tenantId).provision(memberId, username);
    ocis.signIn(username);
    ocis.fillDrive(username, 9_007_199_254_740_993n);
    const drive = { name: `Name ${memberId}`, state: 'ACTIVE', usedBytes: '9007199254740993', quotaBytes: null };
    const fields = 'drive { name state usedBytes quotaBytes }';
    const seen = async (actor: Actor): Promise<unknown> => (await entities(actor, 'Member', memberId, fields)).data;
    expect(await seen(person(tenantId, memberId, 'MEMBER'))).toEqual({ _entities: [{ drive }] });
    expect(await seen(person(tenantId, 'other', 'ADMIN'))).toEqual({ _entities: [{ drive }] });
    expect(await seen(person(tenantId, 'other', 'MEMBER'))).toEqual({ _entities: [{ drive: null }] });
    expect(await seen(person('globex', memberId, 'ADMIN'))).toEqual({ _entities: [{ drive: null }] });
    const foreign = await entities(person('globex', memberId, 'ADMIN'), 'Tenant', tenantId, 'storage { usedBytes drives { totalCount } }');
    expect([foreign.data, foreign.errors?.[0]?.extensions.code]).toEqual([{ _entities: [{ storage: null }] }, 'NOT_FOUND']);
    const member = await entities(person(tenantId, memberId, 'MEMBER'), 'Tenant', tenantId, 'storage { usedBytes }');
    expect(member.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('refuses peer mutations to everybody but identity, and other tenants’ members to identity', async () => {
    const { tenantId, memberId, username } = fresh();
    await identity(tenantId).provision(memberId, username);
    const remove = 'mutation R($memberId: ID!) { removeDrive(memberId: $memberId) }';
    for (const [actor, issuer] of [[person(tenantId, memberId, 'ADMIN'), 'gateway'], [{ kind: 'PEER', peer: 'mail', tenantId }, 'mail'], [{ kind: 'PUBLIC' }, 'gateway']] as [Actor, string][]) {
      const { errors } = await ask(actor, remove, { memberId }, issuer);
      expect(errors?.[0]?.extensions.code).toMatch(/FORBIDDEN|UNAUTHENTICATED/);
    }
    await identity('globex').remove(memberId);
    expect(accountsNamed(username)).toBe(1);
  });

  it('adds up a tenant’s drives and pages through them', async () => {
    const { tenantId } = fresh();
    const names = ['c', 'a', 'b'].map((letter) => `${letter}-${tenantId}`);
    for (const name of names) await identity(tenantId).provision(name, `${name}@acme.test`);
    for (const name of names.slice(1)) {
      ocis.signIn(`${name}@acme.test`);
      ocis.fillDrive(`${name}@acme.test`, 250n);
    }
    const admin = person(tenantId, 'admin', 'ADMIN');
    type Data = { _entities: [{ storage: { usedBytes: string; capacityBytes: string | null; drives: { edges: { node: { name: string; usedBytes: string | null } }[]; pageInfo: { endCursor: string; hasNextPage: boolean }; totalCount: number } } }] };
    const page = async (after: string | null): Promise<Data['_entities'][0]['storage']> => {
      const fields = `storage { usedBytes capacityBytes drives(first: 2, after: ${JSON.stringify(after)}) { edges { node { name usedBytes } } pageInfo { endCursor hasNextPage } totalCount } }`;
      return ((await entities(admin, 'Tenant', tenantId, fields)).data as Data)._entities[0].storage;
    };
    const first = await page(null);
    expect(first).toMatchObject({ usedBytes: '500', capacityBytes: null, drives: { totalCount: 3, pageInfo: { hasNextPage: true } } });
    const second = await page(first.drives.pageInfo.endCursor);
    const seen = [...first.drives.edges, ...second.drives.edges].map(({ node }) => [node.name.slice(5, 6), node.usedBytes]);
    expect([seen, second.drives.pageInfo.hasNextPage]).toEqual([[['a', '250'], ['b', '250'], ['c', null]], false]);
  });

  it('goes on from the stored credential after a restart, though the issuer has spent the first', async () => {
    const { tenantId, memberId, username } = fresh();
    await identity(tenantId).provision(memberId, username);
    const rows = await database.sql<{ refresh_token: Buffer }>('select refresh_token from storage.credentials');
    expect(rows).toHaveLength(1);
    expect(rows[0]?.refresh_token.toString('latin1')).not.toContain('eyJ');
    await subgraph.stop();
    subgraph = await open();
    expect(await identity(tenantId).state(memberId)).toBe('ACTIVE');
  });

  // Last: the circuit breaker stays open for a while afterwards.
  it('gives what it knows while the server is down, and says where it does not', async () => {
    const { tenantId, memberId, username } = fresh();
    await identity(tenantId).provision(memberId, username);
    ocis.faults.add({ match: {}, kind: 'down' });
    const admin = person(tenantId, memberId, 'ADMIN');
    const result = await entities(admin, 'Member', memberId, 'drive { name usedBytes }');
    expect(result.data).toEqual({ _entities: [{ drive: { name: `Name ${memberId}`, usedBytes: null } }] });
    expect(result.errors?.[0]).toMatchObject({ path: ['_entities', 0, 'drive', 'usedBytes'], extensions: { code: 'BACKEND_UNAVAILABLE', system: 'OCIS' } });
    expect((await entities(admin, 'Tenant', tenantId, 'storage { usedBytes }')).data).toEqual({ _entities: [{ storage: null }] });
    expect(await subgraph.health()).toEqual({ database: true, backEnd: false });
  });
});
