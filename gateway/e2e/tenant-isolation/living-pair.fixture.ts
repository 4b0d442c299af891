import type { RandomChange, Someone } from '@dezky/identity/member/random-change.fixture';
import { type TestStack, type TestTenant } from '@dezky/stack/test-stack.fixture';
import type { Pool } from 'pg';

export interface Resident extends Someone {
  readonly mailboxId: string | null;
  readonly aliases: readonly string[];
}

export interface Outcome {
  readonly typename: string;
  readonly codes: readonly string[];
}

const passwordsIn: Readonly<Record<string, string>> = { createMember: 'MemberCreated', createMailbox: 'MailboxCreated', resetMemberPassword: 'MemberPasswordReset' };
const plainInput = new Set(['suspendMember', 'resumeMember', 'signOutMember', 'resetMemberPassword', 'removeMember']);

/** Two tenants of one stack, each with an owner who is only there to ask, and what there is of each in every system. */
export class LivingPair {
  /** Tokens of the owners, by tenant. */
  private readonly owners = new Map<string, string>();
  /** One-time passwords that were given out, by address. */
  readonly passwords = new Map<string, string>();
  private names = 0;

  private constructor(
    private readonly stack: TestStack,
    private readonly database: Pool,
    private readonly number: number,
    readonly tenants: readonly [TestTenant, TestTenant],
    private readonly rowsOf: string,
  ) {}

  static async found(stack: TestStack, database: Pool, number: number): Promise<LivingPair> {
    const members = [{ localPart: 'owner', displayName: 'Olivia Berg', role: 'OWNER' as const }];
    const tenants = (await Promise.all(['a', 'b'].map((name) => stack.newTenant({ slug: `pair${number}-${name}`, members })))) as [TestTenant, TestTenant];
    const { rows } = await database.query<{ name: string }>(`select format('%I.%I', table_schema, table_name) as name from information_schema.columns where column_name = 'tenant_id' and table_schema not in ('pg_catalog', 'information_schema') order by 1`);
    const users = `select 'identity.users ' || t::text as line from identity.users t where id in (select user_id from identity.members where tenant_id = $1)`;
    const pair = new LivingPair(stack, database, number, tenants, [users, ...rows.map(({ name }) => `select '${name} ' || t::text from ${name} t where tenant_id = $1`)].join(' union all '));
    for (const { id, email } of tenants) pair.owners.set(id, await stack.tokenOf(email('owner')));
    await pair.settled();
    return pair;
  }

  localPart = (): string => `p${this.number}-${(this.names += 1)}`;
  outside = (): string => `${this.localPart()}@outside.example`;
  ownerOf = ({ id }: TestTenant): string => this.owners.get(id) ?? '';

  /** Two people each, of whom one is in both tenants: let in over there by somebody who looks after both. */
  async settle(caretaker: string): Promise<void> {
    const [a, b] = this.tenants;
    const create = async (token: string, { id }: TestTenant, input: Record<string, unknown>): Promise<void> => {
      const { typename } = await this.ask(token, { name: 'createMember', input: { tenantId: id, displayName: 'Berta Beck', ...input } });
      if (typename !== 'MemberCreated') throw new Error(`Nobody was created at ${id}: ${typename}`);
    };
    const [ofA, ofB] = [this.localPart(), this.localPart()];
    await Promise.all([create(this.ownerOf(a), a, { localPart: ofA }), create(this.ownerOf(b), b, { localPart: ofB }), create(this.ownerOf(b), b, { externalSignIn: this.outside() })]);
    await create(caretaker, b, { externalSignIn: a.email(ofA) });
  }

  /** Everybody but the owners, in an order that a seed brings about again. */
  async people(): Promise<Resident[]> {
    const { rows } = await this.database.query<Resident>(
      `select m.id, m.tenant_id, m.user_id, m.address, m.status, m.blocked_at is not null as blocked, u.email, b.id is not null as "withMailbox", b.id as "mailboxId",
              array(select a.address from mail.aliases a where a.mailbox_id = b.id order by 1) as aliases
         from identity.members m join identity.users u on u.id = m.user_id join identity.tenants t on t.id = m.tenant_id left join mail.mailboxes b on b.member_id = m.id
        where m.tenant_id = any($1) and m.address not like 'owner@%' order by m.address, t.slug`,
      [this.tenants.map(({ id }) => id)],
    );
    return rows;
  }

  /** Asks over HTTP, and waits until all that it set going has ended. */
  async ask(token: string, { name, input }: RandomChange): Promise<Outcome> {
    const withPassword = passwordsIn[name];
    const type = plainInput.has(name) ? 'MemberInput' : `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
    const query = `mutation ($input: ${type}!) { ${name}(input: $input) { __typename ${withPassword ? `... on ${withPassword} { oneTimePassword member { id user { email } } }` : ''} } }`;
    const { data, errors } = await this.stack.graphql({ token }, query, { input });
    await this.settled();
    const answer = data?.[name] as { __typename: string; oneTimePassword?: string | null; member?: { id: string; user: { email: string } } } | null | undefined;
    if (answer?.member && answer.oneTimePassword) this.passwords.set(answer.member.user.email, answer.oneTimePassword);
    return { typename: answer?.__typename ?? 'nothing', codes: errors.map(({ extensions }) => String(extensions['code'])) };
  }

  /** Every workflow of both tenants has ended, and ended well; every audit entry has arrived. */
  private async settled(): Promise<void> {
    const schemas = ['identity', 'mail', 'booking'];
    const busy = [
      ...schemas.map((schema) => `select name, state from ${schema}.workflows where tenant_id = any($1) and state not in ('SUCCEEDED', 'UNDONE')`),
      ...['mail', 'booking', 'billing'].map((schema) => `select 'audit of ${schema}', 'RUNNING' from ${schema}.audit_outbox where tenant_id = any($1)`),
    ].join(' union all ');
    for (const deadline = Date.now() + 30_000; ; ) {
      const { rows } = await this.database.query<{ name: string; state: string }>(busy, [this.tenants.map(({ id }) => id)]);
      if (rows.length === 0) return;
      if (rows.some(({ state }) => state === 'NEEDS_ATTENTION') || Date.now() > deadline) throw new Error(`What was asked for did not end well: ${JSON.stringify(rows)}`);
      await new Promise((next) => setTimeout(next, 50));
    }
  }

  /** All there is of a tenant, one line each: its rows in every part, and its people at every system. */
  async snapshot({ id, domain }: TestTenant): Promise<string[]> {
    const { authentik, stalwart, ocis, stripe } = this.stack.sandboxes;
    const { rows } = await this.database.query<{ line: string }>(this.rowsOf, [id]);
    const { rows: people } = await this.database.query<{ address: string; email: string; blocked: boolean; pk: number; mailbox: string | null; drive: string | null }>(
      `select m.address, u.email, m.blocked_at is not null as blocked, u.authentik_pk as pk, b.stalwart_id as mailbox, d.ocis_user_id as drive
         from identity.members m join identity.users u on u.id = m.user_id left join mail.mailboxes b on b.member_id = m.id left join storage.drives d on d.member_id = m.id where m.tenant_id = $1`,
      [id],
    );
    const [accounts, mailboxes, drives] = [authentik.accounts(), stalwart.mailboxes(), ocis.drives()];
    const lines = await Promise.all(
      people.map(async ({ address, email, blocked, pk, mailbox, drive }) => {
        const { active, sessions, ...account } = accounts.find((one) => one.pk === pk) ?? {};
        // Whether somebody who is kept out here has a sign-in that is open is for the tenants that let them in.
        const signIn = blocked ? account : { ...account, active, sessions };
        return `person ${text({ address, signIn, mailbox: mailboxes.find((one) => one.id === mailbox), opens: mailbox === null ? null : await this.opens(address, this.passwords.get(email)), drive: drives.find(({ userId }) => userId === drive) })}`;
      }),
    );
    const customers = stripe.customers().filter((customer) => text(customer).includes(id));
    const seats = stripe.subscriptions().filter(({ customer }) => customers.some((one) => one.id === customer));
    return [...rows.map(({ line }) => line), ...lines, ...stalwart.domains().filter(({ name }) => name === domain).map((one) => `domain ${text(one)}`), `seats ${text({ customers, seats })}`].sort();
  }

  /** What the mail server says to the password that was given out last. */
  private async opens(address: string, password: string | undefined): Promise<number | null> {
    if (password === undefined) return null;
    const answer = await fetch(`${this.stack.places.stalwartUrl}/jmap/session`, { headers: { authorization: `Basic ${Buffer.from(`${address}:${password}`).toString('base64')}` } });
    await answer.text();
    return answer.status;
  }
}

const text = (value: unknown): string => JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? String(part) : part));
