import { Pool, errors } from 'undici';

/** Says on every answer that its process is about to end; whoever asks next should ask another. */
export const drainingHeader = 'x-dezky-draining';

export interface ReplicaRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: string | Buffer | null;
  /** Whether asking a second time is harmless when it is unknown what became of the first. */
  readonly repeatable: boolean;
  /** For the answer to begin and to go on, in milliseconds. */
  readonly timeoutMs: number;
}

export interface ReplicaAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** No replica gave an answer. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  constructor(
    readonly fault: 'UNREACHABLE' | 'TIMEOUT',
    /** Whether a replica may have done what it was asked. */
    readonly begun: boolean,
    cause: unknown,
  ) {
    super(`no replica answered: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** A replica that refused a connection is passed over for so long. */
const restMs = 1_000;

const secondLookMs = 50;

/** One that said that it ends: longer than it goes on, so that nothing is under way at its very end. */
const endingRestMs = 5_000;

const neverSent: ReadonlySet<unknown> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

class Replica {
  readonly pool: Pool;
  pending = 0;
  restsUntil = 0;

  constructor(url: string, connections: number) {
    this.pool = new Pool(url, { connections, keepAliveTimeout: 30_000, connect: { timeout: 5_000 } });
  }
}

/**
 * Processes that do the same, each behind a small pool of connections that are kept. The one with the fewest requests
 * under way is asked; one that cannot be reached, or is about to end, is passed over for a moment.
 */
export class Replicas {
  private readonly all: readonly Replica[];
  private turn = 0;

  constructor(urls: readonly string[], connections = 16) {
    this.all = urls.map((url) => new Replica(url, connections));
  }

  /** @throws NoAnswer when none of them answers. */
  async ask(request: ReplicaRequest): Promise<ReplicaAnswer> {
    const failures: { readonly replica: Replica; readonly at: number }[] = [];
    /** Failures of a while ago, before a long attempt elsewhere, do not count: who was away may be back by now. */
    const recent = (replica: Replica): number => failures.filter((failure) => failure.replica === replica && Date.now() - failure.at < restMs).length;
    for (;;) {
      const fewest = Math.min(...this.all.map(recent));
      // A second look at each, a moment later, costs little: a process that comes up needs just that.
      if (fewest > 0) await new Promise((resolve) => setTimeout(resolve, secondLookMs));
      const replica = this.next((one) => recent(one) <= fewest);
      try {
        return await this.askOne(replica, request);
      } catch (error) {
        const { code } = error as { code?: unknown };
        if (error instanceof errors.HeadersTimeoutError || error instanceof errors.BodyTimeoutError) throw new NoAnswer('TIMEOUT', true, error);
        replica.restsUntil = Date.now() + restMs;
        failures.push({ replica, at: Date.now() });
        const begun = !neverSent.has(code);
        if (this.all.every((one) => recent(one) >= 2) || (begun && !request.repeatable)) throw new NoAnswer('UNREACHABLE', begun, error);
      }
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.all.map(({ pool }) => pool.destroy()));
  }

  private async askOne(replica: Replica, request: ReplicaRequest): Promise<ReplicaAnswer> {
    const { method, path, headers, body, timeoutMs } = request;
    replica.pending += 1;
    try {
      const answer = await replica.pool.request({ method: method as 'POST', path, headers, body, headersTimeout: timeoutMs, bodyTimeout: timeoutMs });
      if (answer.headers[drainingHeader] !== undefined) replica.restsUntil = Date.now() + endingRestMs;
      return { status: answer.statusCode, headers: answer.headers, body: Buffer.from(await answer.body.arrayBuffer()) };
    } finally {
      replica.pending -= 1;
    }
  }

  /** The least busy of those that are eligible, those that rest last; equals take turns. */
  private next(eligible: (replica: Replica) => boolean): Replica {
    const now = Date.now();
    const start = (this.turn = (this.turn + 1) % this.all.length);
    const load = (replica: Replica): number => replica.pending + (replica.restsUntil > now ? 1e6 : 0);
    const candidates = [...this.all.slice(start), ...this.all.slice(0, start)].filter(eligible);
    const [first, ...others] = candidates;
    if (!first) throw new NoAnswer('UNREACHABLE', false, new Error('no replica is named'));
    return others.reduce((best, replica) => (load(replica) < load(best) ? replica : best), first);
  }
}
