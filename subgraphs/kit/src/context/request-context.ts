import DataLoader from 'dataloader';
import type { Db, Rows } from '../database/rows';
import { forbidden, unauthenticated } from '../failure/errors';
import { Failure } from '../failure/failure.type';
import type { Logger } from '../log/logger';
import type { Actor } from './actor';
import type { Rule } from './policy';
import { Reach } from './reach';

/** Where a request comes from, as the gateway saw it. */
export interface Origin {
  readonly requestId: string;
  readonly ipAddress: string | null;
  /** How long the caller wants to wait for the end of a workflow it starts, in milliseconds (RFC 7240 section 4); absent leaves it to us. */
  readonly waitMs?: number;
}

/** What is remembered of a mutation that was sent with an idempotency key. */
export interface Once {
  readonly idempotencyKey: string;
  readonly begun: unknown;
  record(db: Db, begun: unknown): Promise<void>;
}

/** How many things are loaded in one statement, whatever the number of rows that ask. */
export interface Batch<Key, Value> {
  readonly name: string;
  load(context: RequestContext, keys: readonly Key[]): Promise<readonly (Value | Error)[]>;
}

/**
 * One request to one subgraph: who asks, and under which rule the running resolver works.
 * Resolvers get a context narrowed to the rule they name; `reach` is empty without one.
 */
export class RequestContext {
  private constructor(
    readonly actor: Actor,
    /** The signed actor as it came; a peer may be asked in the same name while it is good. */
    readonly actorToken: string,
    readonly origin: Origin,
    readonly rows: Rows,
    readonly log: Logger,
    readonly reach: Reach,
    private readonly rule: string,
    private readonly loaders: Map<string, DataLoader<unknown, unknown>>,
    private readonly once: Once | null,
  ) {}

  static of(parts: { actor: Actor; actorToken: string; origin: Origin; rows: Rows; log: Logger; once?: Once | null }): RequestContext {
    return new RequestContext(parts.actor, parts.actorToken, parts.origin, parts.rows, parts.log, Reach.nothing, '', new Map(), parts.once ?? null);
  }

  /**
   * The same request under a rule.
   *
   * @throws UNAUTHENTICATED or FORBIDDEN when the rule does not admit the actor.
   */
  under(rule: Rule): RequestContext {
    if (!rule.admits(this.actor)) throw this.actor.kind === 'PUBLIC' ? unauthenticated() : forbidden();
    return new RequestContext(this.actor, this.actorToken, this.origin, this.rows, this.log, rule.reach(this.actor), rule.name, this.loaders, this.once);
  }

  /**
   * The transaction in which a mutation takes effect. Under an idempotency key it happens once: who comes after a process
   * that died between effect and answer gets what the transaction returned then. Failures are no effect.
   *
   * @param work returns what can be written as JSON, or a Failure.
   */
  effect<T>(reach: Reach, work: (db: Db) => Promise<T>): Promise<T> {
    const { once } = this;
    if (!once) return this.rows.in(reach, work);
    return this.rows.in(reach, async (db) => {
      const result = await work(db);
      if (!(result instanceof Failure)) await once.record(db, result);
      return result;
    });
  }

  /** For a peer who is asked in the caller's name: it does its part once as well. */
  get idempotencyKey(): string | undefined {
    return this.once?.idempotencyKey;
  }

  /** What `effect` returned for a process that died before it could answer; undefined otherwise. Ask for it before anything is checked: the checks see the effect. */
  earlier<T>(): T | undefined {
    return this.once?.begun as T | undefined;
  }

  /** Loads one thing in a batch with its siblings. Batches of different rules never mix: each runs under its own reach. */
  load<Key, Value>(batch: Batch<Key, Value>, key: Key): Promise<Value> {
    const name = `${this.rule}/${batch.name}`;
    let loader = this.loaders.get(name) as DataLoader<Key, Value> | undefined;
    if (!loader) {
      loader = new DataLoader<Key, Value>((keys) => batch.load(this, keys), { maxBatchSize: 500 });
      this.loaders.set(name, loader as DataLoader<unknown, unknown>);
    }
    return loader.load(key);
  }
}
