import type { Logger } from '@dezky/kit/log/logger';
import type { Pool } from 'pg';
import { type Budget, type Payer, budgetAt } from './budget';
import { MemoryBuckets } from './memory-buckets';

/** Longer than this nobody waits for the accounts: the operation behind them would take less. */
export const patienceMs = 500;

/** After the database failed it is left alone for so long. */
const restMs = 5_000;

const leaked = `greatest(0, budget.level - $4::float8 * greatest(0, extract(epoch from clock_timestamp() - budget.at)::float8))`;

/** One statement decides and writes: two processes that ask at the same moment wait for each other at the row. */
const takeStatement = `
  with taken as (
    insert into gateway.budgets as budget (payer, level, at) select $1, $2::float8, clock_timestamp() where $2::float8 <= $3::float8
    on conflict (payer) do update set level = ${leaked} + $2::float8, at = greatest(budget.at, clock_timestamp()) where ${leaked} + $2::float8 <= $3::float8
    returning level)
  select level, true as granted from taken
  union all
  select ${leaked}, false from gateway.budgets budget where payer = $1 and not exists (select from taken)`;

const settleStatement = `
  insert into gateway.budgets as budget (payer, level, at) values ($1, greatest(0, $2::float8), clock_timestamp())
  on conflict (payer) do update set level = greatest(0, ${leaked.replace('$4', '$3')} + $2::float8), at = greatest(budget.at, clock_timestamp())
  returning level`;

/**
 * The budgets of all actors, shared by all processes through PostgreSQL.
 *
 * While the database does not answer, each process counts for itself: nobody is let through unbounded, and nobody is turned away because
 * of us. The log says so, once for each time it begins.
 */
export class Budgets {
  private readonly spent = new Map<string, number>();
  private readonly settling = new Set<Promise<void>>();
  private restUntil = 0;

  constructor(
    private readonly pool: Pool,
    private readonly log: Logger,
    private readonly memory = new MemoryBuckets(),
  ) {}

  /** Whether it is known already, without asking anybody, that this payer has nothing left; null when it is not. */
  knownEmpty(payer: Payer): Budget | null {
    const until = this.spent.get(payer.key);
    if (until === undefined) return null;
    const seconds = (until - Date.now()) / 1_000;
    if (seconds > 0) return budgetAt(payer.bucket, payer.bucket.capacity + seconds * payer.bucket.perSecond, false, 0);
    this.spent.delete(payer.key);
    return null;
  }

  /** Takes a cost out of a budget, all of it or nothing. */
  async take(payer: Payer, cost: number): Promise<Budget> {
    const { capacity, perSecond } = payer.bucket;
    const found = await this.ask<{ level: number; granted: boolean }>(takeStatement, [payer.key, cost, capacity, perSecond]);
    if (!found) return this.memory.take(payer, cost);
    // No row: somebody else's first operation is being written this moment, and has not left enough.
    const { level, granted } = found.rows[0] ?? { level: capacity, granted: false };
    return budgetAt(payer.bucket, level, granted, cost);
  }

  /**
   * Gives back what an operation did not use (negative), or charges what was done for nothing (positive). Nobody waits for it; who owes
   * more than fits is turned away at the door until it has flowed out.
   */
  settle(payer: Payer, difference: number): void {
    if (difference === 0) return;
    const settled = this.ask<{ level: number }>(settleStatement, [payer.key, difference, payer.bucket.perSecond]).then((found) => {
      if (!found) return this.memory.settle(payer, difference);
      const over = (found.rows[0]?.level ?? 0) - payer.bucket.capacity;
      if (over > 0) this.remember(payer, (over / payer.bucket.perSecond) * 1_000);
    });
    this.settling.add(settled);
    void settled.finally(() => this.settling.delete(settled));
  }

  /** What is not under way any more: everything was written, or could not be. */
  async settled(): Promise<void> {
    await Promise.all(this.settling);
  }

  /** Forgets buckets that have been empty for long. */
  async sweep(): Promise<void> {
    await this.pool.query(`delete from gateway.budgets where at < now() - interval '1 day'`);
  }

  private remember(payer: Payer, ms: number): void {
    if (this.spent.size >= 10_000) this.spent.delete(this.spent.keys().next().value as string);
    this.spent.set(payer.key, Date.now() + ms);
  }

  /** @returns null when the database did not answer in time. */
  private async ask<Row extends object>(statement: string, values: unknown[]): Promise<{ rows: Row[] } | null> {
    if (Date.now() < this.restUntil) return null;
    try {
      return await this.pool.query<Row>(statement, values);
    } catch (error) {
      if (Date.now() >= this.restUntil) this.log.warn({ err: error }, 'budgets cannot be reached; this process counts for itself');
      this.restUntil = Date.now() + restMs;
      return null;
    }
  }
}
