import { createHash, randomBytes } from 'node:crypto';
import type { Sealer } from '@dezky/kit/database/sealed';
import type { Pool, PoolClient } from 'pg';

/** What the identity provider gave us; never leaves the gateway. */
export interface SessionTokens {
  readonly accessToken: string;
  readonly refreshToken: string | null;
  readonly idToken: string;
  readonly expiresAt: Date;
}

export interface Session {
  readonly subject: string;
  readonly tokens: SessionTokens;
}

export interface OpenSession extends Session {
  readonly openedAt: Date;
}

/** A session by what it is kept under, which opens nothing. */
export interface HeldSession extends OpenSession {
  readonly key: Buffer;
}

/** A session ends after this time without a request, and after the longer one in any case. */
const idleHours = 12;
const absoluteHours = 7 * 24;

const hash = (id: string): Buffer => createHash('sha256').update(id).digest();

interface Row {
  readonly subject: string;
  readonly tokens: Buffer;
  readonly created_at: Date;
}

/** Sessions in PostgreSQL, shared by all replicas. The browser has a random id, the table only its hash. */
export class SessionStore {
  /** @param renewals connections that wait for the identity provider; apart from the others, so that a slow provider holds up nobody but those it has to answer. */
  constructor(
    private readonly pool: Pool,
    private readonly sealer: Sealer,
    private readonly renewals: Pool = pool,
  ) {}

  /** @returns the id for the cookie: 256 random bits. */
  async open(session: Session): Promise<string> {
    const id = randomBytes(32).toString('base64url');
    await this.pool.query(`insert into gateway.sessions (id_hash, subject, tokens, tokens_expire_at, expires_at) values ($1, $2, $3, $4, now() + make_interval(hours => $5))`, [
      hash(id),
      session.subject,
      this.seal(session.tokens),
      session.tokens.expiresAt,
      absoluteHours,
    ]);
    return id;
  }

  /** Never waits for a renewal of the same session, and writes once a minute at most. */
  async find(id: string): Promise<OpenSession | null> {
    const { rows } = await this.pool.query<Row>(
      `with seen as (
         update gateway.sessions set last_seen_at = now()
          where id_hash = (select id_hash from gateway.sessions where id_hash = $1 and last_seen_at between now() - make_interval(hours => $2) and now() - interval '1 minute' for update skip locked))
       select subject, tokens, created_at from gateway.sessions where id_hash = $1 and expires_at > now() and last_seen_at > now() - make_interval(hours => $2)`,
      [hash(id), idleHours],
    );
    return rows[0] ? { ...this.unseal(rows[0]), openedAt: rows[0].created_at } : null;
  }

  /**
   * Renews the tokens of a session, one request at a time: a provider that rotates refresh tokens takes
   * a second use of the old one for theft. Whoever waited gets what the first one fetched.
   *
   * @param renew returns null when the provider has ended the session; it is closed then.
   */
  async renew(id: string, renew: (tokens: SessionTokens) => Promise<SessionTokens | null>): Promise<Session | null> {
    const client: PoolClient = await this.renewals.connect();
    try {
      await client.query('begin');
      const { rows } = await client.query<Row>('select subject, tokens from gateway.sessions where id_hash = $1 for update', [hash(id)]);
      const session = rows[0] ? this.unseal(rows[0]) : null;
      const fresh = session && (session.tokens.expiresAt.getTime() > Date.now() + 5_000 ? session.tokens : await renew(session.tokens));
      if (session && fresh) await client.query('update gateway.sessions set tokens = $2, tokens_expire_at = $3 where id_hash = $1', [hash(id), this.seal(fresh), fresh.expiresAt]);
      else await client.query('delete from gateway.sessions where id_hash = $1', [hash(id)]);
      await client.query('commit');
      return session && fresh ? { subject: session.subject, tokens: fresh } : null;
    } catch (error) {
      await client.query('rollback').catch(() => undefined);
      throw error;
    } finally {
      client.release();
    }
  }

  /** The sessions of a person that have not run out; to see whether they are still good for anything, not to use them. */
  async heldBy(subject: string): Promise<HeldSession[]> {
    const { rows } = await this.pool.query<Row & { id_hash: Buffer }>(
      'select id_hash, subject, tokens, created_at from gateway.sessions where subject = $1 and expires_at > now() and last_seen_at > now() - make_interval(hours => $2) order by created_at',
      [subject, idleHours],
    );
    return rows.map((row) => ({ ...this.unseal(row), openedAt: row.created_at, key: row.id_hash }));
  }

  /**
   * Presents the refresh token of a session, whatever is left of its tokens. What the provider gives is kept: after a rotation the old
   * token is refused, and the session would seem closed while its successor opens it. A refused session stays as it is.
   *
   * @returns whether the provider renewed it; null when the session has gone meanwhile, or has no refresh token.
   */
  async tryRenewal(key: Buffer, renew: (tokens: SessionTokens) => Promise<SessionTokens | null>): Promise<boolean | null> {
    const client: PoolClient = await this.renewals.connect();
    try {
      await client.query('begin');
      const { rows } = await client.query<Row>('select subject, tokens from gateway.sessions where id_hash = $1 for update', [key]);
      const tokens = rows[0] ? this.unseal(rows[0]).tokens : null;
      const fresh = tokens?.refreshToken ? await renew(tokens) : null;
      if (fresh) await client.query('update gateway.sessions set tokens = $2, tokens_expire_at = $3 where id_hash = $1', [key, this.seal(fresh), fresh.expiresAt]);
      await client.query('commit');
      return tokens?.refreshToken ? fresh !== null : null;
    } catch (error) {
      await client.query('rollback').catch(() => undefined);
      throw error;
    } finally {
      client.release();
    }
  }

  /** Closes every session of a person. */
  async forget(subject: string): Promise<number> {
    const { rowCount } = await this.pool.query('delete from gateway.sessions where subject = $1', [subject]);
    return rowCount ?? 0;
  }

  /** @returns what was closed. */
  async close(id: string): Promise<Session | null> {
    const { rows } = await this.pool.query<Row>('delete from gateway.sessions where id_hash = $1 returning subject, tokens', [hash(id)]);
    return rows[0] ? this.unseal(rows[0]) : null;
  }

  /** Forgets what has expired. */
  async sweep(): Promise<number> {
    const { rowCount } = await this.pool.query(`delete from gateway.sessions where expires_at < now() or last_seen_at < now() - make_interval(hours => $1)`, [idleHours]);
    return rowCount ?? 0;
  }

  private seal({ expiresAt, ...tokens }: SessionTokens): Buffer {
    return this.sealer.seal(JSON.stringify({ ...tokens, expiresAt: expiresAt.toISOString() }));
  }

  private unseal({ subject, tokens }: Pick<Row, 'subject' | 'tokens'>): Session {
    const { expiresAt, ...rest } = JSON.parse(this.sealer.open(tokens)) as Omit<SessionTokens, 'expiresAt'> & { expiresAt: string };
    return { subject, tokens: { ...rest, expiresAt: new Date(expiresAt) } };
  }
}
