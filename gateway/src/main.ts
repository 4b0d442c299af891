import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readEnvironment, shape, variable } from '@dezky/kit/config/environment';
import { ActorVerifier } from '@dezky/kit/context/actor-token';
import { KeyRing } from '@dezky/kit/context/key-ring';
import { createLogger } from '@dezky/kit/log/logger';
import { httpTransport } from '@dezky/kit/peer/http-transport';
import { placeVariables, placesOf, processVariables } from '@dezky/kit/server/process-variables';
import { type Stoppable, runProcess } from '@dezky/kit/server/run-process';
import { Pool } from 'pg';
import { readGatewayConfig } from './config';
import { Gateway } from './gateway';

const root = resolve(__dirname, '..', '..', '..');

const gatewayProcessVariables = {
  ...processVariables,
  ...placeVariables,
  PEER_PORT: variable('The port on which the gateway answers the other parts, who prove themselves by their signature. For the private network alone: no proxy leads to it.', shape.port),
  SANDBOX_URL: variable('The sandbox page that the portal links to, where there is one.', shape.text, { local: '' }),
};

const log = createLogger({ name: 'gateway', level: process.env['LOG_LEVEL'] ?? 'info' });

/** The gateway in a process of its own; subgraphs are reached over HTTP. */
async function start(): Promise<Stoppable> {
  const config = readGatewayConfig(process.env);
  const { ENCRYPTION_KEY, DRAIN_MS, KEY_ROTATION_SECONDS, SANDBOX_URL, PEER_PORT, ...places } = readEnvironment(gatewayProcessVariables);
  const pool = new Pool({ connectionString: config.GATEWAY_DATABASE_URL, max: 1, application_name: 'dezky-gateway-keys' });
  pool.on('error', (error) => log.warn({ err: error }, 'a database connection was lost'));
  const keys = await KeyRing.open({ pool, issuer: 'gateway', log, rotateAfterMs: KEY_ROTATION_SECONDS * 1_000 });
  const transport = httpTransport(placesOf(places), log);
  const gateway = await Gateway.start({
    config,
    supergraphSdl: readFileSync(resolve(root, 'schema', 'supergraph.graphql'), 'utf8'),
    transport: transport.send,
    signingKey: keys,
    verifier: new ActorVerifier(keys),
    peerPort: PEER_PORT,
    encryptionKey: ENCRYPTION_KEY,
    portalDirectory: resolve(root, 'portal', 'dist', 'browser'),
    explorerDirectory: resolve(root, 'gateway', 'dist-explorer'),
    portalConfig: { productName: 'Dezky', sandboxUrl: SANDBOX_URL || null, explorerUrl: config.OPERATOR_URL },
    // A subgraph that is down leaves its fields empty; the rest is served, so it does not make the gateway unready.
    health: async () => ({ database: await pool.query('select 1').then(() => true, () => false) }),
    drainMs: DRAIN_MS,
    log,
  });
  return {
    stop: async () => {
      await gateway.stop();
      keys.close();
      await transport.close();
      await pool.end();
    },
  };
}

runProcess('gateway', log, start);
