/**
 * What an actor reaches under one rule: tenants in full, or in a tenant only what belongs to one member.
 * It is handed to the database as the tenants of row-level security, and asked again for member-owned rows.
 */
export class Reach {
  static readonly nothing = new Reach(new Map(), false);
  /** Everything; for operators, and for the platform's own sweeps. */
  static readonly everything = new Reach(new Map(), true);

  private constructor(
    private readonly grants: ReadonlyMap<string, string | null>,
    private readonly unbounded: boolean,
  ) {}

  /** @param grants tenant id → null for the whole tenant, or the one member whose things are reached. */
  static of(grants: ReadonlyMap<string, string | null>): Reach {
    return new Reach(grants, false);
  }

  static tenant(tenantId: string): Reach {
    return new Reach(new Map([[tenantId, null]]), false);
  }

  get isEmpty(): boolean {
    return !this.unbounded && this.grants.size === 0;
  }

  get isUnbounded(): boolean {
    return this.unbounded;
  }

  /** The tenants of row-level security, as `set_config` takes them. */
  get setting(): string {
    if (this.unbounded) return '*';
    const ids = [...this.grants.keys()];
    for (const id of ids) if (!/^[A-Za-z0-9_-]{1,64}$/.test(id)) throw new Error('A tenant id has a form that ids never have.');
    return ids.join(',');
  }

  /** The one member whose things are reached in a tenant; null where nothing is held back there. */
  onlyMember(tenantId: string): string | null {
    return this.unbounded ? null : (this.grants.get(tenantId) ?? null);
  }

  /** Whether a row of this tenant, owned by this member if by any, is inside. */
  sees(tenantId: string, memberId?: string | null): boolean {
    if (this.unbounded) return true;
    const grant = this.grants.get(tenantId);
    if (grant === undefined) return false;
    return grant === null || (memberId !== undefined && grant === memberId);
  }
}
