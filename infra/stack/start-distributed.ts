import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { billingVariables } from '@dezky/billing/config';
import { bookingVariables } from '@dezky/booking/config';
import { gatewayVariables } from '@dezky/gateway/config';
import { identityVariables } from '@dezky/identity/config';
import { ActorSigner } from '@dezky/kit/context/actor-token';
import { KeyRing } from '@dezky/kit/context/key-ring';
import { httpTransport } from '@dezky/kit/peer/http-transport';
import { Peers } from '@dezky/kit/peer/peers';
import { type SubgraphName, subgraphNames } from '@dezky/kit/server/subgraph';
import { mailVariables } from '@dezky/mail/config';
import { storageVariables } from '@dezky/storage/config';
import { Pool } from 'pg';
import { startEdge } from './edge';
import { freePort } from './free-port';
import { ManagedProcess } from './managed-process';
import { type Ground, type GroundOptions, startGround } from './start-ground';
import { type Stack, type StackOptions, furnish } from './start-stack';

export interface DistributedOptions extends GroundOptions, Pick<StackOptions, 'demo'> {
  /** The repository's folder. */
  readonly root: string;
  /** Processes of each part. */
  readonly replicas: number;
  /** Further variables for every process. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface DistributedStack extends Stack {
  readonly ground: Ground;
  readonly processes: readonly ManagedProcess[];
  /** Where the gateways answer the other parts. */
  readonly peerUrls: readonly string[];
}

const variablesOf: Readonly<Record<SubgraphName, object>> = { identity: identityVariables, mail: mailVariables, storage: storageVariables, billing: billingVariables, booking: bookingVariables };

/** Parts with workflows, or with something else to do beside requests. */
const withWork: ReadonlySet<SubgraphName> = new Set(['identity', 'mail', 'booking']);

/** How a process is told apart: which part, what it does, and where it answers. */
interface Planned {
  readonly name: string;
  readonly part: SubgraphName | 'gateway';
  readonly role: 'answer' | 'work';
  readonly port: number;
  /** Of a gateway: where it answers peers. */
  readonly peerPort?: number;
}

/**
 * Starts the product in many processes, as a cluster runs it: each subgraph, its worker and the gateway in processes of
 * their own, with HTTP between them. One that ends is started anew.
 *
 * @throws StartError or ConfigurationError with one line that says what to do.
 */
export async function startDistributed(options: DistributedOptions): Promise<DistributedStack> {
  const { home, log, progress = () => undefined } = options;
  const ground = await startGround(options);
  const closers: (() => Promise<void>)[] = [() => ground.stop()];
  const stop = async (): Promise<void> => {
    for (let close = closers.pop(); close; close = closers.pop()) await close();
  };
  try {
    const planned = await plan(options);
    const places = Object.fromEntries(subgraphNames.map((name) => [name, planned.filter(({ part, role }) => part === name && role === 'answer').map(urlOf)]));
    const gatewayPlaces = planned.flatMap(({ peerPort }) => (peerPort === undefined ? [] : [urlOf({ port: peerPort })]));
    const logs = join(home, 'logs');
    mkdirSync(logs, { recursive: true });
    const launch = (one: Planned): Promise<ManagedProcess> =>
      ManagedProcess.start({
        name: one.name,
        url: urlOf(one),
        main: join(options.root, one.part === 'gateway' ? 'gateway' : join('subgraphs', one.part), 'dist', 'src', 'main.js'),
        environment: environmentOf(one, ground, { ...places, gateway: gatewayPlaces }, options),
        logFile: join(logs, `${one.name}.log`),
        log,
      });
    const processes: ManagedProcess[] = [];
    closers.push(async () => {
      await Promise.all(processes.map((managed) => managed.stop()));
    });
    const launchAll = async (some: readonly Planned[]): Promise<void> => {
      const started = await Promise.allSettled(some.map(async (one) => processes.push(await launch(one))));
      for (const result of started) if (result.status === 'rejected') throw result.reason;
    };
    progress('subgraphs and workers');
    await launchAll(planned.filter(({ part }) => part !== 'gateway'));
    progress('gateway');
    await launchAll(planned.filter(({ part }) => part === 'gateway'));

    const pool = new Pool({ connectionString: ground.workflowUrl, max: 2, application_name: 'dezky-stack-keys' });
    pool.on('error', (error) => log.warn({ err: error }, 'a database connection was lost'));
    closers.push(() => pool.end());
    const [stackKeys, gatewayKeys] = await Promise.all((['stack', 'gateway'] as const).map((issuer) => KeyRing.open({ pool, issuer, owner: true, log })));
    if (!stackKeys || !gatewayKeys) throw new Error('The stack has no keys.');
    closers.push(async () => [stackKeys, gatewayKeys].forEach((keys) => keys.close()));
    const transport = httpTransport(places, log);
    closers.push(() => transport.close());
    const peers = new Peers('stack', new ActorSigner(stackKeys), transport.send);
    const { sandboxes } = ground;
    const edge = await startEdge({ port: ground.gatewayPort, gateways: planned.filter(({ part }) => part === 'gateway').map(urlOf), mounts: sandboxes ? [sandboxes.page(peers)] : [], log });
    closers.push(() => edge.stop());
    const stack: DistributedStack = {
      ground,
      url: ground.portalUrl,
      secrets: ground.secrets,
      places: ground.places,
      sandboxes,
      transport: transport.send,
      peers,
      gatewaySigner: new ActorSigner(gatewayKeys),
      databaseUrl: ground.databaseUrl,
      processes,
      peerUrls: gatewayPlaces,
      stop,
    };
    await furnish(stack, options);
    return stack;
  } catch (error) {
    await stop();
    throw error;
  }
}

const urlOf = ({ port }: Pick<Planned, 'port'>): string => `http://127.0.0.1:${port}`;

/** Behind the ports of the ground, which ends with the one at 7. */
const firstPort = 10;

async function plan({ port, replicas }: DistributedOptions): Promise<Planned[]> {
  const planned: Planned[] = [];
  let ports = 0;
  const nextPort = (): Promise<number> => (port === 0 ? freePort() : Promise.resolve(port + firstPort + (ports += 1) - 1));
  const add = async (name: string, part: Planned['part'], role: Planned['role']): Promise<void> => {
    planned.push({ name, part, role, port: await nextPort(), ...(part === 'gateway' ? { peerPort: await nextPort() } : {}) });
  };
  for (let replica = 1; replica <= replicas; replica += 1) {
    for (const part of subgraphNames) {
      await add(`${part}-${replica}`, part, 'answer');
      if (withWork.has(part)) await add(`${part}-worker-${replica}`, part, 'work');
    }
    await add(`gateway-${replica}`, 'gateway', 'answer');
  }
  return planned;
}

/** A part gets its own variables and no other's: a stranger in one of them has that one's secrets alone. */
function environmentOf({ part, role, port, peerPort }: Planned, ground: Ground, places: Readonly<Record<string, readonly string[]>>, options: DistributedOptions): Record<string, string> {
  const own = Object.keys(part === 'gateway' ? gatewayVariables : variablesOf[part]);
  const system = ['PATH', 'HOME', 'TZ', 'LANG', 'NODE_ENV', 'NODE_OPTIONS'].flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
  return {
    ...(Object.fromEntries(system) as Record<string, string>),
    ...Object.fromEntries(Object.entries(ground.environment).filter(([name]) => own.includes(name))),
    ...Object.fromEntries(Object.entries(places).map(([name, urls]) => [`${name.toUpperCase()}_URLS`, urls.join(',')])),
    ENCRYPTION_KEY: ground.secrets.encryptionKey,
    ...(peerPort === undefined ? {} : { PEER_PORT: String(peerPort) }),
    ...(part === 'gateway' ? { TRUSTED_PROXIES: '127.0.0.1', SANDBOX_URL: ground.sandboxes ? '/sandbox' : '' } : { WORKFLOW_DATABASE_URL: ground.workflowUrl, ROLE: role }),
    LOG_LEVEL: options.log.level,
    ...options.environment,
    PORT: String(port),
  };
}
