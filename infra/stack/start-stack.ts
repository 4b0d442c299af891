import 'reflect-metadata';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createBillingSubgraph } from '@dezky/billing/billing-subgraph';
import { readBillingConfig } from '@dezky/billing/config';
import { createBookingSubgraph } from '@dezky/booking/booking-subgraph';
import { readBookingConfig } from '@dezky/booking/config';
import { readGatewayConfig } from '@dezky/gateway/config';
import { composeSupergraph } from '@dezky/gateway/federation/compose-supergraph';
import { Gateway } from '@dezky/gateway/gateway';
import { readIdentityConfig } from '@dezky/identity/config';
import { createIdentitySubgraph } from '@dezky/identity/identity-subgraph';
import { ActorSigner, ActorVerifier } from '@dezky/kit/context/actor-token';
import type { Logger } from '@dezky/kit/log/logger';
import { type PeerTransport, Peers } from '@dezky/kit/peer/peers';
import { type Subgraph, subgraphNames } from '@dezky/kit/server/subgraph';
import type { Patience, StepObserver } from '@dezky/kit/workflow/run-workflow';
import { WorkflowEngine } from '@dezky/kit/workflow/workflow-engine';
import { readMailConfig } from '@dezky/mail/config';
import { createMailSubgraph } from '@dezky/mail/mail-subgraph';
import { readStorageConfig } from '@dezky/storage/config';
import { createStorageSubgraph } from '@dezky/storage/storage-subgraph';
import { credentialsOf } from './credentials';
import { EmbeddedPostgres } from './embedded-postgres';
import { prepareDatabase } from './prepare-database';
import { type StackSecrets, loadSecrets, writePrivately } from './secrets';
import { seed } from './seed';
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

    progress('subgraphs');
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
    const verifier = new ActorVerifier(secrets.actorKeys);
    const signerOf = (issuer: string): ActorSigner => {
      const key = secrets.actorKeys.find((candidate) => candidate.issuer === issuer);
      if (!key) throw new Error(`There is no actor key of ${issuer}.`);
      return new ActorSigner(key);
    };
    const running = new Map<string, Subgraph>();
    const transport: PeerTransport = (name, request) => {
      const subgraph = running.get(name);
      if (!subgraph) throw new Error(`The subgraph ${name} does not run here.`);
      return subgraph.answer(request);
    };
    const parts = (name: string) => ({ verifier, peers: new Peers(name, signerOf(name), transport), log: log.child({ subgraph: name }), encryptionKey: secrets.encryptionKey, ...(options.patience ? { patience: options.patience } : {}), ...(options.observe ? { observe: options.observe } : {}) });
    const subgraphs: Subgraph[] = await Promise.all([
      createIdentitySubgraph({ ...parts('identity'), config: readIdentityConfig(environment) }),
      createMailSubgraph({ ...parts('mail'), config: readMailConfig(environment) }),
      createStorageSubgraph({ ...parts('storage'), config: readStorageConfig(environment) }),
      createBillingSubgraph({ ...parts('billing'), config: readBillingConfig(environment) }),
      createBookingSubgraph({ ...parts('booking'), config: readBookingConfig(environment) }),
    ]);
    for (const subgraph of subgraphs) {
      running.set(subgraph.name, subgraph);
      closers.push(() => subgraph.stop());
    }
    const engine = await WorkflowEngine.launch({
      url: url('workflow_owner', roles['workflow']?.owner ?? ''),
      hosted: subgraphs.flatMap(({ workflows }) => (workflows ? [workflows] : [])),
      log,
      lostLock: (error) => options.onFatal?.(error),
    });
    closers.push(() => engine.stop());
    for (const subgraph of subgraphs) subgraph.start();

    progress('gateway');
    const signingKey = secrets.actorKeys.find(({ issuer }) => issuer === 'gateway');
    if (!signingKey) throw new Error('There is no actor key of the gateway.');
    const peers = new Peers('stack', signerOf('stack'), transport);
    const portalDirectory = options.portalDirectory && existsSync(join(options.portalDirectory, 'index.html')) ? options.portalDirectory : undefined;
    const gateway = await Gateway.start({
      config: readGatewayConfig(environment),
      supergraphSdl: options.supergraphFile ? readFileSync(options.supergraphFile, 'utf8') : composeSupergraph(subgraphs).supergraphSdl,
      transport,
      signingKey,
      encryptionKey: secrets.encryptionKey,
      ...(portalDirectory ? { portalDirectory } : {}),
      portalConfig: { productName: 'Dezky', sandboxUrl: sandboxes ? '/sandbox' : null },
      health: async () => Object.fromEntries(await Promise.all(subgraphs.map(async ({ name, health }) => [name, (await health()).database] as const))),
      mounts: sandboxes ? [sandboxes.page(peers)] : [],
      log: log.child({ part: 'gateway' }),
    });
    closers.push(() => gateway.stop());
    const stack: Stack = { url: portalUrl, secrets, places, sandboxes, subgraphs, transport, peers, gatewaySigner: signerOf('gateway'), databaseUrl: url, stop };
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

/** A port that is free now. */
async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}
