const allowedInARow = 10;
const waitMs = 60_000;

/** Counts wrong passwords in a row for each account and makes the eleventh wait. */
export class SignInAttempts {
  private readonly failures = new Map<string, { count: number; last: number }>();

  constructor(private readonly now: () => number = Date.now) {}

  /** Whole seconds until the next try, 0 when it may be made now. */
  wait(account: string): number {
    const entry = this.failures.get(account);
    if (!entry || entry.count < allowedInARow) return 0;
    return Math.max(Math.ceil((entry.last + waitMs - this.now()) / 1000), 0);
  }

  failed(account: string): void {
    const entry = this.failures.get(account);
    const waited = entry !== undefined && entry.count >= allowedInARow && this.wait(account) === 0;
    this.failures.set(account, { count: waited ? 1 : (entry?.count ?? 0) + 1, last: this.now() });
  }

  succeeded(account: string): void {
    this.failures.delete(account);
  }
}
