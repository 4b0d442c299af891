import 'reflect-metadata';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ActorSigner } from '@dezky/kit/context/actor-token';
import type { Logger } from '@dezky/kit/log/logger';
import type { PeerTransport, Peers } from '@dezky/kit/peer/peers';
import { type Subgraph, subgraphNames } from '@dezky/kit/server/subgraph';
import type { Patience, StepObserver } from '@dezky/kit/workflow/run-workflow';
import { credentialsOf } from './credentials';
import { EmbeddedPostgres } from './embedded-postgres';
import { freePort } from './free-port';
import { prepareDatabase } from './prepare-database';
import { type StackSecrets, loadSecrets, writePrivately } from './secrets';
import { seed } from './seed';
import { startProduct } from './start-product';
import { type SandboxPlaces, type Sandboxes, mailHost, startSandboxes } from './start-sandboxes';

export interface StackOptions {
  /** Everything the stack writes lies in this folder. */
  readonly home: string;
  /** The gateway's port; the parts take the ones after it. 0 takes free ones. */
  readonly port: number;
  readonly log: Logger;
  /** Sandboxes that run already, such as those of a test's own process; without it the stack starts them. */
  readonly sandboxes?: SandboxPlaces;
  /** Another database server; without it the stack starts the embedded one. */
  readonly postgres?: { url(role?: string, password?: string): string; readonly roles: StackSecrets['roles'] };
  /** Off for tests only. */
  readonly durable?: boolean;
  /** Tenants, accounts and partner of the demonstration. */
  readonly demo?: boolean;
  readonly portalDirectory?: string;
  /** The committed supergraph; without it the subgraphs are composed anew, which takes half a second. */
  readonly supergraphFile?: string;
  readonly patience?: Patience;
  readonly observe?: StepObserver;
  readonly onFatal?: (error: Error) => void;
  /** Told of each part as it comes up. */
  readonly progress?: (what: string) => void;
}

export interface Stack {
  readonly url: string;
  readonly secrets: StackSecrets;
  readonly places: SandboxPlaces;
  /** Present where the stack started them itself. */
  readonly sandboxes: Sandboxes | null;
  readonly subgraphs: readonly Subgraph[];
  readonly transport: PeerTransport;
  /** Speaks to the subgraphs in the stack's own name; for seeding and tests. */
  readonly peers: Peers;
  /** Signs actors as the gateway does; for seeding and tests. */
  readonly gatewaySigner: ActorSigner;
  databaseUrl(role?: string, password?: string): string;
  stop(): Promise<void>;
}

/**
 * Starts the whole product in this process: database, back ends, subgraphs, gateway. The one way it is
 * started for development, demonstration and tests alike.
 *
 * @throws StartError, ConfigurationError or FenceError with one line that says what to do.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { home, port, log, progress = () => undefined } = options;
  mkdirSync(home, { recursive: true });
  const secrets = loadSecrets(home);
  const closers: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (let close = closers.pop(); close; close = closers.pop()) await close();
  };
  const at = (offset: number): number => (port === 0 ? 0 : port + offset);
  try {
    progress('database');
    const embedded = options.postgres ? null : await EmbeddedPostgres.start({ directory: join(home, 'postgres'), port: port === 0 ? await freePort() : at(7), password: secrets.postgres, durable: options.durable ?? true });
    if (embedded) closers.push(() => embedded.stop());
    const roles = options.postgres?.roles ?? secrets.roles;
    const url = (role?: string, password?: string): string => (options.postgres ? options.postgres.url(role, password) : (embedded as EmbeddedPostgres).url(role, password));
    if (!options.postgres) await prepareDatabase({ adminUrl: url(), url, secrets, log });

    progress('back ends');
    const gatewayPort = port === 0 ? await freePort() : port;
    const portalUrl = `http://localhost:${gatewayPort}`;
    const sandboxes = options.sandboxes ? null : await startSandboxes({ home: join(home, 'sandbox'), at, secrets, portalUrl });
    if (sandboxes) closers.push(() => sandboxes.close());
    const places = options.sandboxes ?? (sandboxes as Sandboxes).places;

    const appUrl = (schema: string): string => url(`${schema}_app`, roles[schema]?.app ?? '');
    const environment: NodeJS.ProcessEnv = {
      PORT: String(gatewayPort),
      PORTAL_URL: portalUrl,
      BOOKING_URL: `${portalUrl}/book`,
      MAIL_URL: `https://${mailHost}`,
      PLATFORM_TENANT_DOMAIN: 'dezky.test',
      AUTH_URL: places.authentikUrl,
      AUTHENTIK_URL: places.authentikUrl,
      AUTHENTIK_TOKEN: secrets.authentikToken,
      STALWART_URL: places.stalwartUrl,
      STALWART_AUTHORIZATION: `Bearer ${secrets.stalwartApiKey}`,
      DNS_RESOLVERS: places.dnsAddress,
      OCIS_URL: places.ocisUrl,
      OCIS_ISSUER: places.ocisIssuer,
      OCIS_CLIENT_ID: places.ocisClientId,
      OCIS_REFRESH_TOKEN: places.ocisRefreshToken,
      STRIPE_URL: places.stripeUrl,
      STRIPE_KEY: secrets.stripeKey,
      PORTAL_OIDC_CLIENT_SECRET: secrets.portalClientSecret,
      ...Object.fromEntries([...subgraphNames, 'gateway'].map((schema) => [`${schema.toUpperCase()}_DATABASE_URL`, appUrl(schema)])),
    };
    const product = await startProduct({
      environment,
      workflowUrl: url('workflow_owner', roles['workflow']?.owner ?? ''),
      actorKeys: secrets.actorKeys,
      encryptionKey: secrets.encryptionKey,
      log,
      progress,
      ...(options.portalDirectory ? { portalDirectory: options.portalDirectory } : {}),
      ...(options.supergraphFile ? { supergraphFile: options.supergraphFile } : {}),
      ...(sandboxes ? { sandboxUrl: '/sandbox', mounts: (peers) => [sandboxes.page(peers)] } : {}),
      ...(options.patience ? { patience: options.patience } : {}),
      ...(options.observe ? { observe: options.observe } : {}),
      ...(options.onFatal ? { onFatal: options.onFatal } : {}),
    });
    closers.push(() => product.stop());
    const { subgraphs, transport, peers, gatewaySigner } = product;
    const stack: Stack = { url: portalUrl, secrets, places, sandboxes, subgraphs, transport, peers, gatewaySigner, databaseUrl: url, stop };
    if (options.demo) {
      progress('demonstration data');
      await seed(stack, log);
    }
    writePrivately(home, 'credentials.json', credentialsOf(stack));
    return stack;
  } catch (error) {
    await stop();
    throw error;
  }
}
