import { GraphQLScalarType, Kind } from 'graphql';
import { badUserInput } from '../failure/errors';

const text = (name: string, description: string, specifiedByURL: string | null, parse: (value: string) => string): GraphQLScalarType<string, string> =>
  new GraphQLScalarType({
    name,
    description,
    ...(specifiedByURL ? { specifiedByURL } : {}),
    serialize: (value) => String(value),
    parseValue: (value) => {
      if (typeof value !== 'string') throw badUserInput(`${name} has to be a string.`);
      return parse(value);
    },
    parseLiteral: (node) => {
      if (node.kind !== Kind.STRING) throw badUserInput(`${name} has to be a string.`);
      return parse(node.value);
    },
  });

const matching = (name: string, pattern: RegExp) => (value: string): string => {
  if (!pattern.test(value)) throw badUserInput(`"${value.slice(0, 80)}" is not a valid ${name}.`);
  return value;
};

/** Always text in JSON, so that programs never meet a rounded or re-typed value. */
export const DateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  description: 'A point in time in UTC, RFC 3339, with milliseconds.',
  specifiedByURL: 'https://datatracker.ietf.org/doc/html/rfc3339',
  serialize: (value) => {
    if (value instanceof Date) return value.toISOString();
    if (typeof value === 'string' && !Number.isNaN(Date.parse(value))) return new Date(value).toISOString();
    throw new Error('DateTime cannot represent this value.');
  },
  parseValue: (value) => {
    if (typeof value !== 'string' || Number.isNaN(Date.parse(value))) throw badUserInput('DateTime has to be an RFC 3339 string.');
    return new Date(value);
  },
  parseLiteral: (node) => {
    if (node.kind !== Kind.STRING || Number.isNaN(Date.parse(node.value))) throw badUserInput('DateTime has to be an RFC 3339 string.');
    return new Date(node.value);
  },
});

export const BigIntText = new GraphQLScalarType<bigint, string>({
  name: 'BigInt',
  description: 'A whole number of any size, as decimal text: sizes in bytes exceed what a JSON number keeps.',
  serialize: (value) => {
    if (typeof value === 'bigint' || (typeof value === 'number' && Number.isSafeInteger(value)) || (typeof value === 'string' && /^-?\d+$/.test(value))) return String(value);
    throw new Error('BigInt cannot represent this value.');
  },
  parseValue: (value) => BigInt(matching('BigInt', /^-?\d{1,40}$/)(String(value))),
  parseLiteral: (node) => {
    if (node.kind !== Kind.STRING && node.kind !== Kind.INT) throw badUserInput('BigInt has to be a whole number.');
    return BigInt(matching('BigInt', /^-?\d{1,40}$/)(node.value));
  },
});

export const EmailAddress = text('EmailAddress', 'An e-mail address in its normal form: lower case.', 'https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address', (value) =>
  matching('EmailAddress', /^[^\s@%]{1,64}@[^\s@]{1,253}$/)(value.trim().toLowerCase()),
);
export const Hostname = text('Hostname', 'A host or domain name (RFC 1123), without a trailing dot; internationalised names in either form.', 'https://datatracker.ietf.org/doc/html/rfc1123#section-2.1', (value) => value.trim().replace(/\.$/, '').toLowerCase());
export const Url = text('URL', 'A URL (RFC 3986).', 'https://datatracker.ietf.org/doc/html/rfc3986', (value) => {
  if (!URL.canParse(value)) throw badUserInput(`"${value.slice(0, 80)}" is not a valid URL.`);
  return value;
});
export const CurrencyCode = text('CurrencyCode', 'A currency by its ISO 4217 code, in upper case.', 'https://www.iso.org/iso-4217-currency-codes.html', matching('CurrencyCode', /^[A-Z]{3}$/));
export const TimeZone = text('TimeZone', 'A time zone by its name in the IANA database.', 'https://www.iana.org/time-zones', matching('TimeZone', /^[A-Za-z]+(?:[/_+-][A-Za-z0-9_+-]+)*$/));
