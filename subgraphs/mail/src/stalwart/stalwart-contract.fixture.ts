import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BackEndError } from '@dezky/kit/http/back-end-error';
import { startStalwartSandbox } from '@dezky/sandbox/stalwart/stalwart-sandbox';
import { createLogIns, type LogIns } from './log-ins';
import { createStalwartClient, type StalwartClient } from './stalwart-client';

interface Reached {
  readonly url: string;
  readonly authorization: string;
  /** Where mail programs connect, and the account that may log in as others. */
  readonly imap: string;
  readonly smtp: string;
  readonly master: { readonly user: string; readonly password: string };
  close?(): Promise<void>;
}

/** The server that a contract runs on, and what its tests have in common. Whatever is made here is cleaned up, the latest first. */
export interface ContractServer {
  readonly client: StalwartClient;
  readonly logIns: LogIns;
  readonly reached: Reached;
  /** In every name that is made, so that the suites may run on a server in use. */
  readonly run: string;
  readonly password: string;
  readonly displayName: string;
  readonly newDomain: (label: string) => Promise<{ id: string; name: string }>;
  readonly newMailbox: (localPart: string, domainId: string) => Promise<string>;
  readonly cleanUp: (step: () => Promise<void>) => void;
  readonly until: (condition: () => Promise<boolean>) => Promise<void>;
  /** The status that JMAP answers a log-in with. */
  readonly signIn: (address: string, secret: string) => Promise<number>;
  /** Fault and code of what was refused, or `none`. */
  readonly faultOf: (work: Promise<unknown>) => Promise<string>;
}

/**
 * What Dezky relies on from a Stalwart server for one group of verbs: on the sandbox always, and on a real server when
 * `STALWART_URL` and `STALWART_AUTHORIZATION` name one.
 *
 * @param needs `mailPrograms` for IMAP, SMTP and the master account; on a real server that is not told of them the tests are skipped and counted as such.
 */
export function stalwartContract(group: string, tests: (server: ContractServer) => void, needs: { readonly mailPrograms?: boolean } = {}): void {
  describe(`Stalwart contract on the sandbox: ${group}`, () => runOn(sandbox, tests));
  const { STALWART_URL: url, STALWART_AUTHORIZATION: authorization, STALWART_IMAP_URL: imap, STALWART_SMTP_URL: smtp, STALWART_MASTER_USER: user, STALWART_MASTER_PASSWORD: password } = process.env;
  if (url === undefined || authorization === undefined) return;
  const told = imap !== undefined && smtp !== undefined && user !== undefined && password !== undefined;
  const reached = { url, authorization, imap: imap ?? 'imap://none.invalid', smtp: smtp ?? 'smtp://none.invalid', master: { user: user ?? '', password: password ?? '' } };
  (needs.mailPrograms && !told ? describe.skip : describe)(`Stalwart contract on ${url}: ${group}`, () => runOn(() => Promise.resolve(reached), tests));
}

async function sandbox(): Promise<Reached> {
  const directory = mkdtempSync(join(tmpdir(), 'dezky-stalwart-'));
  const serviceApiKey = `API_${randomBytes(19).toString('hex')}`;
  const started = await startStalwartSandbox({ port: 0, directory, adminUser: 'admin', adminPassword: 'recovery', serviceApiKey, servicePassword: `Correct-Horse-${randomBytes(4).toString('hex')}-Master`, defaultHostname: 'mail.platform.test' });
  const close = async (): Promise<void> => {
    await started.close();
    rmSync(directory, { recursive: true });
  };
  return { url: started.url, authorization: `Bearer ${serviceApiKey}`, imap: started.imapUrl, smtp: started.smtpUrl, master: started.master, close };
}

function runOn(reach: () => Promise<Reached>, tests: (server: ContractServer) => void): void {
  const run = randomBytes(4).toString('hex');
  const [password, displayName] = [`Correct-Horse-${run}-Battery`, 'Anna Jensen'];
  const steps: (() => Promise<void>)[] = [];
  const cleanUp = (step: () => Promise<void>): void => void steps.unshift(step);
  let [reached, client, logIns] = [] as unknown as [Reached, StalwartClient, LogIns];

  beforeAll(async () => {
    reached = await reach();
    client = createStalwartClient(reached);
    logIns = createLogIns({ jmap: reached.url, imap: reached.imap, smtp: reached.smtp });
  });
  afterAll(async () => {
    for (const step of steps) await step();
    await Promise.all([client.close(), logIns.close()]);
    await reached.close?.();
  });

  tests({
    run,
    password,
    displayName,
    cleanUp,
    get client() {
      return client;
    },
    get logIns() {
      return logIns;
    },
    get reached() {
      return reached;
    },
    async newDomain(label) {
      const name = `${label}-${run}.test`;
      const { id } = await client.ensureDomain(name);
      cleanUp(() => client.destroyDomain(id));
      return { id, name };
    },
    async newMailbox(localPart, domainId) {
      const { id } = await client.ensureMailbox({ localPart, domainId, displayName, password });
      cleanUp(() => client.destroyMailbox(id));
      return id;
    },
    async until(condition) {
      while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 50));
    },
    async signIn(address, secret) {
      const authorization = `Basic ${Buffer.from(`${address}:${secret}`).toString('base64')}`;
      const body = JSON.stringify({ using: ['urn:ietf:params:jmap:core'], methodCalls: [['Core/echo', {}, '0']] });
      return (await fetch(new URL('/jmap', reached.url), { method: 'POST', headers: { authorization, 'content-type': 'application/json' }, body })).status;
    },
    faultOf: (work) =>
      work.then(
        () => 'none',
        (error: unknown) => (error instanceof BackEndError ? `${error.fault} ${error.code ?? ''}`.trim() : Promise.reject(error as Error)),
      ),
  });
}
