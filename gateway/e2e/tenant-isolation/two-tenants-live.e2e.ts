import { type RandomChange, RandomChanges, generator } from '@dezky/identity/member/random-change.fixture';
import { type TestStack, type TestTenant, startTestStack } from '@dezky/stack/test-stack.fixture';
import { Pool } from 'pg';
import { LivingPair, type Resident } from './living-pair.fixture';

/** The same lives every time; `HISTORY_SEED=<n>` for others, and `HISTORIES=<n>` for more of them. */
const seed = Number(process.env['HISTORY_SEED'] ?? 1);
const histories = Number(process.env['HISTORIES'] ?? 6);
const stepsEach = 24;

/** Random lives of people in two tenants that share some of them, through the gateway and all back ends: whatever is done in one, nothing of the other changes. */
describe('two tenants that share people, in every system', () => {
  let stack: TestStack;
  let database: Pool;
  /** Looks after all of them: what takes somebody who may act in both is asked by them. */
  let caretaker: string;
  const pairs: LivingPair[] = [];

  beforeAll(async () => {
    stack = await startTestStack({ environment: { BUDGET_USER: '9999999/9999999' } });
    database = new Pool({ connectionString: stack.databaseUrl(), max: 6 });
    // The server that stops at the end may end a connection before it has closed itself.
    database.on('error', () => undefined);
    pairs.push(...(await Promise.all(Array.from({ length: histories }, (_, number) => LivingPair.found(stack, database, number)))));
    const ask = async (query: string, input: Record<string, unknown>): Promise<string> => Object.values(await stack.peers.ask<Record<string, string>>('identity', query, { input }, { tenantId: null, requestId: 'test' }))[0] ?? '';
    const partnerId = await ask('mutation ($input: FoundPartnerInput!) { foundPartner(input: $input) }', { name: 'Northwind', clientId: 'northwind', tenantIds: pairs.flatMap(({ tenants }) => tenants.map(({ id }) => id)) });
    const email = 'staff@northwind.test';
    await ask('mutation ($input: OpenPlatformAccountInput!) { openPlatformAccount(input: $input) }', { email, displayName: 'Nora West', password: stack.passwordOf(email), partnerId });
    caretaker = await stack.tokenOf(email);
    await Promise.all(pairs.map((pair) => pair.settle(caretaker)));
  }, 180_000);
  afterAll(async () => {
    await database?.end();
    await stack?.stop();
  }, 60_000);

  /** Now and then it is about an alias; everything else is as on the bench of identity. */
  const next = (changes: RandomChanges, pair: LivingPair, here: TestTenant, people: readonly Resident[]): RandomChange => {
    const alias = changes.chance(0.2);
    const change = changes.next(here.id, people);
    const strange = changes.chance(0.15);
    const someone = changes.pick(people.filter(({ tenant_id, mailboxId }) => mailboxId !== null && (tenant_id === here.id) !== strange));
    if (!alias || !someone) return change;
    const known = changes.pick(someone.aliases);
    const mailboxId = someone.mailboxId;
    if (known === undefined || changes.chance(0.4)) return { name: 'addMailboxAlias', input: { mailboxId, address: here.email(pair.localPart()) }, strange };
    return changes.chance(0.5) ? { name: 'updateMailboxAlias', input: { mailboxId, address: known, enabled: changes.chance(0.5) }, strange } : { name: 'removeMailboxAlias', input: { mailboxId, address: known }, strange };
  };

  const live = async (pair: LivingPair, number: number, answers: Map<string, number>): Promise<void> => {
    const changes = new RandomChanges(generator(seed * 1_000 + number), pair);
    const snapshots = new Map<string, string[]>();
    const look = async (tenant: TestTenant): Promise<void> => void snapshots.set(tenant.id, await pair.snapshot(tenant));
    for (const tenant of pair.tenants) await look(tenant);
    for (let step = 1; step <= stepsEach; step += 1) {
      const people = await pair.people();
      const [here, there] = changes.chance(0.65) ? pair.tenants : ([...pair.tenants].reverse() as [TestTenant, TestTenant]);
      const visitor = changes.pick(people);
      const password = visitor && pair.passwords.get(visitor.email);
      if (visitor && password !== undefined && changes.chance(0.1)) {
        // What a person does themselves is seen in both. Not everybody is let in.
        await stack.tokenOf(visitor.email, password).catch(() => undefined);
        for (const tenant of pair.tenants) await look(tenant);
        continue;
      }
      const change = next(changes, pair, here, people);
      const { name, input, ofBoth = false, strange = false } = change;
      const at = `history ${number}, step ${step}: ${name} ${JSON.stringify(input)} in ${here.slug} (HISTORY_SEED=${seed})`;
      const { typename, codes } = await pair.ask(ofBoth ? caretaker : pair.ownerOf(here), change).catch((error: unknown) => {
        throw new Error(`${at}: ${String(error)}`);
      });
      answers.set(`${name} ${codes[0] ?? typename}`, (answers.get(`${name} ${codes[0] ?? typename}`) ?? 0) + 1);
      expect({ at, codes }).toEqual({ at, codes: strange ? ['NOT_FOUND'] : [] });
      const [before, after] = [snapshots.get(there.id) ?? [], await pair.snapshot(there)];
      expect({ at, gone: before.filter((line) => !after.includes(line)), come: after.filter((line) => !before.includes(line)) }).toEqual({ at, gone: [], come: [] });
      await look(here);
    }
  };

  it(`leave each other alone, whatever their admins do (seed ${seed})`, async () => {
    const answers = new Map<string, number>();
    // Side by side: they wait for their workflows, not for each other. The first failure is told once all of them stand still.
    const ended = await Promise.allSettled(pairs.map((pair, number) => live(pair, number, answers)));
    const failed = ended.find((one) => one.status === 'rejected');
    if (failed) throw failed.reason;
    // Histories in which nothing happens would hold nothing; others than these are not counted.
    const happened = ['createMember MemberCreated', 'suspendMember MemberSuspended', 'resumeMember MemberResumed', 'removeMember MemberRemoved', 'createMailbox MailboxCreated', 'changeMemberAddress MemberAddressChanged', 'addMailboxAlias MailboxAliasAdded', 'addMailboxAlias NOT_FOUND', 'resetMemberPassword SignInShared'];
    if (process.env['HISTORY_SEED'] === undefined && histories >= 6) expect(happened.filter((what) => !answers.has(what))).toEqual([]);
  }, 180_000);
});
