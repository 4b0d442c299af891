/**
 * As much of the Distinguished Encoding Rules (ITU-T X.690) as signed data needs: every value is a tag, a length in its
 * shortest form, and content.
 */
const tlv = (tag: number, ...content: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(content);
  return Buffer.concat([Buffer.from([tag]), lengthOf(body.length), body]);
};

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const hex = length.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  return Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes]);
}

export const sequence = (...members: readonly Buffer[]): Buffer => tlv(0x30, ...members);

/** A SET OF, whose members stand in the order of their bytes (X.690 section 11.6). */
export const setOf = (...members: readonly Buffer[]): Buffer => tlv(0x31, ...[...members].sort(Buffer.compare));

export const octetString = (content: Buffer): Buffer => tlv(0x04, content);

/** A number that fits into seven bits; larger ones come ready-made out of certificates. */
export const smallInteger = (value: number): Buffer => tlv(0x02, Buffer.from([value]));

export const nothing = tlv(0x05);

/** `[n]` around a value that keeps its own tag. */
export const explicit = (number: number, value: Buffer): Buffer => tlv(0xa0 | number, value);

/** `[n]` in the place of the tag that the value has. */
export const implicit = (number: number, value: Buffer): Buffer => Buffer.concat([Buffer.from([0xa0 | number]), value.subarray(1)]);

/** @param dotted such as `1.2.840.113549.1.7.2`; the first two arcs share a byte, each further one is written in base 128. */
export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...arcs] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const arc of arcs) {
    const groups = [arc & 0x7f];
    for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128)) groups.unshift((rest & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return tlv(0x06, Buffer.from(bytes));
}

/** UTCTime up to 2049, GeneralizedTime from then on, as RFC 5652 section 11.3 asks. */
export function time(at: Date): Buffer {
  const digits = `${at.toISOString().replace(/[-:T]|\.\d+/g, '')}`;
  return at.getUTCFullYear() < 2050 ? tlv(0x17, Buffer.from(digits.slice(2), 'latin1')) : tlv(0x18, Buffer.from(digits, 'latin1'));
}

/** One value of an encoding: its tag, its content, and all of its bytes. */
export interface DerValue {
  readonly tag: number;
  readonly content: Buffer;
  readonly whole: Buffer;
}

/**
 * The values that stand one after the other.
 *
 * @throws Error when a value reaches beyond the end, or has no definite length.
 */
export function readValues(bytes: Buffer): DerValue[] {
  const values: DerValue[] = [];
  let at = 0;
  while (at < bytes.length) {
    const start = at;
    const tag = bytes.readUInt8(at);
    const short = bytes.readUInt8(at + 1);
    at += 2;
    let length = short;
    if (short >= 0x80) {
      const count = short & 0x7f;
      if (count < 1 || count > 4) throw new Error('a length that is not definite');
      length = bytes.readUIntBE(at, count);
      at += count;
    }
    if (at + length > bytes.length) throw new Error('a value that reaches beyond the end');
    values.push({ tag, content: bytes.subarray(at, at + length), whole: bytes.subarray(start, at + length) });
    at += length;
  }
  return values;
}
