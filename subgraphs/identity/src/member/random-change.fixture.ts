/** Somebody of a tenant, as far as it matters to what can be done about them. */
export interface Someone {
  /** Of the member. */
  readonly id: string;
  readonly tenant_id: string;
  readonly user_id: string;
  readonly address: string;
  readonly status: string;
  readonly blocked: boolean;
  readonly email: string;
  readonly withMailbox: boolean;
}

export interface RandomChange {
  /** Of the mutation. */
  readonly name: string;
  readonly input: Record<string, unknown>;
  /** Asked by somebody who looks after both tenants. */
  readonly ofBoth?: boolean;
  /** About somebody of the other tenant, who is not theirs to change. */
  readonly strange?: boolean;
}

/** The same seed, the same numbers. */
export function generator(start: number): () => number {
  let state = start >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const fits: Readonly<Record<string, (someone: Someone) => boolean>> = {
  suspendMember: ({ status }) => status === 'ACTIVE',
  resumeMember: ({ status }) => status === 'SUSPENDED',
  changeMemberAddress: ({ withMailbox, blocked }) => withMailbox && !blocked,
  changeMemberSignIn: ({ withMailbox, blocked }) => !withMailbox && !blocked,
  createMailbox: ({ withMailbox, blocked }) => !withMailbox && !blocked,
};

/** What admins of two tenants that share people may come to ask for, one change after the other. */
export class RandomChanges {
  constructor(
    private readonly random: () => number,
    /** New ones: a local part, and a mail address outside of the platform. */
    private readonly names: { localPart(): string; outside(): string },
  ) {}

  chance(share: number): boolean {
    return this.random() < share;
  }

  pick<T>(list: readonly T[]): T | undefined {
    return list[Math.floor(this.random() * list.length)];
  }

  /** The next change in one of the tenants. */
  next(here: string, people: readonly Someone[]): RandomChange {
    const { names } = this;
    const [own, elsewhere] = [people.filter(({ tenant_id }) => tenant_id === here), people.filter(({ tenant_id }) => tenant_id !== here)];
    const displayName = `Name ${Math.floor(this.random() * 1_000)}`;
    const role = this.pick(['MEMBER', 'ADMIN']);
    if (own.length < 2 || this.chance(0.12)) {
      const somebodyElse = this.pick(elsewhere.filter(({ user_id }) => this.chance(0.05) || !own.some((one) => one.user_id === user_id)));
      if (somebodyElse && this.chance(0.6)) return { name: 'createMember', input: { tenantId: here, displayName, role, externalSignIn: somebodyElse.email }, ofBoth: this.chance(0.8) };
      const taken = this.chance(0.1) ? this.pick(people)?.address.split('@')[0] : undefined;
      return { name: 'createMember', input: { tenantId: here, displayName, role, ...(this.chance(0.5) ? { localPart: taken ?? names.localPart() } : { externalSignIn: names.outside() }) } };
    }
    // Now and then somebody who is not theirs to change.
    const strange = elsewhere.length > 0 && this.chance(0.1);
    const change = this.pick([
      { name: 'updateMember', input: { displayName, ...(this.chance(0.5) ? { phone: `+45 ${Math.floor(this.random() * 1_000)}` } : {}) } },
      { name: 'changeMemberRole', input: { role } },
      { name: 'transferOwnership', input: { tenantId: here } },
      { name: 'suspendMember', input: {} },
      { name: 'suspendMember', input: {} },
      { name: 'resumeMember', input: {} },
      { name: 'resumeMember', input: {} },
      { name: 'removeMember', input: {} },
      { name: 'signOutMember', input: {} },
      { name: 'resetMemberPassword', input: {} },
      { name: 'changeMemberAddress', input: { localPart: this.chance(0.1) ? (this.pick(people)?.address.split('@')[0] ?? 'a') : names.localPart(), keepOldAddress: this.chance(0.5) } },
      { name: 'changeMemberSignIn', input: { email: this.chance(0.2) ? (this.pick(people)?.email ?? names.outside()) : names.outside() } },
      { name: 'createMailbox', input: { localPart: names.localPart() } },
      { name: 'removeMember', input: {} },
    ]) ?? { name: 'updateMember', input: {} };
    const there = strange ? elsewhere : own;
    // Mostly somebody whom it makes a difference to.
    const fitting = there.filter(fits[change.name] ?? (() => true));
    const memberId = this.pick(fitting.length > 0 && this.chance(0.8) ? fitting : there)?.id;
    return { name: change.name, input: { memberId, ...change.input }, strange, ofBoth: !strange && this.chance(0.2) };
  }
}
