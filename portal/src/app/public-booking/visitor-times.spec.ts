import { byDay, visitorTimes } from './visitor-times';

const slots = ['2026-11-26T22:30:00.000Z', '2026-11-26T23:00:00.000Z', '2026-11-27T08:00:00.000Z'].map((startsAt) => ({ startsAt }));

describe('byDay', () => {
  it.each([
    ['UTC', ['2026-11-26 2', '2026-11-27 1']],
    ['Europe/Copenhagen', ['2026-11-26 1', '2026-11-27 2']],
    ['America/Los_Angeles', ['2026-11-26 2', '2026-11-27 1']],
    ['Pacific/Auckland', ['2026-11-27 3']],
  ])("goes by the visitor's days in %s", (zone, expected) => {
    expect(byDay(slots, visitorTimes(zone)).map(({ key, slots: ofDay }) => `${key} ${ofDay.length}`)).toEqual(expected);
  });
});

describe('visitorTimes', () => {
  it('says a moment in the zone, by a clock of 24 hours', () => {
    const times = visitorTimes('Europe/Copenhagen');
    const at = '2026-11-26T23:00:00.000Z';
    expect([times.dayKey(at), times.day(at), times.weekday(at), times.shortDay(at), times.time(at)]).toEqual(['2026-11-27', 'Friday 27 November', 'Fri', '27 Nov', '00:00']);
  });
});
