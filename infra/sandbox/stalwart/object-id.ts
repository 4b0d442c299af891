import { randomInt } from 'node:crypto';

const alphabet = 'abcdefghijklmnopqrstuvwxyz792013';

/** The server's base 32: `a` is 0, `b` is 1, `ba` is 32. */
export function encodeId(value: number | bigint): string {
  let rest = BigInt(value);
  let text = '';
  do {
    text = alphabet.charAt(Number(rest % 32n)) + text;
    rest /= 32n;
  } while (rest > 0n);
  return text;
}

export const isId = (text: string): boolean => /^[a-z792013]{1,13}$/.test(text);

/** The place of an id in the order of creation. */
export function idOrder(id: string): bigint {
  return [...id].reduce((sum, letter) => sum * 32n + BigInt(Math.max(alphabet.indexOf(letter), 0)), 0n);
}

/** Long ids as DKIM keys and tasks have them: they grow with time and do not repeat. */
export const timedId = (): string => encodeId((BigInt(Date.now()) << 20n) + BigInt(randomInt(1 << 20)));
