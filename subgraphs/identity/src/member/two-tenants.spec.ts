import { IdentityBench } from '../identity-bench.fixture';
import { RandomChanges, generator } from './random-change.fixture';
import { TenantPair } from './two-tenants.fixture';

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
    const changes = new RandomChanges(generator(seed * 1_000 + number), { localPart: () => bench.nextLocalPart(), outside });
    const pair = await TenantPair.found(bench);
    const passwords = new Map<string, string>();
    const snapshots = new Map<string, string[]>();
    const look = async (tenantId: string): Promise<void> => void snapshots.set(tenantId, await pair.snapshot(tenantId));
    for (const tenantId of pair.tenants) await look(tenantId);

    for (let step = 1; step <= stepsEach; step += 1) {
      const places = (await pair.places()).map((place) => ({ ...place, withMailbox: bench.systems.mailboxes.has(place.id) }));
      const [here, there] = changes.chance(0.65) ? pair.tenants : ([...pair.tenants].reverse() as [string, string]);
      const somebodyHere = changes.pick(places);
      if (somebodyHere && changes.chance(0.1)) {
        // What a person does themselves is seen in both.
        await pair.signIn(somebodyHere.email, passwords.get(somebodyHere.user_id) ?? 'unknown');
        for (const tenantId of pair.tenants) await look(tenantId);
        continue;
      }
      const { name, input, ofBoth = false, strange = false } = changes.next(here, places);
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
