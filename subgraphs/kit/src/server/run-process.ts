import { BackEndError } from '../http/back-end-error';
import { readEnvironment } from '../config/environment';
import type { Logger } from '../log/logger';
import { serveMetrics } from '../observe/metrics-server';
import { startTracing } from '../observe/tracing';
import { processVariables } from './process-variables';

const observationVariables = { METRICS_PORT: processVariables.METRICS_PORT, LISTEN_HOST: processVariables.LISTEN_HOST, OTEL_EXPORTER_OTLP_ENDPOINT: processVariables.OTEL_EXPORTER_OTLP_ENDPOINT };

export interface Stoppable {
  stop(): Promise<void>;
}

/** What an operator can mend, in one line; everything else with its place in the code. */
const friendly: ReadonlySet<string> = new Set(['ConfigurationError', 'FenceError', 'StartError']);

function explain(error: unknown): string {
  if (error instanceof BackEndError || (error instanceof Error && friendly.has(error.name))) return error.message;
  const { code, port, stack } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE') return `Port ${port ?? ''} is in use. Set another PORT.`;
  if (code === '28P01' || code === '28000') return 'PostgreSQL refuses a password of this part.';
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'ETIMEDOUT') return `PostgreSQL cannot be reached (${code}).`;
  return stack ?? String(error);
}

/** Metrics and traces first, so that they see the start, and last, so that they see the end. */
async function observed(name: string, start: () => Promise<Stoppable>): Promise<Stoppable> {
  const { METRICS_PORT, LISTEN_HOST, OTEL_EXPORTER_OTLP_ENDPOINT } = readEnvironment(observationVariables);
  const tracing = OTEL_EXPORTER_OTLP_ENDPOINT ? startTracing({ service: `dezky-${name}`, endpoint: OTEL_EXPORTER_OTLP_ENDPOINT }) : null;
  const closeMetrics = METRICS_PORT === 0 ? null : await serveMetrics({ host: LISTEN_HOST, port: METRICS_PORT });
  const running = await start();
  return {
    stop: async () => {
      await running.stop();
      await closeMetrics?.();
      await tracing?.stop();
    },
  };
}

/**
 * The life of a process: starts, ends cleanly at SIGTERM or SIGINT, or when the process that started it is gone.
 * A start that fails is told in one line on the standard error, with exit code 1.
 */
export function runProcess(name: string, log: Logger, start: () => Promise<Stoppable>): void {
  const starting = observed(name, start);
  let stopping = false;
  const stop = (why: string): void => {
    if (stopping) return;
    stopping = true;
    log.info({ why }, 'stopping');
    starting
      .then((running) => running.stop())
      .then(
        () => process.exit(0),
        (error: unknown) => {
          log.error({ err: error }, 'stopping failed');
          process.exit(1);
        },
      );
  };
  process.on('SIGINT', () => stop('SIGINT'));
  process.on('SIGTERM', () => stop('SIGTERM'));
  if (process.send) process.on('disconnect', () => stop('the process that started this one is gone'));
  starting.then(
    () => {
      log.info('ready');
      process.send?.({ ready: name });
    },
    (error: unknown) => {
      if (stopping) return;
      process.stderr.write(`${name} could not start: ${explain(error)}\n`);
      process.exit(1);
    },
  );
}
