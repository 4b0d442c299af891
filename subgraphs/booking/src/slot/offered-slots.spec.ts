import { type PageRules, offeredSlots, withoutBusy } from './offered-slots';

const week = (from: string, to: string, days = [1, 2, 3, 4, 5, 6, 7]): PageRules['hours'] => days.map((weekday) => ({ weekday, from, to }));
const page = (more: Partial<PageRules> = {}): PageRules => ({ durationMinutes: 60, timeZone: 'Europe/Copenhagen', hours: week('09:00', '12:00'), bufferMinutes: 0, noticeMinutes: 0, horizonDays: 365, active: true, ...more });
const span = (start: string, end: string): { start: Date; end: Date } => ({ start: new Date(start), end: new Date(end) });
const long = new Date('2027-01-01T00:00:00Z');
const starts = (rules: PageRules, window: { start: Date; end: Date }, now = long): string[] => offeredSlots(rules, window, now).map(({ startsAt }) => startsAt.toISOString().slice(5, 16));

describe('offeredSlots', () => {
  it('cuts the hours of a day into lengths of the page, the last of which fits', () => {
    expect(starts(page({ durationMinutes: 50 }), span('2027-02-01T00:00:00Z', '2027-02-02T00:00:00Z'))).toEqual(['02-01T08:00', '02-01T08:50', '02-01T09:40']);
  });

  it('keeps the hours by the clock on the wall, before and after it is changed', () => {
    const window = span('2027-03-27T00:00:00Z', '2027-03-30T00:00:00Z');
    expect(starts(page({ durationMinutes: 180 }), window)).toEqual(['03-27T08:00', '03-28T07:00', '03-29T07:00']);
  });

  it('offers no hour that is skipped, and the one that comes twice twice', () => {
    const night = page({ hours: week('01:00', '04:00') });
    expect(starts(night, span('2027-03-27T23:00:00Z', '2027-03-28T12:00:00Z'))).toEqual(['03-28T00:00', '03-28T01:00']);
    expect(starts(night, span('2027-10-30T22:00:00Z', '2027-10-31T12:00:00Z'))).toEqual(['10-30T23:00', '10-31T00:00', '10-31T01:00', '10-31T02:00']);
  });

  it('goes by weekdays of the zone, not of UTC', () => {
    const tokyo = page({ timeZone: 'Asia/Tokyo', hours: week('08:00', '09:00', [1]) });
    expect(starts(tokyo, span('2027-02-01T00:00:00Z', '2027-02-09T00:00:00Z'))).toEqual(['02-07T23:00']);
  });

  it('is not sooner than the notice and not later than the horizon', () => {
    const now = new Date('2027-02-01T08:30:00Z');
    const rules = page({ noticeMinutes: 60, horizonDays: 1 });
    expect(starts(rules, span('2027-02-01T00:00:00Z', '2027-02-05T00:00:00Z'), now)).toEqual(['02-01T10:00', '02-02T08:00']);
  });

  it('has a window that contains its beginning and not its end', () => {
    expect(starts(page(), span('2027-02-01T08:00:00Z', '2027-02-01T09:00:00Z'))).toEqual(['02-01T08:00']);
  });

  it('offers nothing on a page that is switched off, in a reversed window, and in hours shorter than its length', () => {
    const window = span('2027-02-01T00:00:00Z', '2027-02-05T00:00:00Z');
    expect(starts(page({ active: false }), window)).toEqual([]);
    expect(starts(page(), { start: window.end, end: window.start })).toEqual([]);
    expect(starts(page({ durationMinutes: 240 }), window)).toEqual([]);
  });

  it('puts several hours of one day in their order', () => {
    const split = page({ hours: [...week('14:00', '15:00'), ...week('09:00', '10:00')] });
    expect(starts(split, span('2027-02-01T00:00:00Z', '2027-02-02T00:00:00Z'))).toEqual(['02-01T08:00', '02-01T13:00']);
  });
});

describe('withoutBusy', () => {
  const offered = offeredSlots(page(), span('2027-02-01T00:00:00Z', '2027-02-02T00:00:00Z'), long);
  const free = (busy: [string, string][], buffer = 0): string[] =>
    withoutBusy(offered, busy.map(([start, end]) => span(`2027-02-01T${start}:00Z`, `2027-02-01T${end}:00Z`)), buffer).map(({ startsAt }) => startsAt.toISOString().slice(11, 16));

  it('leaves out what overlaps, and nothing that only touches', () => {
    expect(free([])).toEqual(['08:00', '09:00', '10:00']);
    expect(free([['09:00', '10:00']])).toEqual(['08:00', '10:00']);
    expect(free([['08:59', '09:01']])).toEqual(['10:00']);
    expect(free([['07:00', '12:00']])).toEqual([]);
  });

  it('keeps the pause on both sides', () => {
    expect(free([['09:00', '10:00']], 1)).toEqual([]);
    expect(free([['06:00', '07:50']], 10)).toEqual(['08:00', '09:00', '10:00']);
    expect(free([['06:00', '07:51']], 10)).toEqual(['09:00', '10:00']);
  });
});
