import 'reflect-metadata';
import { mkdirSync, openSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { serveMetrics } from '@dezky/kit/observe/metrics-server';
import { startTracing } from '@dezky/kit/observe/tracing';
import { ConfigurationError, readEnvironment } from '@dezky/kit/config/environment';
import { createLogger } from '@dezky/kit/log/logger';
import pino from 'pino';
import { demoAccounts } from './secrets';
import { stackVariables } from './stack-variables';
import { startDistributed } from './start-distributed';
import { startStack } from './start-stack';

/** Behind the ports of database and back ends. */
const metricsOffset = 8;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Starts the embedded stack in one process or, with the word "distributed", in many; says how to sign in, and stops cleanly on Ctrl-C. */
async function main(): Promise<void> {
  const root = resolve(__dirname, '..', '..', '..');
  const distributed = process.argv.includes('distributed');
  const { PORT, DEZKY_HOME, LOG_LEVEL, REPLICAS, OTEL_EXPORTER_OTLP_ENDPOINT } = readEnvironment(stackVariables);
  const home = resolve(root, DEZKY_HOME);
  mkdirSync(home, { recursive: true });
  const logFile = join(home, 'dezky.log');
  const log = createLogger({ name: 'dezky', level: LOG_LEVEL, destination: pino.destination({ dest: openSync(logFile, 'a'), sync: false }) });
  const tracing = OTEL_EXPORTER_OTLP_ENDPOINT ? startTracing({ service: 'dezky', endpoint: OTEL_EXPORTER_OTLP_ENDPOINT }) : null;
  const closeMetrics = await serveMetrics({ host: '127.0.0.1', port: PORT + metricsOffset });
  const ground = { home, port: PORT, log, demo: true, progress: (what: string): void => say(`  starting ${what}`) };
  const stack = distributed
    ? await startDistributed({ ...ground, root, replicas: REPLICAS, environment: { OTEL_EXPORTER_OTLP_ENDPOINT } })
    : await startStack({
        ...ground,
        portalDirectory: join(root, 'portal', 'dist', 'browser'),
        explorerDirectory: join(root, 'gateway', 'dist-explorer'),
        supergraphFile: join(root, 'schema', 'supergraph.graphql'),
        onFatal: (error) => {
          log.fatal({ err: error }, 'this process can no longer prove that it lives; others take its work over');
          process.exit(1);
        },
      });
  say('');
  say(`Dezky is ready  ${stack.url}`);
  say(`  portal        ${stack.url}/`);
  say(`  Explorer      ${stack.url}/explorer`);
  say(`  GraphQL       ${stack.url}/graphql`);
  say(`  sandbox       ${stack.url}/sandbox`);
  say(`  metrics       http://localhost:${PORT + metricsOffset}/metrics`);
  say('  sign in as');
  for (const email of demoAccounts) say(`    ${email.padEnd(22)} ${stack.secrets.accounts[email] ?? ''}`);
  say(`  all of it     ${join(home, 'credentials.json')}`);
  say(`  log           ${logFile}${distributed ? `, and one of each process in ${join(home, 'logs')}` : ''}`);
  say('Stop with Ctrl-C.');

  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    say('Stopping…');
    const stopped = stack.stop().then(() => Promise.all([closeMetrics(), tracing?.stop()]));
    stopped.then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'stopping failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

const friendly = new Set(['StartError', 'FenceError', 'ConfigurationError', 'StoreError']);

/** One line for what a person can mend; everything else with its place in the code. */
function explain(error: unknown): string {
  if (error instanceof ConfigurationError || (error instanceof Error && friendly.has(error.name))) return error.message;
  const { code, port, message, stack } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE') return `Port ${port ?? /:(\d+)/.exec(message)?.[1] ?? ''} is in use. Stop what listens there, or start Dezky with another PORT.`;
  if (code === 'ENOSPC') return 'The disk is full. Free some space and start again.';
  if (code === 'EACCES' || code === 'EROFS') return `This user may not write here: ${message}. Give them the folder, or set DEZKY_HOME to another one.`;
  return stack ?? String(error);
}

main().catch((error: unknown) => {
  process.stderr.write(`Dezky could not start: ${explain(error)}\n`);
  process.exitCode = 1;
  setTimeout(() => process.exit(1), 2_000).unref();
});
