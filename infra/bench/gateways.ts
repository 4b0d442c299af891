import 'reflect-metadata';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { UserActor } from '@dezky/kit/context/actor';
import { createLogger } from '@dezky/kit/log/logger';
import { fetchToken } from '@dezky/stack/fetch-token';
import { actorOf } from '@dezky/stack/found-tenant';
import { freePort } from '@dezky/stack/free-port';
import { ManagedProcess } from '@dezky/stack/managed-process';
import { type DistributedStack, startDistributed } from '@dezky/stack/start-distributed';
import { type LoadResult, measureLoad } from './load';

export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly ratio?: number;
  readonly comparedWith?: string;
}

/** What the portal's dashboard shows, in one operation: all five subgraphs, and Stripe and OCIS live behind two of them. */
const dashboard = `query Dashboard { tenant(slug: "acme") {
  id seats { used limit }
  domains { id name status recordsToFix }
  storage { usedBytes capacityBytes }
  billing { subscription { id plan status seats renewsAt } monthlySpend { amountMinor currency } }
  bookingPages { id title url }
  auditLog(first: 8) { edges { node { id at outcome summary actor { kind name } } } }
} }`;

/** The users page: four subgraphs and their tables, no back end. */
const people = `query People { tenant(slug: "acme") {
  id members(first: 20) { edges { node { id displayName role status user { email } mailbox { address state } drive { name state } } } }
  domains { name } bookingPages { title }
} }`;

interface Contestant {
  readonly name: string;
  readonly url: string;
  /** Made anew for each run: signed actors live for a minute. */
  readonly authorizations: () => Promise<readonly string[]>;
  readonly processes: Readonly<Record<string, readonly number[]>>;
  stop(): Promise<void>;
}

const log = createLogger({ name: 'bench', level: 'silent' });

/** Requests a second and latency of four gateways over the same data, each beside Hive Gateway on the same subgraphs. */
export async function measureGateways(root: string): Promise<Figure[]> {
  const home = mkdtempSync(join(tmpdir(), 'dezky-bench-'));
  const seconds = Number(process.env['BENCH_SECONDS'] ?? 25);
  const stack = await startDistributed({ home, port: 0, root, replicas: 1, demo: true, log, environment: { ...ample, LOG_LEVEL: 'error', NODE_ENV: 'production' } });
  try {
    const figures: Figure[] = [];
    const results = new Map<string, Map<string, LoadResult>>();
    for (const start of [hive, apollo, distributed, oneProcess]) {
      const contestant = await start(root, home, stack);
      try {
        for (const [operation, query] of Object.entries({ dashboard, people })) {
          const result = await measureLoad({
            url: contestant.url,
            authorizations: await contestant.authorizations(),
            body: JSON.stringify({ query }),
            connections: 50,
            warmUpSeconds: Math.min(7, seconds),
            seconds,
            processes: contestant.processes,
          });
          results.set(operation, (results.get(operation) ?? new Map<string, LoadResult>()).set(contestant.name, result));
        }
      } finally {
        await contestant.stop();
      }
    }
    for (const [operation, byGateway] of results) for (const [gateway, result] of byGateway) figures.push(...figuresOf(`gateway.${operation}.${gateway}`, result, byGateway.get('hive')));
    return figures;
  } finally {
    await stack.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

function figuresOf(name: string, result: LoadResult, hive: LoadResult | undefined): Figure[] {
  const beside = (value: number, other: number | undefined): Pick<Figure, 'ratio' | 'comparedWith'> => (other ? { ratio: value / other, comparedWith: 'Hive Gateway' } : {});
  const round = (value: number): number => Math.round(value * 100) / 100;
  const total = (one: LoadResult | undefined): number | undefined => one && Object.values(one.cpu).reduce((sum, value) => sum + value, 0);
  return [
    { name: `${name}.requests`, value: round(result.requestsPerSecond), unit: '/s', ...beside(result.requestsPerSecond, hive?.requestsPerSecond) },
    { name: `${name}.p50`, value: round(result.p50), unit: 'ms', ...beside(result.p50, hive?.p50) },
    { name: `${name}.p99`, value: round(result.p99), unit: 'ms', ...beside(result.p99, hive?.p99) },
    ...Object.entries(result.cpu).map(([group, value]) => ({ name: `${name}.cpu.${group}`, value: round(value), unit: 'ms a request', ...beside(value, hive?.cpu[group]) })),
    { name: `${name}.cpu`, value: round(total(result) ?? 0), unit: 'ms a request', ...beside(total(result) ?? 0, total(hive)) },
  ];
}

/** What one caller may ask is not what is measured here. */
export const ample = { BUDGET_USER: '999999999/999999999' } as const;

const pidsOf = (stack: DistributedStack, name: RegExp): number[] => stack.processes.filter((one) => name.test(one.name)).map(({ pid }) => pid ?? 0);
const subgraphPids = (stack: DistributedStack): number[] => pidsOf(stack, /^(identity|mail|storage|billing|booking)-\d+$/);

const accessTokens = async (stack: DistributedStack): Promise<string[]> => [`Bearer ${await fetchToken({ authentikUrl: stack.places.authentikUrl, portalUrl: stack.url }, 'admin@acme.test', stack.secrets.accounts['admin@acme.test'] ?? '')}`];
/**
 * What our own gateway makes of a caller; the others cannot, so they are given it. Many callers, since one alone is not
 * what a gateway meets: Hive Gateway asks a subgraph once for requests that are the same and under way at once.
 */
const actorTokens = async (stack: DistributedStack): Promise<string[]> => {
  const actor = (await actorOf(stack, 'admin@acme.test')) as UserActor;
  return Promise.all(Array.from({ length: 500 }, async (_, caller) => `Bearer ${await stack.gatewaySigner.sign({ ...actor, name: `Caller ${caller}` })}`));
};

/** The supergraph with the addresses of these subgraphs. */
function supergraphOf(root: string, home: string, stack: DistributedStack): string {
  const file = join(home, 'supergraph.graphql');
  const sdl = readFileSync(join(root, 'schema', 'supergraph.graphql'), 'utf8').replace(/http:\/\/(\w+)\.invalid\/graphql/g, (_, name: string) => `${stack.processes.find((one) => one.name === `${name}-1`)?.url ?? ''}/graphql`);
  writeFileSync(file, sdl);
  return file;
}

async function distributed(_root: string, _home: string, stack: DistributedStack): Promise<Contestant> {
  const gateway = stack.processes.find(({ name }) => name === 'gateway-1');
  return { name: 'distributed', url: `${gateway?.url ?? ''}/graphql`, authorizations: () => accessTokens(stack), processes: { gateway: pidsOf(stack, /^gateway-1$/), subgraphs: subgraphPids(stack) }, stop: async () => undefined };
}

async function oneProcess(root: string, home: string, stack: DistributedStack): Promise<Contestant> {
  const { ground } = stack;
  const port = await freePort();
  const options = {
    environment: { ...ground.environment, ...ample, PORT: String(port) },
    workflowUrl: ground.workflowUrl,
    actorKeys: ground.secrets.actorKeys,
    encryptionKey: ground.secrets.encryptionKey,
    supergraphFile: join(root, 'schema', 'supergraph.graphql'),
  };
  const url = `http://127.0.0.1:${port}`;
  const managed = await ManagedProcess.start({ name: 'one-process', main: join(root, 'infra', 'bench', 'dist', 'one-process.js'), environment: { PATH: process.env['PATH'] ?? '', NODE_ENV: 'production', LOG_LEVEL: 'error', ONE_PROCESS: JSON.stringify(options) }, url, logFile: join(home, 'one-process.log'), log });
  return { name: 'one-process', url: `${url}/graphql`, authorizations: () => accessTokens(stack), processes: { gateway: [managed.pid ?? 0], subgraphs: [] }, stop: () => managed.stop() };
}

async function apollo(root: string, home: string, stack: DistributedStack): Promise<Contestant> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const managed = await ManagedProcess.start({ name: 'apollo', main: join(root, 'infra', 'bench', 'dist', 'apollo-gateway.js'), args: [supergraphOf(root, home, stack)], environment: { PATH: process.env['PATH'] ?? '', NODE_ENV: 'production', PORT: String(port) }, url, logFile: join(home, 'apollo.log'), log });
  return { name: 'apollo', url: `${url}/`, authorizations: () => actorTokens(stack), processes: { gateway: [managed.pid ?? 0], subgraphs: subgraphPids(stack) }, stop: () => managed.stop() };
}

async function hive(root: string, home: string, stack: DistributedStack): Promise<Contestant> {
  const folder = join(root, 'infra', 'bench', 'hive');
  const program = join(folder, 'node_modules', '@graphql-hive', 'gateway', 'dist', 'bin.js');
  if (!existsSync(program)) {
    const { status, stderr } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error', '--no-workspaces'], { cwd: folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(`Hive Gateway could not be installed:\n${stderr}`);
  }
  const port = await freePort();
  const configuration = join(home, 'hive.mjs');
  writeFileSync(configuration, `export const gatewayConfig = { propagateHeaders: { fromClientToSubgraphs: ({ request }) => ({ authorization: request.headers.get('authorization') }) } };\n`);
  const child = spawn(process.execPath, [program, 'supergraph', supergraphOf(root, home, stack), '--config-path', configuration, '--host', '127.0.0.1', '--port', String(port)], { cwd: folder, env: { PATH: process.env['PATH'] ?? '', NODE_ENV: 'production' }, stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}/graphql`;
  for (const deadline = Date.now() + 60_000; ; ) {
    const answers = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"{ __typename }"}' }).then(({ ok }) => ok, () => false);
    if (answers) break;
    if (Date.now() > deadline || child.exitCode !== null) throw new Error('Hive Gateway did not come up.');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const stop = async (): Promise<void> => {
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    const impatient = setTimeout(() => child.kill('SIGKILL'), 5_000);
    await gone;
    clearTimeout(impatient);
  };
  return { name: 'hive', url, authorizations: () => actorTokens(stack), processes: { gateway: [child.pid ?? 0], subgraphs: subgraphPids(stack) }, stop };
}
