import 'reflect-metadata';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from '@dezky/kit/log/logger';
import { subgraphNames } from '@dezky/kit/server/subgraph';
import type { RsaKeys } from '@dezky/sandbox/rsa-keys';
import { EmbeddedPostgres } from './embedded-postgres';
import { freePort } from './free-port';
import { prepareDatabase } from './prepare-database';
import { type StackSecrets, loadSecrets } from './secrets';
import { type SandboxPlaces, type Sandboxes, mailHost, startSandboxes } from './start-sandboxes';

export interface GroundOptions {
  /** Everything the stack writes lies in this folder. */
  readonly home: string;
  /** The gateway's port; the parts take the ones after it. 0 takes free ones. */
  readonly port: number;
  readonly log: Logger;
  /** Sandboxes that run already, such as those of a test's own process; without it the stack starts them. */
  readonly sandboxes?: SandboxPlaces;
  /** Another database server; without it the stack starts the embedded one. */
  readonly postgres?: { url(role?: string, password?: string): string; readonly roles: StackSecrets['roles'] };
  /** Gives the Explorer an origin of its own: another name of this machine, such as 127.0.0.1. */
  readonly operatorHost?: string;
  /** Where the sandbox's RSA keys of domains come from; for tests, which would wait for a new one each time. */
  readonly rsaKeys?: RsaKeys;
  /** Off for tests only. */
  readonly durable?: boolean;
  /** Told of each part as it comes up. */
  readonly progress?: (what: string) => void;
}

/** What the product stands on: a database that is prepared, and back ends. */
export interface Ground {
  readonly secrets: StackSecrets;
  readonly portalUrl: string;
  readonly gatewayPort: number;
  readonly places: SandboxPlaces;
  /** Present where they were started here. */
  readonly sandboxes: Sandboxes | null;
  /** Every variable that the configurations of gateway and subgraphs ask for. */
  readonly environment: Readonly<Record<string, string>>;
  /** As `workflow_owner`. */
  readonly workflowUrl: string;
  databaseUrl(role?: string, password?: string): string;
  stop(): Promise<void>;
}

/**
 * Starts the database and the back ends of a stack, and says where they are.
 *
 * @throws StartError or ConfigurationError with one line that says what to do.
 */
export async function startGround(options: GroundOptions): Promise<Ground> {
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
    const operatorOrigin = options.operatorHost ? `http://${options.operatorHost}:${gatewayPort}` : portalUrl;
    const sandboxes = options.sandboxes ? null : await startSandboxes({ home: join(home, 'sandbox'), at, secrets, portalUrl, operatorOrigin, ...(options.rsaKeys ? { rsaKeys: options.rsaKeys } : {}) });
    if (sandboxes) closers.push(() => sandboxes.close());
    const places = options.sandboxes ?? (sandboxes as Sandboxes).places;
    const appUrl = (schema: string): string => url(`${schema}_app`, roles[schema]?.app ?? '');
    return {
      secrets,
      portalUrl,
      gatewayPort,
      places,
      sandboxes,
      environment: environmentOf({ gatewayPort, portalUrl, operatorOrigin, places, secrets, appUrl }),
      workflowUrl: url('workflow_owner', roles['workflow']?.owner ?? ''),
      databaseUrl: url,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function environmentOf(ground: { gatewayPort: number; portalUrl: string; operatorOrigin: string; places: SandboxPlaces; secrets: StackSecrets; appUrl: (schema: string) => string }): Record<string, string> {
  const { gatewayPort, portalUrl, operatorOrigin, places, secrets, appUrl } = ground;
  return {
    PORT: String(gatewayPort),
    PORTAL_URL: portalUrl,
    OPERATOR_URL: `${operatorOrigin}/explorer`,
    BOOKING_URL: `${portalUrl}/book`,
    MAIL_URL: `https://${mailHost}`,
    PLATFORM_TENANT_DOMAIN: 'dezky.test',
    AUTH_URL: places.authentikUrl,
    AUTHENTIK_URL: places.authentikUrl,
    AUTHENTIK_TOKEN: secrets.authentikToken,
    STALWART_URL: places.stalwartUrl,
    STALWART_IMAP_URL: places.stalwartImapUrl,
    STALWART_SMTP_URL: places.stalwartSmtpUrl,
    STALWART_MASTER_USER: places.stalwartMaster.user,
    STALWART_MASTER_PASSWORD: places.stalwartMaster.password,
    STALWART_AUTHORIZATION: `Bearer ${secrets.stalwartApiKey}`,
    DNS_RESOLVERS: places.dnsAddress,
    DNS_AUTHORITY_PORT: places.dnsAddress.split(':')[1] ?? '53',
    OCIS_URL: places.ocisUrl,
    OCIS_ISSUER: places.ocisIssuer,
    OCIS_CLIENT_ID: places.ocisClientId,
    OCIS_REFRESH_TOKEN: places.ocisRefreshToken,
    STRIPE_URL: places.stripeUrl,
    STRIPE_KEY: secrets.stripeKey,
    PORTAL_OIDC_CLIENT_SECRET: secrets.portalClientSecret,
    ...Object.fromEntries([...subgraphNames, 'gateway'].map((schema) => [`${schema.toUpperCase()}_DATABASE_URL`, appUrl(schema)])),
  };
}
