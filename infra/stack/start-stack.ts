import 'reflect-metadata';
import type { ActorSigner } from '@dezky/kit/context/actor-token';
import type { PeerTransport, Peers } from '@dezky/kit/peer/peers';
import type { Subgraph } from '@dezky/kit/server/subgraph';
import type { Patience, StepObserver } from '@dezky/kit/workflow/run-workflow';
import { credentialsOf } from './credentials';
import { type StackSecrets, writePrivately } from './secrets';
import { seed } from './seed';
import { type GroundOptions, startGround } from './start-ground';
import { startProduct } from './start-product';
import type { SandboxPlaces, Sandboxes } from './start-sandboxes';

export interface StackOptions extends GroundOptions {
  /** Tenants, accounts and partner of the demonstration. */
  readonly demo?: boolean;
  readonly portalDirectory?: string;
  readonly explorerDirectory?: string;
  /** The committed supergraph; without it the subgraphs are composed anew, which takes half a second. */
  readonly supergraphFile?: string;
  /** Where all schemas are printed: their supergraph is taken where it is theirs, and composed anew where one has changed. For tests. */
  readonly schemaDirectory?: string;
  /** Variables beside those that the stack makes for itself. */
  readonly environment?: NodeJS.ProcessEnv;
  readonly patience?: Patience;
  readonly observe?: StepObserver;
  readonly onFatal?: (error: Error) => void;
}

/** The product on one machine, in one process or in many. */
export interface Stack {
  readonly url: string;
  readonly secrets: StackSecrets;
  readonly places: SandboxPlaces;
  /** Present where the stack started them itself. */
  readonly sandboxes: Sandboxes | null;
  readonly transport: PeerTransport;
  /** Speaks to the subgraphs in the stack's own name; for seeding and tests. */
  readonly peers: Peers;
  /** Signs actors as the gateway does; for seeding and tests. */
  readonly gatewaySigner: ActorSigner;
  databaseUrl(role?: string, password?: string): string;
  stop(): Promise<void>;
}

export interface OneProcessStack extends Stack {
  readonly subgraphs: readonly Subgraph[];
}

/**
 * Starts the whole product in this process: database, back ends, subgraphs, gateway. The one way it is
 * started for development, demonstration and tests alike.
 *
 * @throws StartError, ConfigurationError or FenceError with one line that says what to do.
 */
export async function startStack(options: StackOptions): Promise<OneProcessStack> {
  const { log, progress = () => undefined } = options;
  const ground = await startGround(options);
  const { secrets, places, sandboxes, databaseUrl, portalUrl } = ground;
  try {
    const product = await startProduct({
      environment: { ...ground.environment, ...options.environment },
      workflowUrl: ground.workflowUrl,
      actorKeys: secrets.actorKeys,
      encryptionKey: secrets.encryptionKey,
      log,
      progress,
      ...(options.portalDirectory ? { portalDirectory: options.portalDirectory } : {}),
      ...(options.explorerDirectory ? { explorerDirectory: options.explorerDirectory } : {}),
      ...(options.supergraphFile ? { supergraphFile: options.supergraphFile } : {}),
      ...(options.schemaDirectory ? { schemaDirectory: options.schemaDirectory } : {}),
      ...(sandboxes ? { sandboxUrl: '/sandbox', mounts: (peers) => [sandboxes.page(peers)] } : {}),
      ...(options.patience ? { patience: options.patience } : {}),
      ...(options.observe ? { observe: options.observe } : {}),
      ...(options.onFatal ? { onFatal: options.onFatal } : {}),
    });
    const stop = async (): Promise<void> => {
      await product.stop();
      await ground.stop();
    };
    const { subgraphs, transport, peers, gatewaySigner } = product;
    const stack: OneProcessStack = { url: portalUrl, secrets, places, sandboxes, subgraphs, transport, peers, gatewaySigner, databaseUrl, stop };
    try {
      await furnish(stack, options);
    } catch (error) {
      await product.stop();
      throw error;
    }
    return stack;
  } catch (error) {
    await ground.stop();
    throw error;
  }
}

/** The demonstration's data where it is wanted, and the file that tells how to sign in. */
export async function furnish(stack: Stack, { home, log, demo, progress }: Pick<StackOptions, 'home' | 'log' | 'demo' | 'progress'>): Promise<void> {
  if (demo) {
    progress?.('demonstration data');
    await seed(stack, log);
  }
  writePrivately(home, 'credentials.json', credentialsOf(stack));
}
