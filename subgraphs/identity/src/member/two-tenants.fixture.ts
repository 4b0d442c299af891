import type { UserActor } from '@dezky/kit/context/actor';
import { SignInBrowser } from '@dezky/sandbox/authentik/sign-in-browser';
import { type IdentityBench, somebody } from '../identity-bench.fixture';

export interface Place {
  readonly id: string;
  readonly tenant_id: string;
  readonly user_id: string;
  readonly address: string;
  readonly status: string;
  readonly blocked: boolean;
  readonly email: string;
  readonly subject: string;
  readonly authentik_pk: number;
}

export interface Outcome {
  readonly typename: string;
  readonly codes: readonly string[];
  readonly oneTimePassword?: string | null;
  readonly memberId?: string;
}

const successes: Readonly<Record<string, string>> = { createMember: 'MemberCreated', createMailbox: 'MailboxCreated', resetMemberPassword: 'MemberPasswordReset' };
const inputs: Readonly<Record<string, string>> = { suspendMember: 'MemberInput', resumeMember: 'MemberInput', signOutMember: 'MemberInput', resetMemberPassword: 'MemberInput', removeMember: 'MemberInput' };

/** Two tenants on one bench, each with admins of its own, and what there is of each. */
export class TenantPair {
  private constructor(
    private readonly bench: IdentityBench,
    readonly tenants: readonly [string, string],
    private readonly tables: readonly string[],
  ) {}

  static async found(bench: IdentityBench): Promise<TenantPair> {
    return new TenantPair(bench, [await bench.newTenant(), await bench.newTenant()], await bench.tenantTables());
  }

  /** An admin of that tenant, or of both. */
  admin = (tenantId: string, ofBoth = false): UserActor => somebody(tenantId, 'ADMIN', ofBoth ? { memberships: this.tenants.map((id) => ({ tenantId: id, memberId: `admin-of-${id}`, role: 'ADMIN' })) } : {});

  async places(): Promise<Place[]> {
    const { rows } = await this.bench.database.query<Place>(
      `select m.id, m.tenant_id, m.user_id, m.address, m.status, m.blocked_at is not null as blocked, u.email, u.subject, u.authentik_pk from identity.members m join identity.users u on u.id = m.user_id where m.tenant_id = any($1) order by m.created_at, m.id`,
      [this.tenants],
    );
    return rows;
  }

  /** Asks, and waits until what it set going has ended: here, with one look for all, and not in the answer as well. */
  async ask(actor: UserActor, name: string, input: Record<string, unknown>): Promise<Outcome> {
    const success = successes[name];
    const query = `mutation ($input: ${inputs[name] ?? `${name[0]?.toUpperCase()}${name.slice(1)}Input`}!) { ${name}(input: $input) { __typename ${success ? `... on ${success} { member { id } oneTimePassword }` : ''} } }`;
    const { data, codes } = await this.bench.ask<Record<string, { __typename: string; oneTimePassword?: string | null; member?: { id: string } } | undefined>>(actor, query, { input }, 0);
    await this.settled();
    const answer = data[name];
    return { typename: answer?.__typename ?? 'nothing', codes, oneTimePassword: answer?.oneTimePassword ?? null, ...(answer?.member ? { memberId: answer.member.id } : {}) };
  }

  /** Every workflow has ended, and ended well. */
  private async settled(): Promise<void> {
    const deadline = Date.now() + 20_000;
    for (;;) {
      const { rows } = await this.bench.database.query<{ name: string; state: string; error: string | null }>(
        `select w.name, w.state, (select max(last_error) from identity.workflow_steps s where s.workflow_id = w.id and s.state = 'FAILED') as error from identity.workflows w where w.tenant_id = any($1) and w.state not in ('SUCCEEDED', 'UNDONE')`,
        [this.tenants],
      );
      if (rows.length === 0) return;
      if (rows.some(({ state }) => state === 'NEEDS_ATTENTION') || Date.now() > deadline) throw new Error(`A workflow did not end well: ${JSON.stringify(rows)}`);
      await new Promise((next) => setTimeout(next, 100));
    }
  }

  /** A session at the identity provider, if it lets the person in. */
  async signIn(email: string, password: string): Promise<void> {
    const redirect = 'http://localhost:1/callback';
    const asked = new URLSearchParams({ client_id: 'spec', response_type: 'code', redirect_uri: redirect, scope: 'openid', state: 'any', code_challenge: 'a'.repeat(43), code_challenge_method: 'S256' });
    await new SignInBrowser(redirect).signIn(`${this.bench.authentik.url}/application/o/authorize/?${asked}`, email, password);
  }

  /** All there is of a tenant: its rows, the people they are about, and their accounts in every system, one line each. */
  async snapshot(tenantId: string): Promise<string[]> {
    const { systems, authentik, database } = this.bench;
    const text = [...this.tables.map((name) => `select '${name} ' || t::text as line from identity.${name} t where tenant_id = $1`), `select 'users ' || u::text from identity.users u where id in (select user_id from identity.members where tenant_id = $1)`];
    const { rows } = await database.query<{ line: string }>(`${text.join(' union all ')} order by 1`, [tenantId]);
    const accounts = new Map(authentik.accounts().map((account) => [account.pk, account]));
    const people = (await this.places())
      .filter(({ tenant_id }) => tenant_id === tenantId)
      .map((place) => {
        const { pk, username, email, name, attributes, active, sessions } = accounts.get(place.authentik_pk) ?? {};
        // Whether somebody who is kept out here has a sign-in that is open is for the tenants that let them in.
        const signIn = place.blocked ? { pk, username, email, name, attributes } : { pk, username, email, name, attributes, active, sessions };
        const { id } = place;
        const held = systems.addresses.get(id);
        return `person ${JSON.stringify({ id, signIn, mailbox: [systems.mailboxes.get(id), systems.names.get(id), systems.passwords.get(id), held?.address, [...(held?.aliases ?? [])]], drive: [systems.drives.get(id), systems.usernames.get(id)] })}`;
      });
    return [...rows.map(({ line }) => line), ...people, `seats ${JSON.stringify(systems.seats.get(tenantId) ?? null)}`];
  }

  /** What contradicts itself between the rows and the systems; nothing, at rest. */
  async contradictions(): Promise<string[]> {
    const { systems, authentik } = this.bench;
    const places = await this.places();
    const accounts = authentik.accounts();
    const found: string[] = [];
    const expect = (right: boolean, what: string): unknown => right || found.push(what);
    for (const { id, user_id, address, status, blocked, email, authentik_pk: pk } of places) {
      const account = accounts.find((one) => one.pk === pk);
      const open = places.some((place) => place.user_id === user_id && !place.blocked);
      const state = status === 'ACTIVE' ? 'ACTIVE' : 'FROZEN';
      expect(blocked === (status === 'SUSPENDED'), `${address} is ${status} and ${blocked ? '' : 'not '}blocked`);
      expect(account?.username === email && account.email === email, `${email} signs in as ${account?.username ?? 'nobody'}`);
      expect(account?.active === open, `the sign-in of ${email} is ${account?.active ? 'open' : 'closed'}`);
      expect([state, undefined].includes(systems.mailboxes.get(id)), `${address} is ${status}, the mailbox ${systems.mailboxes.get(id)}`);
      expect([state, undefined].includes(systems.drives.get(id)), `${address} is ${status}, the storage account ${systems.drives.get(id)}`);
      expect([address, undefined].includes(systems.addresses.get(id)?.address), `${address} has the mailbox ${systems.addresses.get(id)?.address}`);
      expect([email, undefined].includes(systems.usernames.get(id)), `${email} has the storage account ${systems.usernames.get(id)}`);
    }
    for (const tenantId of this.tenants) {
      const seats = places.filter(({ tenant_id }) => tenant_id === tenantId).length;
      expect((systems.seats.get(tenantId)?.seats ?? 0) === seats, `${seats} seats are taken, ${systems.seats.get(tenantId)?.seats} are billed`);
    }
    return found;
  }
}
