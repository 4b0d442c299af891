import type { Logger } from '../log/logger';
import type { IdempotencyKeys } from './idempotency-keys';

const everyMs = 10 * 60_000;

/** Lets a part forget the keys of yesterday. */
export class Sweeper {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly keys: IdempotencyKeys,
    private readonly log: Logger,
  ) {}

  start(): void {
    this.timer = setInterval(() => {
      this.keys.sweep().catch((error: unknown) => this.log.warn({ err: error }, 'old idempotency keys could not be removed'));
    }, everyMs);
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }
}
