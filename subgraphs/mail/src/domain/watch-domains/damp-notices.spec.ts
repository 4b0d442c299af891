import { type Check, type Finding, type NoticeState, type Tidings, afterCheck, dayMs, mostPerDay, steadyMs, waitsForAnotherLook } from './damp-notices';

const hour = 3_600_000;
const began = Date.parse('2026-11-26T00:00:00Z');
const nothing: NoticeState = { known: 'NOTHING', seen: null, since: null, checks: 0, toldAt: [] };

interface Told {
  readonly at: Date;
  readonly tell: Tidings;
}

/** One domain's life: what it was told at which check, in the order of the checks. */
function live(checks: readonly Check[], from: NoticeState = nothing): { told: Told[]; state: NoticeState } {
  let state = from;
  const told: Told[] = [];
  for (const check of checks) {
    const after = afterCheck(state, check);
    state = after.state;
    if (after.tell !== null) told.push({ at: check.at, tell: after.tell });
  }
  return { told, state };
}

/** `r` and `w` are checks by itself, capitals by hand; each at the hour of its place. */
const hourly = (text: string): Check[] => [...text].map((letter, index) => ({ found: letter.toLowerCase() === 'r' ? 'RIGHT' : 'WRONG', at: new Date(began + index * hour), byHand: letter !== letter.toLowerCase() }));
const words = (text: string): string => live(hourly(text)).told.map(({ at, tell }) => `${(at.getTime() - began) / hour}:${tell}`).join(' ');

describe('what the admins of a domain are told', () => {
  it.each([
    ['right for the first time, at once', 'rrr', '0:RIGHT'],
    ['wrong, at once and once', 'rwww', '0:RIGHT 1:WRONG'],
    ['right again, when two checks in a row found it', 'rwrr', '0:RIGHT 1:WRONG 3:RIGHT'],
    ['nothing of a moment in which it was right', 'rwrwrwrw', '0:RIGHT 1:WRONG'],
    ['nothing that they saw themselves', 'rwRrr', '0:RIGHT 1:WRONG'],
    ['wrong, also when somebody saw it', 'rW', '0:RIGHT 1:WRONG'],
    ['that it keeps changing, and what it came to after six hours', `rwrrwrrw${'r'.repeat(10)}`, '0:RIGHT 1:WRONG 3:RIGHT 4:CHANGING 14:RIGHT'],
    ['that it keeps changing, and that it stays wrong', `rwrrw${'w'.repeat(10)}`, '0:RIGHT 1:WRONG 3:RIGHT 4:CHANGING 10:WRONG'],
    ['nothing more that day, and what it came to on the next', `rwrrw${'w'.repeat(6)}rrr${'r'.repeat(16)}`, '0:RIGHT 1:WRONG 3:RIGHT 4:CHANGING 10:WRONG 24:RIGHT'],
    ['what it came to also when somebody saw it right while it kept changing', `rwrrwRw${'r'.repeat(8)}`, '0:RIGHT 1:WRONG 3:RIGHT 4:CHANGING 13:RIGHT'],
  ])('%s', (_name, checks, told) => {
    expect(words(checks)).toBe(told);
  });

  it('asks for another look before it says that all is right again', () => {
    const after = (text: string): boolean => waitsForAnotherLook(live(hourly(text)).state);
    expect([after('rw'), after('rwr'), after('rwrr'), after('rwR'), after('r')]).toEqual([false, true, false, false, false]);
  });

  /** Deterministic, so that a failure names a history that fails again (mulberry32). */
  const random = (seed: number) => (): number => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };

  /** Turns, of which some histories have many and some few, at gaps from a minute to ten hours; then it stays as it is for three days. */
  function history(seed: number): { checks: Check[]; end: Finding } {
    const chance = random(seed);
    const [restless, gap, hands] = [chance(), 60_000 + chance() * chance() * 10 * hour, chance() < 0.5 ? 0 : 0.2];
    const checks: Check[] = [];
    let [at, found] = [began, 'RIGHT' as Finding];
    const look = (byHand: boolean): void => void checks.push({ found, at: new Date(at), byHand });
    for (let index = 0; index < 200; index += 1) {
      at += gap * (0.5 + chance());
      if (chance() < restless) found = found === 'RIGHT' ? 'WRONG' : 'RIGHT';
      look(chance() < hands);
    }
    for (let index = 0; index < 18; index += 1) {
      at += 4 * hour;
      look(false);
    }
    return { checks, end: found };
  }

  const histories = Array.from({ length: 3_000 }, (_, seed) => ({ seed, ...history(seed) }));

  it('never exceeds its bound, tells nothing twice, and ends with what is, in any history', () => {
    const [wrong, met] = [[] as string[], { changing: 0, atBound: 0, byHand: 0 }];
    for (const { seed, checks, end } of histories) {
      const { told, state } = live(checks);
      const seenByHand = (from: Date, to = new Date(8.64e15)): boolean => checks.some(({ byHand, found, at }) => byHand && found === 'RIGHT' && at > from && at < to);
      told.forEach(({ at, tell }, index) => {
        const inDay = told.slice(index).filter((one) => one.at.getTime() - at.getTime() < dayMs).length;
        if (inDay > mostPerDay) wrong.push(`${seed}: ${inDay} in a day`);
        if (inDay === mostPerDay) met.atBound += 1;
        if (tell === 'CHANGING') met.changing += 1;
        const next = told[index + 1];
        // Between two that say the same, somebody saw the other one by themselves.
        if (next && seenByHand(at, next.at)) met.byHand += 1;
        else if (next?.tell === tell) wrong.push(`${seed}: ${tell} twice`);
      });
      if (state.known !== end) wrong.push(`${seed}: ends with ${state.known}, not ${end}`);
      const last = told.at(-1);
      if (last && !seenByHand(last.at) && last.tell !== end) wrong.push(`${seed}: told ${last.tell} last, not ${end}`);
    }
    expect(wrong).toEqual([]);
    // The histories met what they are about.
    expect([met.changing > 1_000, met.atBound > 100, met.byHand > 100]).toEqual([true, true, true]);
  });

  it('tells what is wrong at once while the day is young, right again after two checks, and after the last word but one only what is steady', () => {
    const wrong: string[] = [];
    for (const { seed, checks } of histories) {
      let state = nothing;
      checks.forEach((check, index) => {
        const before = state;
        const after = afterCheck(before, check);
        state = after.state;
        const young = before.toldAt.filter((at) => check.at.getTime() - at.getTime() < dayMs).length < mostPerDay - 2;
        if (check.found === 'WRONG' && (before.known === 'NOTHING' || before.known === 'RIGHT') && young && after.tell !== 'WRONG') wrong.push(`${seed}/${index}: not told at once`);
        if (after.tell === 'RIGHT' && before.known !== 'NOTHING' && checks[index - 1]?.found !== 'RIGHT') wrong.push(`${seed}/${index}: right after one check`);
        if (before.known === 'CHANGING' && after.tell !== null && check.at.getTime() - (after.state.since?.getTime() ?? 0) < steadyMs) wrong.push(`${seed}/${index}: told before it was steady`);
      });
    }
    expect(wrong).toEqual([]);
  });
});
