import { type Environment, shape, variable } from '../config/environment';
import { z } from 'zod';

const urls = shape.list.refine((list) => list.length > 0 && list.every((url) => URL.canParse(url)), 'it has to be one URL or more, separated by commas');

/** Where the replicas of each subgraph are; for the gateway and for subgraphs, who ask each other as peers. */
export const placeVariables = {
  IDENTITY_URLS: variable('Where the replicas of identity answer.', urls),
  MAIL_URLS: variable('Where the replicas of mail answer.', urls),
  STORAGE_URLS: variable('Where the replicas of storage answer.', urls),
  BILLING_URLS: variable('Where the replicas of billing answer.', urls),
  BOOKING_URLS: variable('Where the replicas of booking answer.', urls),
};

/** What every process needs, whatever part it is. */
export const processVariables = {
  LISTEN_HOST: variable('The address to listen on.', shape.text, { local: '127.0.0.1' }),
  PORT: variable('The port to listen on.', shape.port),
  ENCRYPTION_KEY: variable('32 random bytes in base64; seals the secrets that lie in the database. Without it they are lost.', shape.text, { secret: true }),
  LOG_LEVEL: variable('What is logged, as JSON lines on the standard output: error, warn, info, debug.', shape.text, { local: 'info' }),
  DRAIN_MS: variable('How long to go on answering after SIGTERM, in milliseconds, so that those in front take notice.', shape.count, { local: '2000' }),
  METRICS_PORT: variable('The port of GET /metrics (Prometheus), on the same address; 0 serves none.', shape.port, { local: '0' }),
  OTEL_EXPORTER_OTLP_ENDPOINT: variable('Base URL of an OpenTelemetry collector that traces are sent to over HTTP; empty sends none.', shape.text.or(z.literal('')), { local: '' }),
  KEY_ROTATION_SECONDS: variable('How long a key signs actors before the next one does.', shape.count, { local: '3600' }),
};

/** What the process of a subgraph needs beside its own variables and those above. */
export const subgraphProcessVariables = {
  ...processVariables,
  ROLE: variable('What the process does: answer requests, work on workflows and deliveries, or all of it.', z.enum(['all', 'answer', 'work']), { local: 'all' }),
  GATEWAY_URLS: variable('Where the replicas of the gateway answer peers: their PEER_PORT.', urls),
  WORKFLOW_DATABASE_URL: variable('PostgreSQL as role workflow_owner, which the workflow engine works with.', shape.url, { secret: true }),
  WORKFLOW_TRIES: variable('Tries of one workflow step against passing faults.', shape.count, { local: '9' }),
  WORKFLOW_BACKOFF_MS: variable('How long to wait after the first failed try, in milliseconds; it doubles up to 15 s.', shape.count, { local: '250' }),
};

export type PlaceConfig = Environment<typeof placeVariables>;

/** Base URLs by the subgraph's name. */
export const placesOf = (config: PlaceConfig): Readonly<Record<string, readonly string[]>> => ({
  identity: config.IDENTITY_URLS,
  mail: config.MAIL_URLS,
  storage: config.STORAGE_URLS,
  billing: config.BILLING_URLS,
  booking: config.BOOKING_URLS,
});
