import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Actor, TenantRole, UserActor } from '@dezky/kit/context/actor';
import { ActorSigner, ActorVerifier, generateActorKey } from '@dezky/kit/context/actor-token';
import { newId } from '@dezky/kit/database/id';
import { createLogger } from '@dezky/kit/log/logger';
import { Peers } from '@dezky/kit/peer/peers';
import type { Subgraph } from '@dezky/kit/server/subgraph';
import { WorkflowEngine } from '@dezky/kit/workflow/workflow-engine';
import { type AuthentikSandbox, startAuthentikSandbox } from '@dezky/sandbox/authentik/authentik-sandbox';
import { freshDatabase } from '@dezky/stack/fresh-database.fixture';
import { Pool } from 'pg';
import { migrations } from '../migrations/index';
import { createAuthentikClient } from './authentik/authentik-client';
import { readIdentityConfig } from './config';
import { createIdentitySubgraph } from './identity-subgraph';
import { PeerSystems } from './peer-systems.fixture';

const keys = ['gateway', 'stack', 'identity', 'mail'].map(generateActorKey);
const signers = new Map(keys.map((key) => [key.issuer, new ActorSigner(key)]));
const signer = (issuer: string): ActorSigner => signers.get(issuer) as ActorSigner;

export interface Created {
  readonly __typename: string;
  readonly member: { id: string; status: string; role: string };
  readonly oneTimePassword: string;
  readonly workflow: { id: string; state: string; steps: { name: string; state: string; lastError: string | null }[] };
  readonly message: string;
  readonly path: string[];
  readonly seats: { used: number; limit: number };
}

/** Whoever founds tenants. */
export const stack: Actor = { kind: 'PEER', peer: 'stack', tenantId: null };

export const create = `mutation ($input: CreateMemberInput!) { createMember(input: $input) { __typename
    ... on MemberCreated { member { id status role } oneTimePassword workflow { id state steps { name state lastError } } }
    ... on Failure { message path } ... on SeatLimitReached { seats { used limit } } } }`;

/** An admin of the tenant whom no row knows. */
export const somebody = (tenantId: string, role: TenantRole = 'ADMIN', more: Partial<UserActor> = {}): UserActor => ({
  kind: 'USER',
  userId: newId(),
  email: 'admin@example.com',
  name: 'Ada Admin',
  memberships: [{ tenantId, memberId: newId(), role }],
  operator: false,
  passwordChangeRequired: false,
  ...more,
});

/** The identity subgraph on a database of its own, with Authentik's sandbox and peers that do what they are told. */
export class IdentityBench {
  private people = 0;
  private tables: Promise<readonly string[]> | undefined;
  private readonly closers: (() => Promise<void>)[] = [];
  readonly systems = new PeerSystems();
  authentik: AuthentikSandbox;
  database: Pool;
  private identity: Subgraph;
  private openAnother: () => Promise<Subgraph>;

  static async start(): Promise<IdentityBench> {
    const bench = new IdentityBench();
    await bench.open().catch(async (error: unknown) => {
      await bench.stop();
      throw error;
    });
    return bench;
  }

  private async open(): Promise<void> {
    const home = mkdtempSync(join(tmpdir(), 'dezky-identity-'));
    this.closers.push(() => Promise.resolve(rmSync(home, { recursive: true })));
    const log = createLogger({ name: 'identity-spec', level: 'silent' });
    const fresh = await freshDatabase('identity', { migrations, workflows: true });
    this.closers.push(() => fresh.stop());
    const database = new Pool({ connectionString: fresh.url(), max: 4 });
    // The server that stops at the end may end a connection before it has closed itself.
    database.on('error', () => undefined);
    this.database = database;
    this.closers.push(() => database.end());
    const authentik = await startAuthentikSandbox({ port: 0, directory: join(home, 'authentik'), adminToken: 'token', applications: [{ slug: 'spec', clientId: 'spec', public: true, redirectUris: ['http://localhost:1/callback'], postLogoutRedirectUris: [], grantTypes: ['authorization_code'] }] });
    this.authentik = authentik;
    this.closers.push(() => authentik.close());
    const encryptionKey = randomBytes(32).toString('base64');
    const open = (): Promise<Subgraph> => createIdentitySubgraph({
      config: readIdentityConfig({ IDENTITY_DATABASE_URL: fresh.url('app'), AUTHENTIK_URL: authentik.url, AUTHENTIK_TOKEN: 'token' }),
      encryptionKey,
      verifier: new ActorVerifier(keys),
      peers: new Peers('identity', signer('identity'), this.systems.transport),
      log,
      patience: { tries: 3, backoff: () => 20 },
    });
    const identity = await open();
    this.openAnother = open;
    this.identity = identity;
    this.closers.push(() => identity.stop());
    if (!identity.workflows) throw new Error('identity hosts no workflows');
    const engine = await WorkflowEngine.launch({ url: fresh.url('workflow'), hosted: [identity.workflows], log, pollMs: 50, lostLock: () => undefined });
    this.closers.push(() => engine.stop());
    identity.start();
  }

  async stop(): Promise<void> {
    for (let close = this.closers.pop(); close; close = this.closers.pop()) await close();
  }

  /** Another process beside this one, which runs no workflows, for as long as the work takes. */
  async withAnotherProcess(work: () => Promise<void>): Promise<void> {
    const another = await this.openAnother();
    another.start();
    await work().finally(() => another.stop());
  }

  /** Peers do as they are told again. */
  mend(): void {
    this.systems.faults.clear();
    this.systems.letIn.clear();
    this.systems.sessions.clear();
    this.systems.offer = { verified: true, taken: new Set() };
  }

  /** @param waitMs how long an answer waits for what it set going; a few seconds where nothing is said. */
  ask = async <Data>(actor: Actor, query: string, variables: Record<string, unknown> = {}, waitMs?: number): Promise<{ data: Data; codes: string[] }> => {
    const issuer = actor.kind === 'PEER' ? actor.peer : 'gateway';
    const { data, errors } = await this.identity.answer({ query, variables, actorToken: await signer(issuer).sign(actor), requestId: 'spec', ipAddress: '192.0.2.1', ...(waitMs === undefined ? {} : { waitMs }) });
    return { data: JSON.parse(JSON.stringify(data ?? {})) as Data, codes: (errors ?? []).map(({ extensions }) => String(extensions['code'])) };
  };

  newTenant = async (seatLimit: number | null = null): Promise<string> => {
    const slug = `t${newId().slice(-12)}`;
    const { data } = await this.ask<{ foundTenant: string }>(stack, `mutation ($input: FoundTenantInput!) { foundTenant(input: $input) }`, { input: { slug, name: slug, seatLimit } });
    return data.foundTenant;
  };

  createMember = async (actor: Actor, input: Record<string, unknown>): Promise<Created> => {
    const { data, codes } = await this.ask<{ createMember: Created }>(actor, create, { input: { displayName: 'Berta Beck', ...input } });
    expect(codes).toEqual([]);
    return data.createMember;
  };

  nextLocalPart = (): string => {
    this.people += 1;
    return `person-${this.people}`;
  };

  /** The tables whose rows belong to tenants; they are looked for once. */
  tenantTables(): Promise<readonly string[]> {
    return (this.tables ??= this.database
      .query<{ name: string }>(`select table_name as name from information_schema.columns where column_name = 'tenant_id' and table_schema = 'identity' order by 1`)
      .then(({ rows }) => rows.map(({ name }) => name)));
  }

  /** What the identity provider keeps of an account beside its name. */
  attributesOf = async (address: string): Promise<Record<string, unknown> | undefined> => {
    const client = createAuthentikClient({ url: this.authentik.url, token: 'token' });
    try {
      return (await client.findAccount(address))?.attributes;
    } finally {
      await client.close();
    }
  };

  accountOf = (address: string) => this.authentik.accounts().find(({ username }) => username === address);

  /** The person as the gateway sees them. */
  actorOf = async (email: string): Promise<UserActor> => JSON.parse((await this.ask<{ actor: string }>(stack, `query ($email: String!) { actor(email: $email) }`, { email })).data.actor) as UserActor;

  userOf = async (memberId: string): Promise<string> => (await this.database.query<{ user_id: string }>('select user_id from identity.members where id = $1', [memberId])).rows[0]?.user_id ?? '';
}
