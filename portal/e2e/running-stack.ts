import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createLogger } from '@dezky/kit/log/logger';
import { sharedRsaKeys } from '@dezky/sandbox/rsa-keys';
import type { Sandboxes } from '@dezky/stack/start-sandboxes';
import { startDistributed } from '@dezky/stack/start-distributed';
import { type Stack, type StackOptions, startStack } from '@dezky/stack/start-stack';
import pino from 'pino';

/** The whole product with its demonstration data, in a folder of its own. */
export interface RunningStack {
  readonly url: string;
  readonly sandboxes: Sandboxes;
  /** Of a demonstration account. */
  password(email: string): string;
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
  const log = createLogger({ name: 'journeys', level: 'warn', destination: pino.destination({ dest: join(home, 'dezky.log'), sync: true }) });
  const ground = { home, port: 0, log, demo: true, durable: false, rsaKeys: sharedRsaKeys() };
  const { stack, stop } = process.env['JOURNEYS'] === 'distributed' ? await manyProcesses(root, ground) : await oneProcess({ portalDirectory, explorerDirectory, schemaDirectory: join(root, 'schema'), ...ground });
  if (stack.sandboxes === null) throw new Error('The stack runs on back ends of somebody else.');
  return {
    url: stack.url,
    sandboxes: stack.sandboxes,
    password: (email) => {
      const password = stack.secrets.accounts[email];
      if (password === undefined) throw new Error(`${email} is no demonstration account.`);
      return password;
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
  // The demonstration is founded with patience: on a machine that has much to do, making a DKIM key takes its time.
  const patience = { tries: 120, backoff: () => 250 };
  const stack = await startStack({ ...options, patience });
  // From here on steps give up within a second, so that a journey sees a stop without waiting for minutes.
  patience.tries = 3;
  return { stack, stop: () => stack.stop() };
}

async function manyProcesses(root: string, ground: Ground): Promise<Begun> {
  const stack = await startDistributed({ ...ground, root, replicas: 2, environment: { WORKFLOW_TRIES: '6', DRAIN_MS: '1000', KEY_ROTATION_SECONDS: '20' } });
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
