import { createPublicKey, type KeyObject } from 'node:crypto';
import type { ClientBase, Pool } from 'pg';
import type { Logger } from '../log/logger';
import { type ActorKey, type SigningKeys, type VerificationKeys, generateActorKey, lifetimeSeconds } from './actor-token';

/**
 * Makes the table through which the parts of a platform in several processes learn each other's public keys, as the
 * owner of schema `workflow`. A part publishes in the name of its own database role and of no other. Harmless to repeat.
 */
export async function prepareActorKeys(client: ClientBase, parts: readonly string[]): Promise<void> {
  await client.query(`
    create schema if not exists keys;
    create table if not exists keys.actor_keys (
      kid text primary key,
      issuer text not null,
      public_key text not null,
      expires_at timestamptz not null
    );
    comment on table keys.actor_keys is 'Public keys (SPKI PEM) that verify signed actors. Private ones never leave the process that made them.';
    create or replace function keys.publish_as(issuer text, kid text, public_key text, seconds double precision) returns void language sql set search_path = keys, pg_temp as $$
      insert into keys.actor_keys values (kid, issuer, public_key, now() + make_interval(secs => least(seconds, 604800)));
      delete from keys.actor_keys where expires_at < now() - interval '1 hour' $$;
    create or replace function keys.publish(kid text, public_key text, seconds double precision) returns void language sql security definer set search_path = keys, pg_temp as $$
      select keys.publish_as(split_part(session_user, '_', 1), kid, public_key, seconds) $$;
    revoke all on function keys.publish_as, keys.publish from public;
    ${parts.map((part) => `grant usage on schema keys to ${part}_app; grant select on keys.actor_keys to ${part}_app; grant execute on function keys.publish to ${part}_app;`).join('\n')}`);
}

export interface KeyRingOptions {
  /** As `<issuer>_app`, or with `owner` as who owns the table and may publish in every name. */
  readonly pool: Pick<Pool, 'query'>;
  /** `gateway`, or the name of a subgraph. */
  readonly issuer: string;
  readonly owner?: true;
  readonly log: Logger;
  /** How long a key signs, in milliseconds. */
  readonly rotateAfterMs?: number;
}

interface Row {
  readonly kid: string;
  readonly issuer: string;
  readonly public_key: string;
  readonly expires_at: Date;
}

/** A token signed with a key's last breath, and clocks that differ by some seconds. */
const afterlifeSeconds = lifetimeSeconds + 30;

/** Keys nobody has published cost one statement in this time, whatever strangers send; a new one is found within it. */
const lookEveryMs = 200;

/**
 * The keys of a part that runs in a process of its own: it makes a new one from time to time, publishes it before
 * the first use, and knows those of the others by the table. A key is trusted until all it has signed has expired.
 */
export class KeyRing implements SigningKeys, VerificationKeys {
  private known = new Map<string, { readonly issuer: string; readonly key: KeyObject; readonly until: number }>();
  private looking: Promise<void> | undefined;
  private lookedAt = 0;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;
  private key: ActorKey;

  private constructor(private readonly options: KeyRingOptions) {}

  /** Publishes the first key and begins to rotate. */
  static async open(options: KeyRingOptions): Promise<KeyRing> {
    const ring = new KeyRing(options);
    await ring.rotate();
    ring.rotateLater(ring.rotateAfterMs);
    return ring;
  }

  current(): ActorKey {
    return this.key;
  }

  async find(kid: string): Promise<{ issuer: string; key: KeyObject } | null> {
    if (!this.known.has(kid)) await this.look();
    const found = this.known.get(kid);
    return found && found.until > Date.now() ? found : null;
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
  }

  private get rotateAfterMs(): number {
    return this.options.rotateAfterMs ?? 3_600_000;
  }

  private async rotate(): Promise<void> {
    const { issuer, pool, owner } = this.options;
    const next = generateActorKey(issuer);
    const published = [next.kid, next.publicKey, this.rotateAfterMs / 1_000 + afterlifeSeconds];
    if (owner) await pool.query('select keys.publish_as($1, $2, $3, $4)', [issuer, ...published]);
    else await pool.query('select keys.publish($1, $2, $3)', published);
    this.key = next;
  }

  private rotateLater(afterMs: number): void {
    // Closed while a key was being published.
    if (this.closed) return;
    this.timer = setTimeout(() => {
      this.rotate().then(
        () => this.rotateLater(this.rotateAfterMs),
        (error: unknown) => {
          // The key before is trusted for a while yet; a minute later there is another try.
          this.options.log.error({ err: error }, 'a new key could not be published');
          this.rotateLater(Math.min(this.rotateAfterMs, 15_000));
        },
      );
    }, afterMs);
    this.timer.unref();
  }

  private look(): Promise<void> {
    this.looking ??= this.read().finally(() => {
      this.looking = undefined;
    });
    return this.looking;
  }

  private async read(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, this.lookedAt + lookEveryMs - Date.now()));
    const { rows } = (await this.options.pool.query('select kid, issuer, public_key, expires_at from keys.actor_keys where expires_at > now()')) as { rows: Row[] };
    this.lookedAt = Date.now();
    this.known = new Map(rows.map(({ kid, issuer, public_key, expires_at }) => [kid, { issuer, key: this.known.get(kid)?.key ?? createPublicKey(public_key), until: expires_at.getTime() }]));
  }
}
