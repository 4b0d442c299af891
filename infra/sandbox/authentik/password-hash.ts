import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

export interface PasswordHash {
  salt: string;
  hash: string;
}

const derive = promisify(scrypt) as (password: string, salt: string, length: number) => Promise<Buffer>;

export const hashPassword = async (password: string): Promise<PasswordHash> => {
  const salt = randomBytes(16).toString('hex');
  return { salt, hash: (await derive(password, salt, 32)).toString('hex') };
};

const nobody: PasswordHash = { salt: '0'.repeat(32), hash: '0'.repeat(64) };

/** Takes the same time whether or not there is a password to compare with. */
export const passwordMatches = async (password: string, stored: Readonly<PasswordHash> | null): Promise<boolean> => {
  const { salt, hash } = stored ?? nobody;
  const derived = await derive(password, salt, 32);
  return timingSafeEqual(derived, Buffer.from(hash, 'hex')) && stored !== null;
};
