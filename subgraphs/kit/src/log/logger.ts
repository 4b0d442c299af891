import { traceIds } from '../observe/tracing';
import pino, { type Logger as PinoLogger, type LoggerOptions } from 'pino';

export type Logger = PinoLogger;

/** Fields that never reach a log line, at any of the depths our objects have. */
const secretFields = ['authorization', 'cookie', 'password', 'newPassword', 'oneTimePassword', 'secret', 'clientSecret', 'token', 'accessToken', 'refreshToken', 'idToken', 'access_token', 'refresh_token', 'id_token'];

export const redaction = {
  paths: secretFields.flatMap((field) => [field, `*.${field}`, `*.*.${field}`, `*.*.*.${field}`]),
  censor: '[redacted]',
};

/**
 * The logger of a process. Levels: `error` a person must look, `warn` it mended itself,
 * `info` something a tenant would notice, `debug` the rest.
 */
export function createLogger(options: { name: string; level?: string; destination?: pino.DestinationStream }): Logger {
  const settings: LoggerOptions = {
    name: options.name,
    level: options.level ?? 'info',
    redact: redaction,
    base: { name: options.name },
    mixin: traceIds,
    serializers: { err: plainError },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  };
  return options.destination ? pino(settings, options.destination) : pino(settings);
}

/** Of an error, what helps to find it: database errors carry their whole connection along otherwise. */
function plainError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { code } = error as { code?: unknown };
  return { type: error.name, message: error.message, ...(code === undefined ? {} : { code }), stack: error.stack, ...(error.cause ? { cause: plainError(error.cause) } : {}) };
}
