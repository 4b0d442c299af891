import { randomBytes } from 'node:crypto';
import { Sealer } from './sealed';

const key = (): string => randomBytes(32).toString('base64');

describe('what is sealed', () => {
  const sealer = new Sealer(key());

  it.each(['', 'secret', 'ÆØÅ 🗝', 'x'.repeat(100_000)])('opens again', (text) => {
    const sealed = sealer.seal(text);
    expect(sealer.open(sealed)).toBe(text);
    expect(sealed.length).toBe(28 + Buffer.byteLength(text));
  });

  it('is another one each time, and shows nothing of the text', () => {
    const [one, other] = [sealer.seal('the very secret'), sealer.seal('the very secret')];
    expect(one.equals(other)).toBe(false);
    expect(one.toString('latin1')).not.toContain('secret');
  });

  it('does not open with another key', () => {
    expect(() => new Sealer(key()).open(sealer.seal('secret'))).toThrow();
  });

  it('does not open once any byte of it was changed', () => {
    const sealed = sealer.seal('secret');
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => sealer.open(changed)).toThrow();
    }
  });

  it.each([0, 1, 12, 20, 27])('does not open when only %i bytes are left', (length) => {
    expect(() => sealer.open(sealer.seal('').subarray(0, length))).toThrow();
  });

  it.each(['', 'short', randomBytes(16).toString('base64'), randomBytes(33).toString('base64')])('needs a key of 32 bytes, not %j', (wrong) => {
    expect(() => new Sealer(wrong)).toThrow('32 bytes');
  });
});
