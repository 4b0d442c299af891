import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Actor, TenantRole } from '@dezky/kit/context/actor';
import { ActorSigner, ActorVerifier, generateActorKey } from '@dezky/kit/context/actor-token';
import { newId } from '@dezky/kit/database/id';
import { createLogger } from '@dezky/kit/log/logger';
import { Peers } from '@dezky/kit/peer/peers';
import { WorkflowEngine } from '@dezky/kit/workflow/workflow-engine';
import { type DnsSandbox, startDnsSandbox } from '@dezky/sandbox/dns/dns-sandbox';
import { publishRecords } from '@dezky/sandbox/page/publish-records';
import { sharedRsaKeys } from '@dezky/sandbox/rsa-keys';
import { type StalwartSandbox, startStalwartSandbox } from '@dezky/sandbox/stalwart/stalwart-sandbox';
import { freshDatabase } from '@dezky/stack/fresh-database.fixture';
import { migrations } from '../migrations/index';
import { readMailConfig } from './config';
import { createMailSubgraph } from './mail-subgraph';

export const serviceApiKey = 'API_of-the-mail-spec';
const keys = ['gateway', 'stack', 'identity', 'mail', 'booking'].map(generateActorKey);
const signers = new Map(keys.map((key) => [key.issuer, new ActorSigner(key)]));
const signer = (issuer: string): ActorSigner => signers.get(issuer) as ActorSigner;

export interface AuditLine {
  readonly actor: { readonly kind: string; readonly name: string };
  readonly action: string;
  readonly summary: string;
  readonly changes: unknown;
}

export interface OwnedDomain {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly recordsToFix: number;
  readonly records: { kind: string; type: string; host: string; value: string; required: boolean; state: string }[];
}

/** The mail subgraph with its database, its mail server and its name server, and nobody in front of it. */
export interface RunningMail {
  /** As the role of requests. */
  readonly databaseUrl: string;
  readonly stalwart: StalwartSandbox;
  readonly dns: DnsSandbox;
  /** What was handed to identity for the audit log. */
  readonly audit: AuditLine[];
  /** @param waitMs how long the answer waits for a workflow to end. */
  ask(actor: Actor, query: string, variables?: Record<string, unknown>, waitMs?: number): Promise<{ data: Record<string, unknown>; errors: string[] }>;
  /** As a superuser. */
  sql<Row extends object>(text: string, values?: unknown[]): Promise<Row[]>;
  /** A domain that is added and whose ownership record is published and seen, with how its set-up went. */
  ownedDomain(tenantId: string, name: string): Promise<{ domain: OwnedDomain; workflow: { id: string; state: string; steps: { name: string; state: string; lastError: string | null }[] } | null }>;
  /** A tenant with a domain that is set up and verified; the first one is primary. */
  verifiedDomain(tenantId?: string): Promise<{ tenantId: string; name: string; domainId: string }>;
  /** A member of a fresh tenant, or of the one that is named, with a mailbox. */
  mailboxOf(localPart: string, of?: { tenantId: string; name: string }): Promise<{ tenantId: string; name: string; memberId: string; mailboxId: string; address: string }>;
  signIn(address: string, password?: string): Promise<number>;
  stop(): Promise<void>;
}

export const mailboxPassword = 'kxvm-2h7q-9ztd-wbne';

export const user = (tenantId: string, role: TenantRole = 'ADMIN', memberId = newId()): Actor => ({
  kind: 'USER',
  userId: newId(),
  email: 'somebody@example.com',
  name: 'Somebody',
  memberships: [{ memberId, tenantId, role }],
  operator: false,
  passwordChangeRequired: false,
});

export const identity = (tenantId: string): Actor => ({ kind: 'PEER', peer: 'identity', tenantId });

/**
 * @param watchEveryMs how often domains that are due are looked for; a spec that is not about that leaves it.
 * @param environment further variables of the subgraph.
 */
export async function runMail(watchEveryMs = 3_600_000, environment: Readonly<Record<string, string>> = {}): Promise<RunningMail> {
  const home = mkdtempSync(join(tmpdir(), 'dezky-mail-'));
  const log = createLogger({ name: 'mail-spec', level: 'silent' });
  const audit: AuditLine[] = [];
  const closers: (() => Promise<void>)[] = [];
  const database = await freshDatabase('mail', { migrations, workflows: true });
  closers.push(() => database.stop());
  const sql: RunningMail['sql'] = (text, values) => database.sql(text, values);
  const stalwart = await startStalwartSandbox({ port: 0, directory: join(home, 'stalwart'), adminUser: 'admin', adminPassword: 'admin', serviceApiKey, servicePassword: 'Correct-Horse-77-Battery', defaultHostname: 'mail.dezky.test', rsaDelayMs: 0, rsaKeys: sharedRsaKeys() });
  closers.push(() => stalwart.close());
  const dns = await startDnsSandbox({ port: 0, controlPort: 0, directory: join(home, 'dns') });
  closers.push(() => dns.close());
  const config = readMailConfig({
    MAIL_DATABASE_URL: database.url('app'),
    STALWART_URL: stalwart.url,
    STALWART_AUTHORIZATION: `Bearer ${serviceApiKey}`,
    STALWART_IMAP_URL: stalwart.imapUrl,
    STALWART_SMTP_URL: stalwart.smtpUrl,
    STALWART_MASTER_USER: stalwart.master.user,
    STALWART_MASTER_PASSWORD: stalwart.master.password,
    PORTAL_URL: 'http://portal.test',
    DNS_RESOLVERS: dns.address,
    DNS_AUTHORITY_PORT: String(dns.port),
    ...environment,
  });
  const peers = new Peers('mail', signer('mail'), (_subgraph, { variables }) => {
    audit.push(...(JSON.parse(String(variables?.['records'])) as AuditLine[]));
    return Promise.resolve({ data: { recordAudit: true } });
  });
  const mail = await createMailSubgraph({ config, encryptionKey: randomBytes(32).toString('base64'), verifier: new ActorVerifier(keys), peers, log, patience: { tries: 30, backoff: () => 50 }, watchEveryMs });
  closers.push(() => mail.stop());
  if (!mail.workflows) throw new Error('mail hosts no workflows');
  const engine = await WorkflowEngine.launch({ url: database.url('workflow'), hosted: [mail.workflows], log, pollMs: 50, lostLock: () => undefined });
  closers.push(() => engine.stop());
  mail.start();

  const ask: RunningMail['ask'] = async (actor, query, variables = {}, waitMs = undefined) => {
    const issuer = actor.kind === 'PEER' ? actor.peer : 'gateway';
    const result = await mail.answer({ query, variables, actorToken: await signer(issuer).sign(actor), requestId: 'spec', ipAddress: null, ...(waitMs === undefined ? {} : { waitMs }) });
    return { data: JSON.parse(JSON.stringify(result.data ?? {})) as Record<string, unknown>, errors: (result.errors ?? []).map((error) => `${String(error.extensions['code'])}: ${error.message}`) };
  };

  const ownedDomain: RunningMail['ownedDomain'] = async (tenantId, name) => {
    const added = await ask(user(tenantId), 'mutation ($input: AddDomainInput!) { addDomain(input: $input) { ... on DomainAdded { domain { id name records { host type value } } } ... on Failure { message } } }', { input: { tenantId, name } });
    const claim = (added.data['addDomain'] as Partial<{ domain: { id: string; name: string; records: { host: string; type: string; value: string }[] } }>).domain;
    if (!claim) throw new Error(`${name} was not added: ${JSON.stringify(added)}`);
    publishRecords(dns, { domain: claim.name, records: claim.records });
    const checked = await ask(user(tenantId), 'mutation ($input: DomainInput!) { recheckDomain(input: $input) { ... on DomainRechecked { domain { id name status records { kind type host value required state } recordsToFix } workflow { id state steps { name state lastError } } } } }', { input: { domainId: claim.id } }, 30_000);
    return checked.data['recheckDomain'] as Awaited<ReturnType<RunningMail['ownedDomain']>>;
  };

  const verifiedDomain: RunningMail['verifiedDomain'] = async (tenantId = newId()) => {
    const name = `v-${randomBytes(4).toString('hex')}.test`;
    const { domain, workflow } = await ownedDomain(tenantId, name);
    if (workflow?.state !== 'SUCCEEDED') throw new Error(`${name} could not be set up: ${workflow?.state}`);
    await sql(`update mail.domains set status = 'VERIFIED', next_check_at = 'infinity' where id = $1`, [domain.id]);
    return { tenantId, name, domainId: domain.id };
  };

  return {
    databaseUrl: config.MAIL_DATABASE_URL,
    stalwart,
    dns,
    audit,
    ask,
    sql,
    ownedDomain,
    verifiedDomain,
    async mailboxOf(localPart, of) {
      const { tenantId, name } = of ?? (await verifiedDomain());
      const [memberId, address] = [newId(), `${localPart}@${name}`];
      const input = { tenantId, memberId, address, displayName: localPart, password: mailboxPassword };
      const { data, errors } = await ask(identity(tenantId), 'mutation ($input: ProvisionMailboxInput!) { provisionMailbox(input: $input) { id } }', { input });
      if (errors.length > 0) throw new Error(errors.join());
      return { tenantId, name, memberId, mailboxId: (data['provisionMailbox'] as { id: string }).id, address };
    },
    signIn: async (address, password = mailboxPassword) => (await fetch(`${stalwart.url}/jmap/session`, { headers: { authorization: `Basic ${Buffer.from(`${address}:${password}`).toString('base64')}` } })).status,
    stop: async () => {
      for (let close = closers.pop(); close; close = closers.pop()) await close();
      rmSync(home, { recursive: true });
    },
  };
}
