import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** The metrics of this process, in Prometheus' text format at `/metrics`. Names end in their unit. */
export const registry = new Registry();
collectDefaultMetrics({ register: registry });

const seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25];
const histogram = <Label extends string>(name: string, help: string, labelNames: readonly Label[]): Histogram<Label> => new Histogram({ name, help, labelNames: [...labelNames], buckets: seconds, registers: [registry] });

export const graphqlRequests = histogram('dezky_graphql_request_seconds', 'Operations answered at the gateway, by name, by who asks (user, operator, partner, api_client, public), and by how they ended (ok, partial, refused, failed).', ['operation', 'actor', 'outcome']);
export const subgraphRequests = histogram('dezky_subgraph_request_seconds', 'Requests to a subgraph as the gateway sees them; unavailable: it gave no answer.', ['subgraph', 'outcome']);
export const peerRequests = histogram('dezky_peer_request_seconds', 'Requests of one part to another in its own name.', ['peer', 'outcome']);
export const backEndRequests = histogram('dezky_backend_request_seconds', 'Exchanges with a back end; the outcome is the class of the status, or the fault.', ['system', 'method', 'outcome']);
export const workflowSteps = histogram('dezky_workflow_step_seconds', 'Attempts at a workflow step, by how they ended (done, failed).', ['workflow', 'step', 'direction', 'outcome']);
export const workflowsEnded = new Counter({ name: 'dezky_workflows_ended_total', help: 'Workflows that ended in this process, by their state.', labelNames: ['workflow', 'state'] as const, registers: [registry] });

/** Reads a value when it is asked for; the newest reader of a name wins, so that a part that is started anew replaces itself. */
const readers = new Map<string, () => Promise<void> | void>();
const pools = new Gauge({
  name: 'dezky_database_connections',
  help: 'Connections of a pool: open, idle of those, and requests that wait for one.',
  labelNames: ['pool', 'state'] as const,
  registers: [registry],
  collect: () => run('pool '),
});
const workflows = new Gauge({
  name: 'dezky_workflows',
  help: 'Workflows that have not ended well, by kind and state; NEEDS_ATTENTION waits for a person.',
  labelNames: ['part', 'kind', 'state'] as const,
  registers: [registry],
  collect: () => run('workflows '),
});

async function run(prefix: string): Promise<void> {
  await Promise.all([...readers].filter(([name]) => name.startsWith(prefix)).map(([, read]) => read()));
}

interface CountedPool {
  readonly totalCount: number;
  readonly idleCount: number;
  readonly waitingCount: number;
}

/** @returns a function that ends the watch. */
export function watchPool(name: string, pool: CountedPool): () => void {
  const read = (): void => {
    pools.set({ pool: name, state: 'open' }, pool.totalCount);
    pools.set({ pool: name, state: 'idle' }, pool.idleCount);
    pools.set({ pool: name, state: 'waiting' }, pool.waitingCount);
  };
  return watch(`pool ${name}`, read);
}

/** @param count reads kinds, states and their numbers; a database that is down leaves the last ones. */
export function watchWorkflows(part: string, count: () => Promise<readonly { readonly kind: string; readonly state: string; readonly count: number }[]>): () => void {
  const read = async (): Promise<void> => {
    const rows = await count().catch(() => null);
    if (!rows) return;
    for (const { kind, state, count: number } of rows) workflows.set({ part, kind, state }, number);
  };
  return watch(`workflows ${part}`, read);
}

function watch(name: string, read: () => Promise<void> | void): () => void {
  readers.set(name, read);
  return () => {
    if (readers.get(name) === read) readers.delete(name);
  };
}

/** Names that come from outside could be without number; beyond these they count as "other". */
const mostNames = 200;
const names = new Set<string>();

export function boundedName(name: string | null | undefined): string {
  if (!name) return 'unnamed';
  if (names.has(name)) return name;
  if (names.size >= mostNames) return 'other';
  names.add(name);
  return name;
}
