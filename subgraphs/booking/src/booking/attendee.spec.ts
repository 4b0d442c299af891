import { InvalidInput } from '@dezky/kit/failure/failure.type';
import { checkAttendee } from './attendee';

const check = (attendeeName: string, attendeeEmail = 'ada@example.com'): unknown => {
  const result = checkAttendee({ attendeeName, attendeeEmail });
  return result instanceof InvalidInput ? result.path?.[1] : result;
};

describe('checkAttendee', () => {
  it('keeps names and addresses in one form', () => {
    expect(check('  Ada   Lovelace ', ' Ada@Example.COM ')).toEqual({ name: 'Ada Lovelace', email: 'ada@example.com' });
    expect(check('Jo\u0308rn', 'o.brien+work@mail.example.co')).toEqual({ name: 'Jörn', email: 'o.brien+work@mail.example.co' });
    expect(check('مریم میرزاخانی')).toEqual({ name: 'مریم میرزاخانی', email: 'ada@example.com' });
  });

  it.each(['', '   ', '7', 'a'.repeat(101), 'a'.repeat(1_000_000), 'Ada\nLovelace', 'Ada\u0000', 'Ada \u202e ecila', '<b>Ada</b>', 'Win at https://bad.example'])('refuses the name %.40j', (name) => {
    expect(check(name)).toBe('attendeeName');
  });

  it.each(['', 'ada', 'ada@', '@example.com', 'ada@localhost', 'ada@@example.com', 'ada@exa mple.com', 'ada%x@example.com', 'ada@-bad.example', `${'a'.repeat(65)}@example.com`, `ada@${'a'.repeat(64)}.com`, `ada@${'a.'.repeat(500_000)}com`, 'ada@example.com\nbcc: bo@example.com'])('refuses the address %.60j', (address) => {
    expect(check('Ada', address)).toBe('attendeeEmail');
  });
});
