import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createLogger } from '@dezky/kit/log/logger';
import type { Sandboxes } from '@dezky/stack/start-sandboxes';
import { startStack } from '@dezky/stack/start-stack';
import pino from 'pino';

/** The whole product with its demonstration data, in a folder of its own. */
export interface RunningStack {
  readonly url: string;
  readonly sandboxes: Sandboxes;
  /** Of a demonstration account. */
  password(email: string): string;
  stop(): Promise<void>;
}

/** @throws Error when the portal is not built. */
export async function runStack(): Promise<RunningStack> {
  const portalDirectory = resolve(__dirname, '..', 'dist', 'browser');
  if (!existsSync(join(portalDirectory, 'index.html'))) throw new Error('The portal is not built. Run `npm run build` first.');
  const home = mkdtempSync(join(tmpdir(), 'dezky-journeys-'));
  const log = createLogger({ name: 'journeys', level: 'warn', destination: pino.destination({ dest: join(home, 'dezky.log'), sync: true }) });
  // The demonstration is founded with patience: on a machine that has much to do, making a DKIM key takes its time.
  const patience = { tries: 120, backoff: () => 250 };
  const stack = await startStack({ home, port: 0, log, demo: true, durable: false, portalDirectory, patience });
  // From here on steps give up within a second, so that a journey sees a stop without waiting for minutes.
  patience.tries = 3;
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
      await stack.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
