import type { UserActor } from '@dezky/kit/context/actor';
import { IdentityBench, somebody } from '../../identity-bench.fixture';
import { generator } from '../random-change.fixture';
import { TenantPair } from '../two-tenants.fixture';

/** `RACE_SEED=<n>` for other moments than these. */
const seed = Number(process.env['RACE_SEED'] ?? 1);
const atOnce = 20;

/**
 * The rule: at any time an address has at most one account in each system and one user, whoever loses is told so by a typed
 * answer, and when everything has ended nobody has half an account.
 */
describe('somebody who is removed while they are created', () => {
  let bench: IdentityBench;
  beforeAll(async () => {
    bench = await IdentityBench.start();
  }, 90_000);
  afterAll(() => bench.stop(), 30_000);
  afterEach(() => bench.authentik.faults.clear());

  interface Run {
    readonly pair: TenantPair;
    readonly here: string;
    readonly there: string;
    readonly both: UserActor;
    readonly address: string;
    /** Some moment in the course of a removal. */
    readonly soon: () => Promise<void>;
  }
  type Race = (run: Run) => Promise<readonly string[]>;

  /** Every name that a system has twice at this moment. */
  const doubles = (): string[] => {
    const { addresses, usernames } = bench.systems;
    const twice = (names: readonly string[]): string[] => {
      const seen = new Set<string>();
      return names.filter((name) => seen.has(name) || !seen.add(name));
    };
    return [...twice(bench.authentik.accounts().map(({ username }) => username)), ...twice([...addresses.values()].map(({ address }) => address)), ...twice([...usernames.values()])];
  };

  const run = async (number: number, race: Race): Promise<void> => {
    const random = generator(seed * 1_000 + number);
    const pair = await TenantPair.found(bench);
    const [here, there] = pair.tenants;
    const localPart = bench.nextLocalPart();
    const address = `${localPart}@acme.test`;
    const soon = (): Promise<void> => new Promise((next) => setTimeout(next, random() * 500));
    const answers = await race({ pair, here, there, both: pair.admin(here, true), address, soon });
    const typed = ['MemberCreated', 'MemberRemoved', 'MemberSuspended', 'AddressTaken', 'InvalidInput'];
    const at = `run ${number} (RACE_SEED=${seed}): ${answers.join(', ')}`;
    expect({ at, untyped: answers.filter((answer) => !typed.includes(answer)) }).toEqual({ at, untyped: [] });
    expect({ at, contradictions: await pair.contradictions() }).toEqual({ at, contradictions: [] });
    const left = (await pair.places()).filter(({ email }) => email === address);
    const { rowCount: users } = await bench.database.query('select 1 from identity.users where email = $1', [address]);
    // Somebody everywhere, or nobody anywhere.
    expect({ at, users, signIns: bench.authentik.accounts().filter(({ username }) => username === address).length }).toEqual({ at, users: left.length > 0 ? 1 : 0, signIns: left.length > 0 ? 1 : 0 });
  };
  const race = async (first: number, runs: number, one: Race): Promise<void> => {
    for (let number = first; number < first + runs; number += atOnce) {
      const found: string[] = [];
      const watch = setInterval(() => found.push(...doubles()), 5);
      const ended = await Promise.allSettled(Array.from({ length: atOnce }, (_, index) => run(number + index, one))).finally(() => clearInterval(watch));
      const failed = ended.find((each) => each.status === 'rejected');
      if (failed) throw failed.reason;
      expect(found).toEqual([]);
    }
  };

  const localPartOf = (address: string): string => address.split('@')[0] ?? '';
  const ask = async ({ pair }: Run, actor: UserActor, name: string, input: Record<string, unknown>): Promise<string> => {
    const { typename, codes } = await pair.ask(actor, name, input);
    return codes[0] ?? typename;
  };
  const make = async (run: Run, tenantId = run.here): Promise<string> => (await run.pair.ask(run.pair.admin(tenantId), 'createMember', { tenantId, displayName: 'Berta Beck', localPart: localPartOf(run.address) })).memberId ?? '';
  const makeAgain = (run: Run, tenantId = run.here): Promise<string> => ask(run, run.pair.admin(tenantId), 'createMember', { tenantId, displayName: 'Berta Beck', localPart: localPartOf(run.address) });
  const remove = (run: Run, tenantId: string, memberId: string): Promise<string> => ask(run, somebody(tenantId), 'removeMember', { memberId });
  const join = (run: Run): Promise<string> => ask(run, run.both, 'createMember', { tenantId: run.there, displayName: 'Berta Beck', externalSignIn: run.address });

  it('is created anew once, or not, here and in another tenant', async () => {
    let turn = 0;
    await race(0, 200, async (run) => {
      const memberId = await make(run);
      const again = async (tenantId: string): Promise<string> => {
        await run.soon();
        return makeAgain(run, tenantId);
      };
      // Once, twice, or there as well.
      const wanted = [[run.here], [run.here, run.here], [run.here, run.there]][(turn += 1) % 3] ?? [];
      return Promise.all([remove(run, run.here, memberId), ...wanted.map(again)]);
    });
  }, 240_000);

  it('keeps the sign-in where they were let in elsewhere in time, and is not joined to nothing', async () => {
    bench.authentik.faults.add({ match: { method: 'DELETE', path: /\/core\/users/ }, kind: 'slow', delayMs: 250 });
    await race(1_000, 20, async (run) => {
      const memberId = await make(run);
      const joined = run.soon().then(() => join(run));
      return Promise.all([remove(run, run.here, memberId), joined]);
    });
  }, 240_000);

  it('can sign in where they were let in while they were suspended elsewhere', async () => {
    // Wide enough a moment for the other tenant to come between the question and the deed.
    bench.authentik.faults.add({ match: { method: 'PATCH', body: /"is_active":false/ }, kind: 'slow', delayMs: 700 });
    await race(2_000, 20, async (run) => {
      const memberId = await make(run);
      const joined = run.soon().then(() => join(run));
      return Promise.all([ask(run, somebody(run.here), 'suspendMember', { memberId }), joined]);
    });
  }, 240_000);

  it('leaves nothing behind when the last two tenants remove them at once', async () => {
    await race(3_000, 20, async (run) => {
      const memberId = await make(run);
      const { memberId: other = '' } = await run.pair.ask(run.both, 'createMember', { tenantId: run.there, displayName: 'Berta Beck', externalSignIn: run.address });
      return Promise.all([remove(run, run.here, memberId), remove(run, run.there, other)]);
    });
  }, 240_000);
});
