import type { IncomingMessage, ServerResponse } from 'node:http';
import { ActorSigner, type ActorKey, type ActorVerifier, type SigningKeys } from '@dezky/kit/context/actor-token';
import { Sealer } from '@dezky/kit/database/sealed';
import { Sweeper } from '@dezky/kit/idempotency/sweeper';
import { IdempotencyKeys } from '@dezky/kit/idempotency/idempotency-keys';
import { BackEndError } from '@dezky/kit/http/back-end-error';
import type { Logger } from '@dezky/kit/log/logger';
import { watchPool } from '@dezky/kit/observe/metrics';
import { below, traced } from '@dezky/kit/observe/tracing';
import { DrainingServer } from '@dezky/kit/server/draining-server';
import { type PeerTransport, Peers } from '@dezky/kit/peer/peers';
import { subgraphRoute } from '@dezky/kit/server/subgraph-route';
import { Pool } from 'pg';
import { Authenticator } from './authenticate/authenticator';
import { BearerTokens } from './authenticate/bearer-tokens';
import { IdentityProvider } from './authenticate/identity-provider';
import { SessionStore } from './authenticate/session-store';
import { SignInRoutes } from './authenticate/sign-in-routes';
import { Budgets, patienceMs } from './budget/budgets';
import type { GatewayConfig } from './config';
import { ExplorerRoute } from './explorer/explorer-route';
import { GraphqlServer } from './federation/graphql-server';
import { GraphqlRoute } from './graphql-route';
import { FilesDoor } from './leaver/files-door';
import { PeerDoor } from './leaver/peer-door';
import { tryCredentials } from './leaver/try-credentials';
import { trustedProxies } from './http/client-address';
import { Exchange } from './http/exchange';
import { PortalFiles } from './portal/portal-files';
import { MailClientConfigurationRoute } from './mail-client-configuration/mail-client-configuration-route';
import { MemberImportRoute } from './member-import/member-import-route';
import { AppleProfileRoute } from './profile/apple-profile-route';
import { portalDocuments } from './trusted-documents/portal-documents.generated';
import { TrustedDocuments } from './trusted-documents/trusted-documents';

export interface GatewayParts {
  readonly config: GatewayConfig;
  readonly supergraphSdl: string;
  readonly transport: PeerTransport;
  readonly signingKey: ActorKey | SigningKeys;
  /** Knows peers by their signature. */
  readonly verifier: ActorVerifier;
  /** Where peers in other processes ask; without it they are in this one, and ask `peerDoor`. Never for a network that others are in. */
  readonly peerPort?: number;
  /** 32 bytes in base64; seals tokens of sessions. */
  readonly encryptionKey: string;
  /** The portal's build; without it the gateway serves the API alone. */
  readonly portalDirectory?: string;
  /** The Explorer's build; without it there is none. */
  readonly explorerDirectory?: string;
  /** What the portal reads at run time. */
  readonly portalConfig: Readonly<Record<string, unknown>>;
  /** Health of what stands behind, by name. */
  readonly health: () => Promise<Readonly<Record<string, boolean>>>;
  /** Places beside the product's own, such as the sandbox page; returns whether it answered. */
  readonly mounts?: readonly ((request: IncomingMessage, response: ServerResponse) => Promise<boolean>)[];
  /** How long to go on answering after being told to stop, in milliseconds, for those in front to take notice. */
  readonly drainMs?: number;
  readonly log: Logger;
}

/** The one door: signs people in, turns credentials into actors, plans operations, serves the portal. It holds no business rule. */
export class Gateway {
  private constructor(
    private readonly server: DrainingServer,
    private readonly drainMs: number,
    private readonly pools: readonly Pool[],
    private readonly graphql: GraphqlServer,
    private readonly budgets: Budgets,
    private readonly sweepers: readonly { stop(): void }[],
    /** For peers in this process. */
    readonly peerDoor: PeerDoor,
    private readonly peerServer: DrainingServer | null,
    private readonly files: FilesDoor,
  ) {}

  static async start(parts: GatewayParts): Promise<Gateway> {
    const { config, log, transport } = parts;
    const pool = new Pool({ connectionString: config.GATEWAY_DATABASE_URL, max: 8, application_name: 'dezky-gateway' });
    const renewals = new Pool({ connectionString: config.GATEWAY_DATABASE_URL, max: 4, application_name: 'dezky-gateway-renewals' });
    const accounts = new Pool({ connectionString: config.GATEWAY_DATABASE_URL, max: 4, application_name: 'dezky-gateway-budgets', connectionTimeoutMillis: patienceMs, query_timeout: patienceMs });
    watchPool('gateway', pool);
    watchPool('gateway-renewals', renewals);
    watchPool('gateway-budgets', accounts);
    for (const one of [pool, renewals, accounts]) one.on('error', (error) => log.warn({ err: error }, 'a database connection was lost'));
    const sealer = new Sealer(parts.encryptionKey);
    const signer = new ActorSigner(parts.signingKey);
    const sessions = new SessionStore(pool, sealer, renewals);
    const provider = new IdentityProvider(config);
    const peers = new Peers('gateway', signer, transport);
    const authenticator = new Authenticator(sessions, provider, new BearerTokens(config), peers);
    const files = new FilesDoor(config.OCIS_URL, config.OCIS_ISSUER);
    const peerDoor = new PeerDoor({ verifier: parts.verifier, sessions, tryCredentials: (who) => tryCredentials({ sessions, provider, authenticator, files }, who), log });
    const keys = new IdempotencyKeys(async (text, values) => (await pool.query<Record<string, unknown>>(text, [...values])).rows, 'gateway', parts.encryptionKey);
    const budgets = new Budgets(accounts, log);
    const graphql = await GraphqlServer.start({ supergraphSdl: parts.supergraphSdl, transport, keys, budgets, log });
    const portal = parts.portalDirectory ? PortalFiles.load(parts.portalDirectory) : null;
    const signIn = new SignInRoutes(config, provider, sessions, sealer);
    const graphqlRoute = new GraphqlRoute({ config, authenticator, signer, graphql, budgets, documents: new TrustedDocuments(portalDocuments) });
    const explorer = parts.explorerDirectory ? ExplorerRoute.load(parts.explorerDirectory, config, authenticator) : null;
    const profile = new AppleProfileRoute(authenticator, signer, transport);
    const mailClients = new MailClientConfigurationRoute({ config, peers, budgets });
    const memberImport = new MemberImportRoute({ config, authenticator, signer, transport, budgets });

    const route = async (exchange: Exchange): Promise<void> => {
      const { pathname } = exchange.url;
      if (pathname === '/health/live') return exchange.sendJson(200, { status: 'live' });
      if (pathname === '/health/ready') {
        const health = server.isDraining ? { draining: false } : await parts.health();
        return exchange.sendJson(Object.values(health).every(Boolean) ? 200 : 503, health);
      }
      if (pathname === '/graphql') return graphqlRoute.handle(exchange);
      if (pathname === '/portal.config.json') return exchange.sendJson(200, parts.portalConfig);
      if (await signIn.handle(exchange)) return;
      if (await profile.handle(exchange)) return;
      if (await mailClients.handle(exchange)) return;
      if (await memberImport.handle(exchange)) return;
      if (await explorer?.handle(exchange)) return;
      for (const mount of parts.mounts ?? []) if (await mount(exchange.request, exchange.response)) return;
      if (exchange.request.method !== 'GET' && exchange.request.method !== 'HEAD') return exchange.send(405, '', { allow: 'GET, HEAD' });
      if (portal) return portal.serve(exchange);
      exchange.send(404, 'Not found', { 'content-type': 'text/plain; charset=utf-8' });
    };

    const proxies = trustedProxies(config.TRUSTED_PROXIES);
    const handle = (request: IncomingMessage, response: ServerResponse): void => {
      const exchange = new Exchange(request, response, log, proxies);
      const startedAt = process.hrtime.bigint();
      response.setHeader('x-request-id', exchange.requestId);
      response.on('finish', () => {
        const ms = Number(process.hrtime.bigint() - startedAt) / 1e6;
        exchange.log[response.statusCode >= 500 ? 'error' : 'info']({ method: request.method, path: exchange.url.pathname, status: response.statusCode, ms: Math.round(ms * 10) / 10 }, 'request');
      });
      const { traceparent } = request.headers;
      traced(`${request.method ?? 'GET'} ${exchange.url.pathname === '/graphql' ? '/graphql' : 'page'}`, 'server', { 'dezky.request_id': exchange.requestId }, () => route(exchange), below(typeof traceparent === 'string' ? traceparent : null)).catch((error: unknown) => {
        const passing = error instanceof BackEndError && error.passing;
        exchange.log[passing ? 'warn' : 'error']({ err: error }, 'a request failed');
        if (response.headersSent) response.destroy();
        else if (passing) exchange.sendJson(503, { errors: [{ message: error.message, extensions: { code: 'BACKEND_UNAVAILABLE', system: error.system, requestId: exchange.requestId } }] }, { 'retry-after': '5' });
        else exchange.sendJson(500, { errors: [{ message: 'Something went wrong on our side. Quote the request id when you ask for help.', extensions: { code: 'INTERNAL', requestId: exchange.requestId } }] });
      });
    };
    const server = await DrainingServer.listen({ port: config.PORT, host: config.LISTEN_HOST, handle, requestTimeoutMs: 15_000 });
    const answerPeer = subgraphRoute(peerDoor, log);
    const peerServer = parts.peerPort === undefined ? null : await DrainingServer.listen({ port: parts.peerPort, host: config.LISTEN_HOST, handle: (request, response) => void answerPeer(request, response) });
    const expiry = setInterval(() => {
      sessions.sweep().catch((error: unknown) => log.warn({ err: error }, 'expired sessions could not be removed'));
      budgets.sweep().catch((error: unknown) => log.warn({ err: error }, 'budgets that are full again could not be removed'));
    }, 10 * 60_000);
    const sweeper = new Sweeper(keys, log);
    sweeper.start();
    return new Gateway(server, parts.drainMs ?? 0, [pool, renewals, accounts], graphql, budgets, [sweeper, { stop: () => clearInterval(expiry) }], peerDoor, peerServer, files);
  }

  get port(): number {
    return this.server.port;
  }

  /** Lets those in front take notice and running requests finish, then closes. */
  async stop(): Promise<void> {
    for (const sweeper of this.sweepers) sweeper.stop();
    await Promise.all([this.server.stop(this.drainMs), this.peerServer?.stop(this.drainMs)]);
    await this.graphql.stop();
    await this.budgets.settled();
    await this.files.close();
    await Promise.all(this.pools.map((pool) => pool.end()));
  }
}
