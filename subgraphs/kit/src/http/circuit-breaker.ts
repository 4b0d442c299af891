/**
 * Stops asking a back end that keeps failing, so that callers get their answer at once
 * and the back end gets room to recover. After `coolDownMs` one trial call is let through.
 */
export class CircuitBreaker {
  private failures = 0;
  private openedAt = 0;
  private trialRunning = false;

  constructor(
    private readonly threshold = 8,
    private readonly coolDownMs = 2_000,
    private readonly now: () => number = Date.now,
  ) {}

  /** Whether a call may be made now; a call that is let through must report its outcome. */
  admits(): boolean {
    if (this.failures < this.threshold) return true;
    if (this.trialRunning || this.now() - this.openedAt < this.coolDownMs) return false;
    this.trialRunning = true;
    return true;
  }

  succeeded(): void {
    this.failures = 0;
    this.trialRunning = false;
  }

  failed(): void {
    this.failures += 1;
    this.trialRunning = false;
    if (this.failures >= this.threshold) this.openedAt = this.now();
  }
}
