import { createHash } from 'node:crypto';
import type { Reply } from '../http/router';
import type { Collection, Store } from '../store';
import { StripeFailure } from './stripe-error';

interface Remembered {
  readonly at: number;
  readonly fingerprint: string;
  readonly status: number;
  readonly body: string;
}

/** Answers are kept this long and given again under the same key. */
const keptMs = 24 * 3_600_000;
const longestKey = 255;

/** Replays the answer of an earlier POST with the same key; refuses the key for another request. */
export class IdempotencyKeys {
  private readonly kept: Collection<Remembered>;

  constructor(store: Store) {
    this.kept = store.collection<Remembered>('idempotency');
  }

  async run(key: string | undefined, request: { method: string; path: string; body: string }, work: () => Reply | Promise<Reply>): Promise<Reply> {
    if (key === undefined || request.method !== 'POST') return work();
    if (key.length > longestKey) throw StripeFailure.refused('Idempotency keys can have up to 255 characters.', 'Idempotency-Key');
    const fingerprint = createHash('sha256').update(`${request.path}\n${request.body}`).digest('base64url');
    const earlier = this.kept.get(key);
    if (earlier && Date.now() - earlier.at < keptMs) {
      if (earlier.fingerprint !== fingerprint) {
        throw new StripeFailure(400, {
          type: 'idempotency_error',
          message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
        });
      }
      return { status: earlier.status, headers: { 'content-type': 'application/json', 'idempotent-replayed': 'true' }, body: earlier.body };
    }
    const reply = await work();
    // What failed validation did nothing, so the key stays free.
    if (reply.status < 400) this.kept.put(key, { at: Date.now(), fingerprint, status: reply.status, body: String(reply.body ?? '') });
    return reply;
  }
}
