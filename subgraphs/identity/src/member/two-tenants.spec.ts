import { IdentityBench } from '../identity-bench.fixture';
import { type Place, TenantPair, generator } from './two-tenants.fixture';

/** The same lives every time; `HISTORY_SEED=<n>` for others, and `HISTORIES=<n>` for more of them. */
const seed = Number(process.env['HISTORY_SEED'] ?? 1);
const histories = Number(process.env['HISTORIES'] ?? 20);
const stepsEach = 18;

/** Random lives of people in two tenants that share some of them: whatever is done in one, nothing changes in the other. */
describe('two tenants that share people', () => {
  let bench: IdentityBench;
  beforeAll(async () => {
    bench = await IdentityBench.start();
  }, 90_000);
  afterAll(() => bench.stop(), 30_000);

  const outside = (): string => `${bench.nextLocalPart()}@outside.example`;

  /** @returns how often each answer was given. */
  const live = async (number: number, answers: Map<string, number>): Promise<void> => {
    const random = generator(seed * 1_000 + number);
    const chance = (share: number): boolean => random() < share;
    const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
    const pair = await TenantPair.found(bench);
    const passwords = new Map<string, string>();
    const snapshots = new Map<string, string[]>();
    const look = async (tenantId: string): Promise<void> => void snapshots.set(tenantId, await pair.snapshot(tenantId));
    for (const tenantId of pair.tenants) await look(tenantId);

    const withMailbox = ({ id }: Place): boolean => bench.systems.mailboxes.has(id);
    const fits: Readonly<Record<string, (place: Place) => boolean>> = {
      suspendMember: ({ status }) => status === 'ACTIVE',
      resumeMember: ({ status }) => status === 'SUSPENDED',
      changeMemberAddress: (place) => withMailbox(place) && !place.blocked,
      changeMemberSignIn: (place) => !withMailbox(place) && !place.blocked,
      createMailbox: (place) => !withMailbox(place) && !place.blocked,
    };

    const wanted = (here: string, places: readonly Place[]): { name: string; input: Record<string, unknown>; ofBoth?: boolean; strange?: boolean } => {
      const [own, elsewhere] = [places.filter(({ tenant_id }) => tenant_id === here), places.filter(({ tenant_id }) => tenant_id !== here)];
      const displayName = `Name ${Math.floor(random() * 1_000)}`;
      const role = pick(['MEMBER', 'ADMIN']);
      if (own.length < 2 || chance(0.12)) {
        const somebodyElse = pick(elsewhere.filter(({ user_id }) => chance(0.05) || !own.some((place) => place.user_id === user_id)));
        if (somebodyElse && chance(0.6)) return { name: 'createMember', input: { tenantId: here, displayName, role, externalSignIn: somebodyElse.email }, ofBoth: chance(0.8) };
        const taken = chance(0.1) ? pick(places)?.address.split('@')[0] : undefined;
        return { name: 'createMember', input: { tenantId: here, displayName, role, ...(chance(0.5) ? { localPart: taken ?? bench.nextLocalPart() } : { externalSignIn: outside() }) } };
      }
      // Now and then somebody who is not theirs to change.
      const strange = elsewhere.length > 0 && chance(0.1);
      const change = pick([
        { name: 'updateMember', input: { displayName, ...(chance(0.5) ? { phone: `+45 ${Math.floor(random() * 1_000)}` } : {}) } },
        { name: 'changeMemberRole', input: { role } },
        { name: 'transferOwnership', input: { tenantId: here } },
        { name: 'suspendMember', input: {} },
        { name: 'suspendMember', input: {} },
        { name: 'resumeMember', input: {} },
        { name: 'resumeMember', input: {} },
        { name: 'removeMember', input: {} },
        { name: 'signOutMember', input: {} },
        { name: 'resetMemberPassword', input: {} },
        { name: 'changeMemberAddress', input: { localPart: chance(0.1) ? (pick(places)?.address.split('@')[0] ?? 'a') : bench.nextLocalPart(), keepOldAddress: chance(0.5) } },
        { name: 'changeMemberSignIn', input: { email: chance(0.2) ? (pick(places)?.email ?? outside()) : outside() } },
        { name: 'createMailbox', input: { localPart: bench.nextLocalPart() } },
        { name: 'removeMember', input: {} },
      ]) ?? { name: 'updateMember', input: {} };
      const there = strange ? elsewhere : own;
      // Mostly somebody whom it makes a difference to.
      const fitting = there.filter(fits[change.name] ?? (() => true));
      const memberId = pick(fitting.length > 0 && chance(0.8) ? fitting : there)?.id;
      return { name: change.name, input: { memberId, ...change.input }, strange, ofBoth: !strange && chance(0.2) };
    };

    for (let step = 1; step <= stepsEach; step += 1) {
      const places = await pair.places();
      const [here, there] = chance(0.65) ? pair.tenants : ([...pair.tenants].reverse() as [string, string]);
      const somebodyHere = pick(places);
      if (somebodyHere && chance(0.1)) {
        // What a person does themselves is seen in both.
        await pair.signIn(somebodyHere.email, passwords.get(somebodyHere.user_id) ?? 'unknown');
        for (const tenantId of pair.tenants) await look(tenantId);
        continue;
      }
      const { name, input, ofBoth = false, strange = false } = wanted(here, places);
      const at = `history ${number}, step ${step}: ${name} ${JSON.stringify(input)} in ${here === pair.tenants[0] ? 'A' : 'B'} (HISTORY_SEED=${seed})`;
      const answer = await pair.ask(pair.admin(here, ofBoth), name, input).catch((error: unknown) => {
        throw new Error(`${at}: ${String(error)}`);
      });
      answers.set(`${name} ${answer.codes[0] ?? answer.typename}`, (answers.get(`${name} ${answer.codes[0] ?? answer.typename}`) ?? 0) + 1);
      expect({ at, codes: answer.codes }).toEqual({ at, codes: strange ? ['NOT_FOUND'] : [] });
      const [before, after] = [snapshots.get(there) ?? [], await pair.snapshot(there)];
      expect({ at, gone: before.filter((line) => !after.includes(line)), come: after.filter((line) => !before.includes(line)) }).toEqual({ at, gone: [], come: [] });
      expect({ at, contradictions: await pair.contradictions() }).toEqual({ at, contradictions: [] });
      await look(here);
      if (answer.oneTimePassword && answer.memberId) passwords.set(await bench.userOf(answer.memberId), answer.oneTimePassword);
    }
  };

  it(`leave each other alone, whatever their admins do (seed ${seed})`, async () => {
    const answers = new Map<string, number>();
    // All at once: they wait for their workflows, not for each other. The first failure is told once all of them stand still.
    const ended = await Promise.allSettled(Array.from({ length: histories }, (_, number) => live(number, answers)));
    const failed = ended.find((one) => one.status === 'rejected');
    if (failed) throw failed.reason;
    // Histories in which nothing happens would hold nothing; others than these are not counted.
    const happened = ['createMember MemberCreated', 'suspendMember MemberSuspended', 'resumeMember MemberResumed', 'removeMember MemberRemoved', 'changeMemberAddress MemberAddressChanged', 'createMailbox MailboxCreated', 'changeMemberSignIn MemberSignInChanged', 'resetMemberPassword SignInShared'];
    if (process.env['HISTORY_SEED'] === undefined) expect(happened.filter((what) => !answers.has(what))).toEqual([]);
    const { rows } = await bench.database.query<{ pk: number }>('select authentik_pk as pk from identity.users where authentik_pk is not null order by 1');
    // Nobody is left at the identity provider whom no tenant knows.
    expect(bench.authentik.accounts().filter(({ username }) => username !== 'akadmin').map(({ pk }) => pk).sort((a, b) => a - b)).toEqual(rows.map(({ pk }) => pk));
  }, 240_000);
});
