import { instantOf, isTimeZone, localDateOf, nextDate, weekdayOf } from './zoned-time';

describe('instantOf', () => {
  const at = (zone: string, date: string, time: string): string => {
    const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
    return instantOf(zone, { year, month, day }, time).toISOString();
  };

  it.each([
    ['in winter', 'Europe/Copenhagen', '2027-01-15', '09:00', '2027-01-15T08:00:00.000Z'],
    ['in summer', 'Europe/Copenhagen', '2027-07-15', '09:00', '2027-07-15T07:00:00.000Z'],
    ['before the clocks go forward', 'Europe/Copenhagen', '2027-03-28', '01:59', '2027-03-28T00:59:00.000Z'],
    ['skipped: moved forward with the clocks', 'Europe/Copenhagen', '2027-03-28', '02:30', '2027-03-28T01:30:00.000Z'],
    ['after the clocks went forward', 'Europe/Copenhagen', '2027-03-28', '03:00', '2027-03-28T01:00:00.000Z'],
    ['twice: the first', 'Europe/Copenhagen', '2027-10-31', '02:30', '2027-10-31T00:30:00.000Z'],
    ['after the clocks went back', 'Europe/Copenhagen', '2027-10-31', '03:00', '2027-10-31T02:00:00.000Z'],
    ['west of Greenwich', 'America/New_York', '2027-03-14', '03:00', '2027-03-14T07:00:00.000Z'],
    ['a zone of half an hour that moves by half an hour', 'Australia/Lord_Howe', '2027-04-04', '01:45', '2027-04-03T14:45:00.000Z'],
    ['across the date line', 'Pacific/Kiritimati', '2027-01-01', '00:00', '2026-12-31T10:00:00.000Z'],
    ['the midnight that ends a day', 'Europe/Copenhagen', '2027-01-31', '24:00', '2027-01-31T23:00:00.000Z'],
  ])('%s', (_what, zone, date, time, expected) => expect(at(zone, date, time)).toBe(expected));
});

describe('days', () => {
  it('are those of the zone', () => {
    const late = new Date('2027-01-31T23:30:00Z');
    expect([localDateOf('UTC', late), localDateOf('Europe/Copenhagen', late)]).toEqual([{ year: 2027, month: 1, day: 31 }, { year: 2027, month: 2, day: 1 }]);
    expect(localDateOf('America/New_York', new Date('2027-03-14T04:30:00Z'))).toEqual({ year: 2027, month: 3, day: 13 });
  });

  it('follow each other over months, years and leap days', () => {
    expect(nextDate({ year: 2028, month: 2, day: 28 })).toEqual({ year: 2028, month: 2, day: 29 });
    expect(nextDate({ year: 2027, month: 12, day: 31 })).toEqual({ year: 2028, month: 1, day: 1 });
  });

  it('begin the week with Monday', () => {
    expect([{ year: 2027, month: 3, day: 28 }, { year: 2027, month: 3, day: 29 }].map(weekdayOf)).toEqual([7, 1]);
  });
});

it.each([
  ['Europe/Copenhagen', true],
  ['UTC', true],
  ['Mars/Phobos', false],
  ['', false],
])('knows whether %j is a zone', (name, expected) => expect(isTimeZone(name)).toBe(expected));
