import { type GraphQLScalarType, Kind } from 'graphql';
import { BigIntText, CurrencyCode, DateTime, EmailAddress, Hostname, TimeZone, Url } from './scalars';

const taken: [GraphQLScalarType, string, unknown][] = [
  [EmailAddress, ' Anna.Holm@ACME.test ', 'anna.holm@acme.test'],
  [EmailAddress, 'a@b', 'a@b'],
  [Hostname, 'ACME.Test.', 'acme.test'],
  [Url, 'https://acme.test/a?b=c', 'https://acme.test/a?b=c'],
  [CurrencyCode, 'EUR', 'EUR'],
  [TimeZone, 'Europe/Copenhagen', 'Europe/Copenhagen'],
  [TimeZone, 'America/Argentina/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
  [TimeZone, 'Etc/GMT+1', 'Etc/GMT+1'],
  [TimeZone, 'UTC', 'UTC'],
  [BigIntText, '9007199254740993', 9_007_199_254_740_993n],
  [BigIntText, '-1', -1n],
  [DateTime, '2026-01-02T03:04:05.678Z', new Date(Date.UTC(2026, 0, 2, 3, 4, 5, 678))],
  [DateTime, '2026-01-02T03:04:05+02:00', new Date(Date.UTC(2026, 0, 2, 1, 4, 5))],
];
const refused: [GraphQLScalarType, unknown][] = [
  ...['', 'nobody', 'a b@c.test', 'a@', '@b', 'a@b@c', 'a%b@c.test', 'a@b c', `${'x'.repeat(65)}@b.test`, 1, null, {}].map((value): [GraphQLScalarType, unknown] => [EmailAddress, value]),
  ...['not a url', '', '//acme.test', 1].map((value): [GraphQLScalarType, unknown] => [Url, value]),
  ...['eur', 'EURO', 'E1R', ''].map((value): [GraphQLScalarType, unknown] => [CurrencyCode, value]),
  ...['', '../etc/passwd', 'Europe//Oslo', "Europe/'; --", '/Europe'].map((value): [GraphQLScalarType, unknown] => [TimeZone, value]),
  ...['', '1.5', '0x10', 'one', '9'.repeat(41), true, {}].map((value): [GraphQLScalarType, unknown] => [BigIntText, value]),
  ...['', 'yesterday', 12, null, {}].map((value): [GraphQLScalarType, unknown] => [DateTime, value]),
];

describe('scalars', () => {
  it.each(taken)('%s takes %j, in a variable and in the document', (scalar, value, parsed) => {
    expect(scalar.parseValue(value)).toEqual(parsed);
    expect(scalar.parseLiteral({ kind: Kind.STRING, value })).toEqual(parsed);
  });

  it.each(refused)('%s refuses %j as the caller’s fault', (scalar, value) => {
    const fault = expect.objectContaining({ extensions: expect.objectContaining({ code: 'BAD_USER_INPUT' }) as unknown }) as Error;
    const outcome = (parse: () => unknown): unknown => {
      try {
        return parse();
      } catch (error) {
        return error;
      }
    };
    expect(outcome(() => scalar.parseValue(value))).toEqual(fault);
    expect(outcome(() => scalar.parseLiteral(typeof value === 'string' ? { kind: Kind.STRING, value } : { kind: Kind.BOOLEAN, value: true }))).toEqual(fault);
  });

  it('repeats no more of a wrong value than a line', () => {
    expect(() => CurrencyCode.parseValue('x'.repeat(10_000))).toThrow(/^.{1,140}$/);
  });

  it.each([
    [BigIntText, 9_007_199_254_740_993n, '9007199254740993'],
    [BigIntText, 42, '42'],
    [BigIntText, '-7', '-7'],
    [DateTime, new Date(0), '1970-01-01T00:00:00.000Z'],
    [DateTime, '2026-01-02T03:04:05+02:00', '2026-01-02T01:04:05.000Z'],
  ])('%s tells %p as text', (scalar, value, told) => {
    expect(scalar.serialize(value)).toBe(told);
  });

  it.each([
    [BigIntText, 1.5],
    [BigIntText, Number.MAX_SAFE_INTEGER + 1],
    [BigIntText, 'many'],
    [BigIntText, null],
    [DateTime, 'yesterday'],
    [DateTime, 0],
    [DateTime, new Date(Number.NaN)],
  ])('%s does not tell what it cannot represent: %p', (scalar, value) => {
    expect(() => scalar.serialize(value)).toThrow();
  });
});
