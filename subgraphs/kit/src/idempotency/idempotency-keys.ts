import { createHmac, randomUUID } from 'node:crypto';
import { Sealer } from '../database/sealed';

/** Runs one SQL statement outside of any transaction. */
export type Query = (text: string, values: readonly unknown[]) => Promise<readonly Record<string, unknown>[]>;

export interface IdempotencyRequest {
  /** Who asks and with which key, from `IdempotencyKeys.digest`. */
  readonly id: Buffer;
  /** What is asked, from `IdempotencyKeys.digest`. */
  readonly fingerprint: Buffer;
  /** When waiting for somebody else's answer is of no use any more, in milliseconds since 1970. */
  readonly deadline: number;
}

/** The right to do the work, kept alive until it is given back. */
export interface Hold {
  readonly id: Buffer;
  /** Who holds it; another one after a take-over. */
  readonly by: string;
  /** What the effect returned for somebody who died before they could answer; undefined when nothing is known of one. */
  readonly begun: unknown;
  /** Keeps the answer for whoever sends the same again. */
  keep(answer: unknown): Promise<void>;
  /** Lets the same be tried anew: nothing came of it, or what came of it is in `begun`. */
  release(): Promise<void>;
}

export type Admission = { readonly kind: 'HELD'; readonly hold: Hold } | { readonly kind: 'KEPT'; readonly answer: unknown } | { readonly kind: 'OTHER_REQUEST' } | { readonly kind: 'STILL_RUNNING' };

/** Whoever is silent for longer is dead; their work may be taken over. */
const leaseMs = 3_000;
const lookEveryMs = 50;

/**
 * What was done under which idempotency key, shared by all processes of a part. The first to come holds the key and does
 * the work; others wait for its answer. When the holder dies, the next one takes over.
 */
export class IdempotencyKeys {
  private readonly sealer: Sealer;

  /** @param encryptionKey 32 bytes in base64; answers can hold one-time passwords. */
  constructor(
    private readonly query: Query,
    private readonly schema: string,
    private readonly encryptionKey: string,
  ) {
    this.sealer = new Sealer(encryptionKey);
  }

  /** Keyed, since what is asked can hold a password that could be guessed from a plain hash. */
  digest(...parts: readonly string[]): Buffer {
    const hmac = createHmac('sha256', Buffer.from(this.encryptionKey, 'base64'));
    for (const part of parts) hmac.update(`${Buffer.byteLength(part)}:${part}`);
    return hmac.digest();
  }

  seal(value: unknown): Buffer {
    return this.sealer.seal(JSON.stringify(value));
  }

  async admit(request: IdempotencyRequest): Promise<Admission> {
    const holder = randomUUID();
    for (;;) {
      const [held] = await this.query(
        `insert into ${this.schema}.idempotency_keys as known (id, fingerprint, held_by, held_until) values ($1, $2, $3, now() + make_interval(secs => $4))
           on conflict (id) do update set held_by = excluded.held_by, held_until = excluded.held_until
             where known.answer is null and known.held_until < now() and known.fingerprint = excluded.fingerprint
         returning begun`,
        [request.id, request.fingerprint, holder, leaseMs / 1_000],
      );
      if (held) return { kind: 'HELD', hold: this.hold(request.id, holder, held['begun'] as Buffer | null) };
      const [known] = await this.query(`select fingerprint, answer from ${this.schema}.idempotency_keys where id = $1`, [request.id]);
      if (known) {
        if (!request.fingerprint.equals(known['fingerprint'] as Buffer)) return { kind: 'OTHER_REQUEST' };
        if (known['answer']) return { kind: 'KEPT', answer: this.open(known['answer'] as Buffer) };
      }
      if (Date.now() >= request.deadline) return { kind: 'STILL_RUNNING' };
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    }
  }

  /** Forgets what is older than a day. */
  async sweep(): Promise<void> {
    await this.query(`delete from ${this.schema}.idempotency_keys where created_at < now() - interval '24 hours'`, []);
  }

  private hold(id: Buffer, holder: string, begun: Buffer | null): Hold {
    const mine = `where id = $1 and held_by = $2`;
    const renew = setInterval(() => {
      // A renewal that fails is made up for by the next; missing three of them is what the lease is for.
      this.query(`update ${this.schema}.idempotency_keys set held_until = now() + make_interval(secs => $3) ${mine} and answer is null`, [id, holder, leaseMs / 1_000]).catch(() => undefined);
    }, leaseMs / 3).unref();
    const end = async (text: string, ...values: unknown[]): Promise<void> => {
      clearInterval(renew);
      await this.query(text, [id, holder, ...values]);
    };
    return {
      id,
      by: holder,
      begun: begun ? this.open(begun) : undefined,
      keep: (answer) => end(`update ${this.schema}.idempotency_keys set answer = $3 ${mine}`, this.seal(answer)),
      release: async () => {
        await end(`delete from ${this.schema}.idempotency_keys ${mine} and begun is null`);
        await this.query(`update ${this.schema}.idempotency_keys set held_until = now() ${mine}`, [id, holder]);
      },
    };
  }

  private open(sealed: Buffer): unknown {
    return JSON.parse(this.sealer.open(sealed)) as unknown;
  }
}
