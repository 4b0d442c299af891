import type { Adapter } from 'oidc-provider';
import type { AuthentikState, OidcRow } from '../authentik-state';

const revocable = ['AccessToken', 'AuthorizationCode', 'RefreshToken'];

/** Keeps what `oidc-provider` knows in the sandbox's store, so that sign-ins survive a restart. */
export class OidcAdapter implements Adapter {
  constructor(
    private readonly state: AuthentikState,
    private readonly model: string,
  ) {}

  private get rows(): ReturnType<AuthentikState['oidc']> {
    return this.state.oidc(this.model);
  }

  async upsert(id: string, payload: Record<string, unknown>, expiresIn?: number): Promise<void> {
    const pk = this.rows.get(id)?.pk ?? (this.model === 'RefreshToken' ? this.state.nextNumber('refresh-token') : 0);
    this.rows.put(id, { pk, payload, expiresAt: expiresIn === undefined ? null : Date.now() + expiresIn * 1000 });
  }

  async find(id: string): Promise<Record<string, unknown> | undefined> {
    return this.payload(this.rows.get(id));
  }

  async findByUid(uid: string): Promise<Record<string, unknown> | undefined> {
    return this.payload(this.rows.values().find((row) => row.payload.uid === uid));
  }

  /** The device flow is off. */
  async findByUserCode(): Promise<undefined> {
    return undefined;
  }

  async consume(id: string): Promise<void> {
    const row = this.rows.get(id);
    if (!row) return;
    // Authentik does not revoke the chain when a rotated refresh token comes back (contract 9), as
    // oidc-provider would on finding it consumed: a token that is gone is refused and nothing more.
    if (this.model === 'RefreshToken') this.rows.delete(id);
    else this.rows.put(id, { ...row, payload: { ...row.payload, consumed: Math.floor(Date.now() / 1000) } });
  }

  async destroy(id: string): Promise<void> {
    this.rows.delete(id);
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    for (const model of revocable) {
      const rows = this.state.oidc(model);
      for (const [id, row] of rows.entries()) if (row.payload.grantId === grantId) rows.delete(id);
    }
    for (const [jti, token] of this.state.accessTokens.entries()) if (token.grantId === grantId) this.state.accessTokens.delete(jti);
  }

  private payload(row: Readonly<OidcRow> | undefined): Record<string, unknown> | undefined {
    if (!row || (row.expiresAt !== null && row.expiresAt < Date.now())) return undefined;
    return JSON.parse(JSON.stringify(row.payload)) as Record<string, unknown>;
  }
}
