import { readFileSync } from 'node:fs';
import { Pool } from 'undici';

export interface LoadResult {
  readonly requestsPerSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** CPU milliseconds a request of each group of processes. */
  readonly cpu: Readonly<Record<string, number>>;
}

export interface Load {
  readonly url: string;
  /** Values of Authorization; requests take turns with them. */
  readonly authorizations: readonly string[];
  readonly body: string;
  readonly connections: number;
  readonly warmUpSeconds: number;
  readonly seconds: number;
  /** Process ids whose CPU time is counted, by group. */
  readonly processes: Readonly<Record<string, readonly number[]>>;
}

/**
 * Asks the same thing again and again over connections that stay open, and measures after a warm-up over the same ones.
 *
 * @throws when an answer is not 200 or has errors: figures of failures are no figures.
 */
export async function measureLoad(load: Load): Promise<LoadResult> {
  const { origin, pathname } = new URL(load.url);
  const pool = new Pool(origin, { connections: load.connections, pipelining: 1, keepAliveTimeout: 60_000 });
  const latencies: number[] = [];
  let measuring = false;
  let going = true;
  let turn = 0;
  const ask = async (): Promise<void> => {
    const startedAt = performance.now();
    const { statusCode, body } = await pool.request({ method: 'POST', path: pathname, headers: { 'content-type': 'application/json', authorization: load.authorizations[(turn += 1) % load.authorizations.length] ?? '' }, body: load.body });
    const text = await body.text();
    if (statusCode !== 200 || text.includes('"errors"')) throw new Error(`${load.url} answered ${statusCode}: ${text.slice(0, 300)}`);
    if (measuring) latencies.push(performance.now() - startedAt);
  };
  const callers = Array.from({ length: load.connections }, async () => {
    while (going) await ask();
  });
  const failed = Promise.all(callers);
  const pause = (seconds: number): Promise<unknown> => Promise.race([new Promise((resolve) => setTimeout(resolve, seconds * 1_000)), failed]);
  try {
    await pause(load.warmUpSeconds);
    const before = cpuOf(load.processes);
    const startedAt = performance.now();
    measuring = true;
    await pause(load.seconds);
    measuring = false;
    const seconds = (performance.now() - startedAt) / 1_000;
    const after = cpuOf(load.processes);
    const count = latencies.length;
    latencies.sort((one, other) => one - other);
    const at = (share: number): number => latencies[Math.min(count - 1, Math.floor(count * share))] ?? 0;
    return {
      requestsPerSecond: count / seconds,
      p50: at(0.5),
      p99: at(0.99),
      cpu: Object.fromEntries(Object.keys(load.processes).map((group) => [group, ((after[group] ?? 0) - (before[group] ?? 0)) / count])),
    };
  } finally {
    going = false;
    await failed.catch(() => undefined);
    await pool.close();
  }
}

/** Ticks of the kernel's clock are a hundredth of a second on Linux, whatever the machine. */
const tickMs = 10;

/** CPU milliseconds so far of each group (proc(5), fields 14 and 15 of stat). */
function cpuOf(groups: Load['processes']): Record<string, number> {
  const ticks = (pid: number): number => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ');
    return Number(fields[11]) + Number(fields[12]);
  };
  return Object.fromEntries(Object.entries(groups).map(([group, pids]) => [group, pids.reduce((sum, pid) => sum + ticks(pid), 0) * tickMs]));
}
