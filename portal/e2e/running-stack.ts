import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { createLogger } from '@dezky/kit/log/logger';
import type { sharedRsaKeys } from '@dezky/sandbox/rsa-keys';
import type { fetchToken } from '@dezky/stack/fetch-token';
import type { startDistributed } from '@dezky/stack/start-distributed';
import type { Sandboxes } from '@dezky/stack/start-sandboxes';
import type { Stack, StackOptions, startStack } from '@dezky/stack/start-stack';
import pino from 'pino';

/** What `built-product.cjs` gives to journeys. */
declare const builtProduct: {
  readonly startStack: typeof startStack;
  readonly startDistributed: typeof startDistributed;
  readonly fetchToken: typeof fetchToken;
  readonly createLogger: typeof createLogger;
  readonly sharedRsaKeys: typeof sharedRsaKeys;
};

/** The whole product with its demonstration data, in a folder of its own. */
export interface RunningStack {
  readonly url: string;
  readonly sandboxes: Sandboxes;
  /** Of a demonstration account. */
  password(email: string): string;
  /** Asks the API as a demonstration account does from a program: what happens beside the browser. */
  ask<Data>(email: string, query: string, variables?: Readonly<Record<string, unknown>>): Promise<Data>;
  stop(): Promise<void>;
}

/**
 * One process, or with JOURNEYS=distributed two processes of each part, of which one after the other is killed or asked
 * to end all the while.
 *
 * @throws Error when the portal or the Explorer is not built.
 */
export async function runStack(): Promise<RunningStack> {
  const root = resolve(__dirname, '..', '..');
  const portalDirectory = join(root, 'portal', 'dist', 'browser');
  const explorerDirectory = join(root, 'gateway', 'dist-explorer');
  for (const page of [join(portalDirectory, 'index.html'), join(explorerDirectory, 'explorer.html')]) if (!existsSync(page)) throw new Error(`${page} is not built. Run \`npm run build\` first.`);
  const home = mkdtempSync(join(tmpdir(), 'dezky-journeys-'));
  const log = builtProduct.createLogger({ name: 'journeys', level: 'warn', destination: pino.destination({ dest: join(home, 'dezky.log'), sync: true }) });
  const ground = { home, port: 0, log, demo: true, durable: false, rsaKeys: builtProduct.sharedRsaKeys() };
  const { stack, stop } = process.env['JOURNEYS'] === 'distributed' ? await manyProcesses(root, ground) : await oneProcess({ portalDirectory, explorerDirectory, schemaDirectory: join(root, 'schema'), ...ground });
  const { url, sandboxes } = stack;
  if (sandboxes === null) throw new Error('The stack runs on back ends of somebody else.');
  const password = (email: string): string => {
    const found = stack.secrets.accounts[email];
    if (found === undefined) throw new Error(`${email} is no demonstration account.`);
    return found;
  };
  const tokens = new Map<string, Promise<string>>();
  return {
    url,
    sandboxes,
    password,
    ask: async <Data>(email: string, query: string, variables: Readonly<Record<string, unknown>> = {}) => {
      const token = tokens.get(email) ?? builtProduct.fetchToken({ authentikUrl: sandboxes.places.authentikUrl, portalUrl: url }, email, password(email));
      tokens.set(email, token);
      const headers = { authorization: `Bearer ${await token}`, 'content-type': 'application/json' };
      const answer = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
      return ((await answer.json()) as { data: Data }).data;
    },
    stop: async () => {
      await stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

interface Begun {
  readonly stack: Stack;
  stop(): Promise<void>;
}

type Ground = Pick<StackOptions, 'home' | 'port' | 'log' | 'demo' | 'durable' | 'rsaKeys'>;

async function oneProcess(options: Ground & { portalDirectory: string; explorerDirectory: string; schemaDirectory: string }): Promise<Begun> {
  const founded = process.env['JOURNEYS_FOUNDED'];
  if (founded !== undefined) cpSync(founded, options.home, { recursive: true });
  // Steps give up within a second, so that a journey sees a stop without waiting for minutes.
  const stack = await builtProduct.startStack({ ...options, patience: { tries: 3, backoff: () => 250 } });
  return { stack, stop: () => stack.stop() };
}

async function manyProcesses(root: string, ground: Ground): Promise<Begun> {
  const stack = await builtProduct.startDistributed({ ...ground, root, replicas: 2, environment: { WORKFLOW_TRIES: '6', DRAIN_MS: '1000', KEY_ROTATION_SECONDS: '20' } });
  let going = true;
  const unrest = (async (): Promise<void> => {
    for (let turn = 0; going; turn += 1) {
      const one = stack.processes[turn % stack.processes.length];
      await one?.restart(turn % 2 === 0 ? 'SIGKILL' : 'SIGTERM');
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
  })();
  return {
    stack,
    stop: async () => {
      going = false;
      await unrest;
      await stack.stop();
    },
  };
}
