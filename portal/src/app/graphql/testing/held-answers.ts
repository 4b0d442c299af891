import type { Answer } from './fake-api';

/** Answers that a spec gives when it wants to, in any order. */
export class HeldAnswers {
  private readonly waiting: ((answer: Awaited<ReturnType<Answer>>) => void)[] = [];
  private readonly failing: ((error: Error) => void)[] = [];

  readonly answer: Answer = () =>
    new Promise((resolve, reject) => {
      this.waiting.push(resolve);
      this.failing.push(reject);
    });

  /** How many requests have come so far. */
  get count(): number {
    return this.waiting.length;
  }

  /** Answers the nth request, counted from 0. */
  give(nth: number, data: Record<string, unknown> | null, messages: readonly string[] = []): void {
    const errors = messages.map((message) => ({ message, extensions: { code: 'BACKEND_UNAVAILABLE' } }));
    this.waiting[nth]?.({ data, ...(errors.length === 0 ? {} : { errors }) });
  }

  /** Loses the answer to the nth request on its way. */
  lose(nth: number): void {
    this.failing[nth]?.(new TypeError('Failed to fetch'));
  }
}
