import { Pool } from 'pg';
import { readEnvironment } from '../config/environment';
import { ActorSigner, ActorVerifier } from '../context/actor-token';
import { KeyRing } from '../context/key-ring';
import { type Logger, createLogger } from '../log/logger';
import { httpTransport } from '../peer/http-transport';
import { Peers } from '../peer/peers';
import { type Patience, patience } from '../workflow/run-workflow';
import { WorkflowEngine } from '../workflow/workflow-engine';
import { DrainingServer } from './draining-server';
import { placeVariables, placesOf, subgraphProcessVariables } from './process-variables';
import { type Stoppable, runProcess } from './run-process';
import type { Subgraph, SubgraphName } from './subgraph';
import { subgraphRoute } from './subgraph-route';

/** What a subgraph's composition root is given, whichever way it runs. */
export interface SubgraphParts {
  readonly encryptionKey: string;
  readonly verifier: ActorVerifier;
  readonly peers: Peers;
  readonly log: Logger;
  readonly patience: Patience;
}

export interface SubgraphProcess {
  readonly name: SubgraphName;
  /** PostgreSQL as `<name>_app`, from the subgraph's own configuration. */
  readonly databaseUrl: string;
  readonly create: (parts: SubgraphParts) => Promise<Subgraph>;
}

/** Runs one subgraph in this process: it answers over HTTP, works on its workflows, or both, as ROLE says. */
export function runSubgraph(name: SubgraphName, describe: () => Omit<SubgraphProcess, 'name'>): void {
  const log = createLogger({ name, level: process.env['LOG_LEVEL'] ?? 'info' });
  runProcess(name, log, async () => start({ name, ...describe() }, log));
}

async function start(subgraphProcess: SubgraphProcess, log: Logger): Promise<Stoppable> {
  const { name, databaseUrl, create } = subgraphProcess;
  const config = readEnvironment({ ...subgraphProcessVariables, ...placeVariables });
  const pool = new Pool({ connectionString: databaseUrl, max: 1, application_name: `dezky-${name}-keys` });
  pool.on('error', (error) => log.warn({ err: error }, 'a database connection was lost'));
  const closers: (() => Promise<void>)[] = [() => pool.end()];
  const stop = async (): Promise<void> => {
    for (let close = closers.pop(); close; close = closers.pop()) await close();
  };
  try {
    const keys = await KeyRing.open({ pool, issuer: name, log, rotateAfterMs: config.KEY_ROTATION_SECONDS * 1_000 });
    closers.push(async () => keys.close());
    const transport = httpTransport({ ...placesOf(config), gateway: config.GATEWAY_URLS }, log);
    closers.push(() => transport.close());
    const subgraph = await create({
      encryptionKey: config.ENCRYPTION_KEY,
      verifier: new ActorVerifier(keys),
      peers: new Peers(name, new ActorSigner(keys), transport.send),
      log,
      patience: { tries: config.WORKFLOW_TRIES, backoff: (n) => patience.backoff(n) * (config.WORKFLOW_BACKOFF_MS / 250) },
    });
    closers.push(() => subgraph.stop());
    if (config.ROLE !== 'answer') closers.push(await work(subgraph, config.WORKFLOW_DATABASE_URL, log));
    const answer = config.ROLE === 'work' ? null : subgraphRoute(subgraph, log);
    const server = await DrainingServer.listen({
      port: config.PORT,
      host: config.LISTEN_HOST,
      handle: (request, response) => {
        if (request.method === 'POST' && request.url === '/graphql' && answer) return void answer(request, response);
        const ready = request.url === '/health/ready';
        if (!ready && request.url !== '/health/live') return void response.writeHead(404).end();
        const healthy = ready ? subgraph.health().then(({ database }) => database && !server.isDraining) : Promise.resolve(true);
        void healthy.then((well) => response.writeHead(well ? 200 : 503).end());
      },
    });
    closers.push(() => server.stop(answer ? config.DRAIN_MS : 0));
    return { stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Takes on the subgraph's workflows and what runs beside requests. */
async function work(subgraph: Subgraph, url: string, log: Logger): Promise<() => Promise<void>> {
  const { workflows } = subgraph;
  const engine =
    workflows &&
    (await WorkflowEngine.launch({
      url,
      hosted: [workflows],
      log,
      lostLock: (error) => {
        log.fatal({ err: error }, 'this process can no longer prove that it lives; others take its work over');
        process.exit(1);
      },
    }));
  subgraph.start();
  return async () => engine?.stop();
}
