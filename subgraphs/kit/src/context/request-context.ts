import DataLoader from 'dataloader';
import type { Rows } from '../database/rows';
import { forbidden, unauthenticated } from '../failure/errors';
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
  ) {}

  static of(parts: { actor: Actor; actorToken: string; origin: Origin; rows: Rows; log: Logger }): RequestContext {
    return new RequestContext(parts.actor, parts.actorToken, parts.origin, parts.rows, parts.log, Reach.nothing, '', new Map());
  }

  /**
   * The same request under a rule.
   *
   * @throws UNAUTHENTICATED or FORBIDDEN when the rule does not admit the actor.
   */
  under(rule: Rule): RequestContext {
    if (!rule.admits(this.actor)) throw this.actor.kind === 'PUBLIC' ? unauthenticated() : forbidden();
    return new RequestContext(this.actor, this.actorToken, this.origin, this.rows, this.log, rule.reach(this.actor), rule.name, this.loaders);
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
