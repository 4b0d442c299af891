/** `slow` waits, then answers; `down` drops the connection before any work; `answer-lost` does the work and drops the connection instead of answering. */
export type FaultKind = 'slow' | 'down' | 'answer-lost';

/** What a fault applies to; absent parts match everything. `path` includes the query. */
export interface FaultMatch {
  readonly method?: string;
  readonly path?: RegExp;
  readonly body?: RegExp;
}

export interface Fault {
  readonly match: FaultMatch;
  readonly kind: FaultKind;
  /** For `slow`. */
  readonly delayMs?: number;
  /** How many requests it meets; until it is removed when absent. */
  readonly times?: number;
}

/** Faults on demand; the first one that matches a request is applied to it. */
export class Faults {
  private readonly active: { fault: Fault; left: number }[] = [];

  /** Returns a function that takes the fault away again. */
  add(fault: Fault): () => void {
    const entry = { fault, left: fault.times ?? Number.POSITIVE_INFINITY };
    this.active.push(entry);
    return () => {
      const index = this.active.indexOf(entry);
      if (index >= 0) this.active.splice(index, 1);
    };
  }

  /** How many faults have requests to meet yet. */
  get waiting(): number {
    return this.active.length;
  }

  clear(): void {
    this.active.length = 0;
  }

  /** The fault to apply to a request, counted as used. */
  take(request: { method: string; path: string; body: string }): Fault | undefined {
    const index = this.active.findIndex(({ fault: { match } }) => {
      if (match.method !== undefined && match.method.toUpperCase() !== request.method) return false;
      if (match.path && request.path.search(match.path) < 0) return false;
      return !match.body || request.body.search(match.body) >= 0;
    });
    const entry = this.active[index];
    if (!entry) return undefined;
    entry.left -= 1;
    if (entry.left <= 0) this.active.splice(index, 1);
    return entry.fault;
  }
}

const kinds: readonly string[] = ['slow', 'down', 'answer-lost'] satisfies FaultKind[];

/**
 * Reads a fault as it is sent over HTTP: as in `Fault`, regular expressions as their source text.
 *
 * @throws Error with a message for the sender.
 */
export const faultFromJson = (value: unknown): Fault => {
  const { match = {}, kind, delayMs, times } = (value ?? {}) as Record<string, unknown> & { match?: Record<string, unknown> };
  if (typeof kind !== 'string' || !kinds.includes(kind)) throw new Error(`kind is one of ${kinds.join(', ')}`);
  for (const [name, part] of Object.entries(match)) {
    if (!['method', 'path', 'body'].includes(name) || typeof part !== 'string') throw new Error(`match.${name} is unknown or not a string`);
  }
  const { method, path, body } = match as Record<string, string | undefined>;
  for (const [name, part] of Object.entries({ delayMs, times })) {
    if (part !== undefined && typeof part !== 'number') throw new Error(`${name} is a number`);
  }
  return {
    match: { ...(method !== undefined && { method }), ...(path !== undefined && { path: new RegExp(path) }), ...(body !== undefined && { body: new RegExp(body) }) },
    kind: kind as FaultKind,
    ...(typeof delayMs === 'number' && { delayMs }),
    ...(typeof times === 'number' && { times }),
  };
};
