const hour = 3_600_000;

export type Finding = 'RIGHT' | 'WRONG';
export type Tidings = Finding | 'CHANGING';

/** The admins of a domain are written to so often at most within `dayMs`, whatever its records do. */
export const mostPerDay = 5;
export const dayMs = 24 * hour;
/** Whoever was told that records keep changing is told again when they have stayed the same for so long. */
export const steadyMs = 6 * hour;

export interface NoticeState {
  /** What the admins were told last, or saw themselves. */
  readonly known: Tidings | 'NOTHING';
  /** What the latest checks found, in a row, since when. */
  readonly seen: Finding | null;
  readonly since: Date | null;
  readonly checks: number;
  /** When they were written to, of late. */
  readonly toldAt: readonly Date[];
}

export interface Check {
  readonly found: Finding;
  readonly at: Date;
  /** Somebody asked for it and sees what it found. */
  readonly byHand: boolean;
}

/**
 * What a check has the admins told. "Wrong" is told at once: mail is at stake. "Right again" is told when two checks in a row
 * found it, so that a record that comes and goes is not two mails each time. The last but one of a day says that the records
 * keep changing, unless they have not changed for long; from then on there is silence until they have been the same for `steadyMs`, and the last one says what they
 * came to. What could not be told for want of room is told at a later check: checks never end, so the last state is always told.
 */
export function afterCheck(before: NoticeState, { found, at, byHand }: Check): { readonly state: NoticeState; readonly tell: Tidings | null } {
  const toldAt = before.toldAt.filter((one) => at.getTime() - one.getTime() < dayMs);
  const inARow = before.seen === found;
  const state = { ...before, seen: found, since: inARow ? before.since : at, checks: inARow ? before.checks + 1 : 1, toldAt };
  // Who had it checked by hand has the good news on the screen. Silence that was promised is kept.
  if (byHand && found === 'RIGHT' && state.known !== 'CHANGING') return { state: { ...state, known: 'RIGHT' }, tell: null };
  if (!isNews(state, at) || toldAt.length >= mostPerDay) return { state, tell: null };
  const tell = toldAt.length >= mostPerDay - 2 && !isSteady(state, at) ? 'CHANGING' : found;
  return { state: { ...state, known: tell, toldAt: [...toldAt, at] }, tell };
}

const isSteady = ({ since, checks }: NoticeState, at: Date): boolean => checks >= 2 && since !== null && at.getTime() - since.getTime() >= steadyMs;

function isNews(state: NoticeState, at: Date): boolean {
  const { known, seen, checks } = state;
  if (known === 'CHANGING') return isSteady(state, at);
  if (seen === 'WRONG') return known !== 'WRONG';
  return known === 'NOTHING' || (known === 'WRONG' && checks >= 2);
}

/** Whether "right again" waits for the next check. */
export const waitsForAnotherLook = ({ known, seen, checks }: NoticeState): boolean => known === 'WRONG' && seen === 'RIGHT' && checks < 2;
