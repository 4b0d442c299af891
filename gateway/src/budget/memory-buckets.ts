import { type Budget, type Payer, budgetAt } from './budget';

/** As many payers as are remembered; who is forgotten starts anew. */
const remembered = 10_000;

/** Buckets of this process alone, for while the shared ones cannot be reached. */
export class MemoryBuckets {
  private readonly levels = new Map<string, { level: number; at: number }>();

  constructor(private readonly now: () => number = Date.now) {}

  take(payer: Payer, cost: number): Budget {
    const level = this.levelOf(payer);
    const granted = level + cost <= payer.bucket.capacity;
    if (granted) this.set(payer, level + cost);
    return budgetAt(payer.bucket, granted ? level + cost : level, granted, cost);
  }

  /** @param difference positive for what is charged afterwards, negative for what is given back */
  settle(payer: Payer, difference: number): void {
    this.set(payer, Math.max(0, this.levelOf(payer) + difference));
  }

  private levelOf({ key, bucket }: Payer): number {
    const found = this.levels.get(key);
    return found ? Math.max(0, found.level - ((this.now() - found.at) / 1_000) * bucket.perSecond) : 0;
  }

  private set({ key }: Payer, level: number): void {
    this.levels.delete(key);
    if (this.levels.size >= remembered) this.levels.delete(this.levels.keys().next().value as string);
    this.levels.set(key, { level, at: this.now() });
  }
}
