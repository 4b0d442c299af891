import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Payer } from '@dezky/gateway/budget/budget';
import { MemoryBuckets } from '@dezky/gateway/budget/memory-buckets';
import { composeSupergraph } from '@dezky/gateway/federation/compose-supergraph';
import { GraphqlServer } from '@dezky/gateway/federation/graphql-server';
import { portalDocuments } from '@dezky/gateway/trusted-documents/portal-documents.generated';
import type { Actor, UserActor } from '@dezky/kit/context/actor';
import { IdempotencyKeys } from '@dezky/kit/idempotency/idempotency-keys';
import { createLogger } from '@dezky/kit/log/logger';
import type { Patience } from '@dezky/kit/workflow/run-workflow';
import { SignInBrowser } from '@dezky/sandbox/authentik/sign-in-browser';
import { sharedRsaKeys } from '@dezky/sandbox/rsa-keys';
import { fetchToken } from './fetch-token';
import { type FoundedPerson, actorOf, foundTenant } from './found-tenant';
import { discard } from './made-once.fixture';
import { printedSupergraph } from './printed-supergraph';
import { schemaDirectory, stackHome } from './stack-home.fixture';
import type { Sandboxes } from './start-sandboxes';
import { type OneProcessStack, type StackOptions, startStack } from './start-stack';

export interface GraphqlAnswer {
  readonly status: number;
  /** Null where the whole answer is an error. */
  readonly data: Record<string, unknown> | null;
  readonly errors: readonly { readonly message: string; readonly path?: readonly (string | number)[]; readonly extensions: Readonly<Record<string, unknown>> }[];
  readonly headers: Headers;
  /** The body as it came. */
  readonly text: string;
}

/** An access token, the cookie of a session, or nothing. */
export type Credential = { readonly token: string } | { readonly cookie: string } | null;

/** A document of one's own, which takes a token, or one of the portal's by its name, which is all that a session or a visitor may run. */
export type Document = string | { readonly portal: string };

export interface TestPerson extends Omit<FoundedPerson, 'password'> {
  /** Still has the one-time password. */
  readonly newcomer?: boolean;
}

export interface TestTenant {
  readonly id: string;
  readonly slug: string;
  readonly domain: string;
  /** Addresses by local part. */
  readonly email: (localPart: string) => string;
}

export interface SignedInBrowser {
  /** The value of the session's cookie. */
  readonly cookie: string;
  /** The browser at the identity provider, whose session it keeps. */
  readonly browser: SignInBrowser;
  /** Everything the gateway answered on the way: the redirect to the provider, and the one that ends in the portal. */
  readonly answers: readonly Response[];
}

/** A stack of a test's own with everything in a folder that goes with it. Stop it in `afterAll`. */
export interface TestStack extends Omit<OneProcessStack, 'sandboxes'> {
  readonly sandboxes: Sandboxes;
  graphql(credential: Credential, document: Document, variables?: Record<string, unknown>): Promise<GraphqlAnswer>;
  /**
   * Plans and runs an operation for an actor in this process, as the gateway does behind its door: no route, no limits. For what has to be
   * asked completely, or as a visitor with a document of one's own.
   */
  runAs(actor: Actor, query: string, variables?: Record<string, unknown>): Promise<Pick<GraphqlAnswer, 'data' | 'errors'>>;
  passwordOf(email: string): string;
  /** An access token, got the way a person gets one. */
  tokenOf(email: string, password?: string): Promise<string>;
  /** Signs in to the portal as a browser does. */
  signIn(email: string): Promise<SignedInBrowser>;
  actorOf(email: string): Promise<UserActor | null>;
  /** A tenant with a verified domain; without members it has an owner, an admin and a member. */
  newTenant(options?: { slug?: string; members?: readonly TestPerson[]; seatLimit?: number }): Promise<TestTenant>;
}

export type TestStackOptions = Pick<StackOptions, 'demo' | 'environment' | 'observe' | 'patience' | 'portalDirectory' | 'explorerDirectory' | 'operatorHost'>;

/** Long enough for a fault that is taken away again, short enough to see what follows one that stays. */
const impatience: Patience = { tries: 6, backoff: (n) => Math.min(1_000, 100 * 2 ** (n - 1)) };

const everyday: readonly TestPerson[] = [
  { localPart: 'owner', displayName: 'Olivia Berg', role: 'OWNER' },
  { localPart: 'admin', displayName: 'Anders Holm', role: 'ADMIN' },
  { localPart: 'member', displayName: 'Mia Lindqvist', role: 'MEMBER' },
];

export async function startTestStack(options: TestStackOptions = {}): Promise<TestStack> {
  const home = mkdtempSync(join(tmpdir(), 'dezky-test-'));
  await stackHome(home, options);
  const stack = await startStack({ patience: impatience, ...options, home, port: 0, durable: false, rsaKeys: sharedRsaKeys(), schemaDirectory, log: createLogger({ name: 'test', level: 'silent' }) }).catch(async (error: unknown) => {
    await discard(home);
    throw error;
  });
  if (!stack.sandboxes) throw new Error('A test needs the sandboxes of its own stack.');
  const passwords = new Map<string, string>(Object.entries(stack.secrets.accounts));
  let tenants = 0;
  const passwordOf = (email: string): string => {
    const password = passwords.get(email);
    if (password === undefined) throw new Error(`The test made no account ${email}.`);
    return password;
  };
  const behindTheDoor = startBehindTheDoor(stack);
  return {
    ...stack,
    sandboxes: stack.sandboxes,
    passwordOf,
    runAs: (actor, query, variables = {}) => behindTheDoor.run(actor, query, variables),
    graphql: (credential, document, variables = {}) => askGraphql(stack.url, credential, document, variables),
    tokenOf: (email, password = passwordOf(email)) => fetchToken({ authentikUrl: stack.places.authentikUrl, portalUrl: stack.url }, email, password),
    signIn: (email) => signInToPortal(stack.url, email, passwordOf(email)),
    actorOf: (email) => actorOf(stack, email),
    newTenant: async ({ slug = `t${(tenants += 1)}-${randomBytes(3).toString('hex')}`, members = everyday, seatLimit = 50 } = {}) => {
      const domain = `${slug}.test`;
      const email = (localPart: string): string => `${localPart}@${domain}`;
      const people = members.map(({ newcomer, ...person }) => {
        if (newcomer) return person;
        const password = randomBytes(12).toString('base64url');
        passwords.set(email(person.localPart), password);
        return { ...person, password };
      });
      const { id, oneTimePasswords } = await foundTenant(stack, { slug, name: slug.toUpperCase(), seatLimit, domain, people });
      for (const [address, password] of oneTimePasswords) passwords.set(address, password);
      return { id, slug, domain, email };
    },
    stop: async () => {
      await behindTheDoor.stop();
      await stack.stop();
      await discard(home);
    },
  };
}

const endless: Payer = { kind: 'user', key: 'test', bucket: { capacity: Number.MAX_SAFE_INTEGER, perSecond: 1_000_000 } };

/** The gateway's planner and nothing of its door, started when it is first asked for. */
function startBehindTheDoor(stack: OneProcessStack) {
  let started: Promise<GraphqlServer> | undefined;
  const start = (): Promise<GraphqlServer> => {
    const buckets = new MemoryBuckets();
    const keys = new IdempotencyKeys(() => Promise.reject(new Error('Nothing sends a key here.')), 'gateway', stack.secrets.encryptionKey);
    const budgets = { take: (payer: Payer, cost: number) => Promise.resolve(buckets.take(payer, cost)), settle: () => undefined };
    return GraphqlServer.start({ supergraphSdl: printedSupergraph(schemaDirectory, stack.subgraphs) ?? composeSupergraph(stack.subgraphs).supergraphSdl, transport: stack.transport, keys, budgets, ceiling: Number.MAX_SAFE_INTEGER, log: createLogger({ name: 'test', level: 'silent' }) });
  };
  const run = async (actor: Actor, query: string, variables: Record<string, unknown>): Promise<Pick<GraphqlAnswer, 'data' | 'errors'>> => {
    const server = await (started ??= start());
    const context = { actorToken: await stack.gatewaySigner.sign(actor), requestId: 'test', ipAddress: null, actorKind: 'test', deadline: Date.now() + 60_000, payer: endless };
    const { body } = await server.execute({ method: 'POST', headers: { 'content-type': 'application/json' }, search: '', body: { query, variables } }, context);
    const { data = null, errors = [] } = JSON.parse(body) as Partial<Pick<GraphqlAnswer, 'data' | 'errors'>>;
    return { data, errors };
  };
  return { run, stop: async () => (await started)?.stop() };
}

async function askGraphql(url: string, credential: Credential, document: Document, variables: Record<string, unknown>): Promise<GraphqlAnswer> {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (credential && 'token' in credential) headers['authorization'] = `Bearer ${credential.token}`;
  if (credential && 'cookie' in credential) Object.assign(headers, { cookie: `dezky_session=${credential.cookie}`, 'x-dezky-csrf': '1', origin: url });
  const answer = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ ...bodyOf(document), variables }) });
  const text = await answer.text();
  const { data = null, errors = [] } = JSON.parse(text) as Partial<Pick<GraphqlAnswer, 'data' | 'errors'>>;
  return { status: answer.status, data, errors, headers: answer.headers, text };
}

/** What the portal, or a program, puts into a request for a document. */
export function bodyOf(document: Document): Record<string, string> {
  if (typeof document === 'string') return { query: document };
  const found = Object.entries(portalDocuments).find(([, text]) => new RegExp(`^(?:query|mutation) ${document.portal}\\b`).test(text));
  if (!found) throw new Error(`The portal has no operation ${document.portal}.`);
  return { documentId: found[0] };
}

async function signInToPortal(url: string, email: string, password: string): Promise<SignedInBrowser> {
  const login = await fetch(`${url}/auth/login`, { redirect: 'manual' });
  const browser = new SignInBrowser(`${url}/auth/callback`);
  const { url: callback, status } = await browser.signIn(login.headers.get('location') ?? '', email, password);
  if (status !== 0) throw new Error(`The identity provider did not let ${email} in.`);
  const landing = await fetch(callback, { redirect: 'manual', headers: { cookie: cookiesOf(login) } });
  const cookie = /dezky_session=([^;]+)/.exec(cookiesOf(landing))?.[1];
  if (!cookie) throw new Error(`The portal did not let ${email} in; it answered ${landing.status} to ${landing.headers.get('location') ?? 'nowhere'}.`);
  return { cookie, browser, answers: [login, landing] };
}

/** The cookies an answer sets, as the next request sends them. */
export const cookiesOf = (answer: Response): string => answer.headers.getSetCookie().map((line) => line.split(';')[0]).join('; ');
