import { existsSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
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
import { type ActorKey, ActorSigner, ActorVerifier } from '@dezky/kit/context/actor-token';
import type { Logger } from '@dezky/kit/log/logger';
import { type PeerTransport, Peers } from '@dezky/kit/peer/peers';
import { unanswered } from '@dezky/kit/peer/unanswered';
import type { Subgraph } from '@dezky/kit/server/subgraph';
import type { Patience, StepObserver } from '@dezky/kit/workflow/run-workflow';
import { WorkflowEngine } from '@dezky/kit/workflow/workflow-engine';
import { readMailConfig } from '@dezky/mail/config';
import { createMailSubgraph } from '@dezky/mail/mail-subgraph';
import { readStorageConfig } from '@dezky/storage/config';
import { createStorageSubgraph } from '@dezky/storage/storage-subgraph';
import { printedSupergraph } from './printed-supergraph';

type Mount = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

export interface ProductOptions {
  /** Every variable that the parts' configurations ask for. */
  readonly environment: NodeJS.ProcessEnv;
  /** As `workflow_owner`. */
  readonly workflowUrl: string;
  /** One for the gateway, the stack and each subgraph. */
  readonly actorKeys: readonly ActorKey[];
  /** 32 bytes in base64. */
  readonly encryptionKey: string;
  readonly log: Logger;
  readonly portalDirectory?: string;
  readonly explorerDirectory?: string;
  /** The committed supergraph; without it the subgraphs are composed anew, which takes half a second. */
  readonly supergraphFile?: string;
  /** Where all schemas are printed: their supergraph is taken where it is theirs, and composed anew where one has changed. For tests. */
  readonly schemaDirectory?: string;
  readonly sandboxUrl?: string;
  /** Places beside the product's own, such as the sandbox page. */
  readonly mounts?: (peers: Peers) => readonly Mount[];
  readonly patience?: Patience;
  readonly observe?: StepObserver;
  readonly onFatal?: (error: Error) => void;
  readonly progress?: (what: string) => void;
}

export interface Product {
  readonly subgraphs: readonly Subgraph[];
  readonly transport: PeerTransport;
  /** Speaks to the subgraphs in the stack's own name; for seeding and tests. */
  readonly peers: Peers;
  /** Signs actors as the gateway does; for seeding and tests. */
  readonly gatewaySigner: ActorSigner;
  stop(): Promise<void>;
}

/**
 * The five subgraphs, the workflow engine and the gateway in this process, on a prepared database and on
 * whatever back ends the environment names.
 *
 * @throws ConfigurationError or FenceError with one line that says what to do; nothing runs on then.
 */
export async function startProduct(options: ProductOptions): Promise<Product> {
  const { environment, actorKeys, encryptionKey, log, progress = () => undefined } = options;
  const closers: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (let close = closers.pop(); close; close = closers.pop()) await close();
  };
  const keyOf = (issuer: string): ActorKey => {
    const key = actorKeys.find((candidate) => candidate.issuer === issuer);
    if (!key) throw new Error(`There is no actor key of ${issuer}.`);
    return key;
  };
  const signerOf = (issuer: string): ActorSigner => new ActorSigner(keyOf(issuer));
  const verifier = new ActorVerifier(actorKeys);
  const running = new Map<string, Subgraph>();
  let gateway: Gateway | null = null;
  const transport: PeerTransport = (name, request) => {
    // Workflows go on before there is a gateway, and ask it again.
    if (name === 'gateway') return gateway ? gateway.peerDoor.answer(request) : Promise.resolve(unanswered(name, 'UNREACHABLE', request));
    const subgraph = running.get(name);
    if (!subgraph) throw new Error(`The subgraph ${name} does not run here.`);
    return subgraph.answer(request);
  };
  const parts = (name: string) => ({ verifier, peers: new Peers(name, signerOf(name), transport), log: log.child({ subgraph: name }), encryptionKey, ...(options.patience ? { patience: options.patience } : {}), ...(options.observe ? { observe: options.observe } : {}) });
  try {
    progress('subgraphs');
    // Read before anything is opened: a wrong variable is told before a connection is made.
    const config = {
      gateway: readGatewayConfig(environment),
      identity: readIdentityConfig(environment),
      mail: readMailConfig(environment),
      storage: readStorageConfig(environment),
      billing: readBillingConfig(environment),
      booking: readBookingConfig(environment),
    };
    const made = await Promise.allSettled([
      createIdentitySubgraph({ ...parts('identity'), config: config.identity }),
      createMailSubgraph({ ...parts('mail'), config: config.mail }),
      createStorageSubgraph({ ...parts('storage'), config: config.storage }),
      createBillingSubgraph({ ...parts('billing'), config: config.billing }),
      createBookingSubgraph({ ...parts('booking'), config: config.booking }),
    ]);
    const subgraphs = made.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    for (const subgraph of subgraphs) {
      running.set(subgraph.name, subgraph);
      closers.push(() => subgraph.stop());
    }
    // One that is refused takes the others along: they are in the list above and are stopped.
    const refused = made.find((result) => result.status === 'rejected');
    if (refused) throw refused.reason;
    const engine = await WorkflowEngine.launch({
      url: options.workflowUrl,
      hosted: subgraphs.flatMap(({ workflows }) => (workflows ? [workflows] : [])),
      log,
      lostLock: (error) => options.onFatal?.(error),
    });
    closers.push(() => engine.stop());
    for (const subgraph of subgraphs) subgraph.start();

    progress('gateway');
    const peers = new Peers('stack', signerOf('stack'), transport);
    const portalDirectory = options.portalDirectory && existsSync(join(options.portalDirectory, 'index.html')) ? options.portalDirectory : undefined;
    const explorerDirectory = options.explorerDirectory && existsSync(join(options.explorerDirectory, 'explorer.html')) ? options.explorerDirectory : undefined;
    const started = await Gateway.start({
      config: config.gateway,
      supergraphSdl: options.supergraphFile ? readFileSync(options.supergraphFile, 'utf8') : ((options.schemaDirectory && printedSupergraph(options.schemaDirectory, subgraphs)) ?? composeSupergraph(subgraphs).supergraphSdl),
      transport,
      signingKey: keyOf('gateway'),
      verifier,
      encryptionKey,
      ...(portalDirectory ? { portalDirectory } : {}),
      ...(explorerDirectory ? { explorerDirectory } : {}),
      portalConfig: { productName: 'Dezky', sandboxUrl: options.sandboxUrl ?? null, explorerUrl: explorerDirectory ? config.gateway.OPERATOR_URL : null },
      health: async () => Object.fromEntries(await Promise.all(subgraphs.map(async ({ name, health }) => [name, (await health()).database] as const))),
      mounts: options.mounts?.(peers) ?? [],
      log: log.child({ part: 'gateway' }),
    });
    gateway = started;
    closers.push(() => {
      gateway = null;
      return started.stop();
    });
    return { subgraphs, transport, peers, gatewaySigner: signerOf('gateway'), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
