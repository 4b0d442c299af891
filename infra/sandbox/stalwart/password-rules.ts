import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';
import zxcvbn from 'zxcvbn';
import { SetFailure } from './failures';

const shortest = 8;
const longest = 128;
/** The server's strength "three" of zxcvbn's 0 to 4. */
const leastScore = 3;

const isHash = (secret: string): boolean => /^(\$[0-9a-z-]+\$|\{[A-Za-z0-9-]+\})/.test(secret);

/** What is kept for a new secret; a value that already is a hash is kept as it is. */
export function hashSecret(secret: string): string {
  if (isHash(secret)) return secret;
  if (secret.length < shortest) throw SetFailure.invalidProperties(`Password must be at least ${shortest} characters long.`, 'secret');
  if (secret.length > longest) throw SetFailure.invalidProperties(`Password must be at most ${longest} characters long.`, 'secret');
  const { score, feedback } = zxcvbn(secret);
  if (score < leastScore) {
    const advice = [feedback.warning, ...feedback.suggestions].filter((line) => line !== '').map((line) => (/[.!?]$/.test(line) ? line : `${line}.`));
    throw SetFailure.invalidProperties(['Password is too weak.', ...advice].join(' '), 'secret');
  }
  const salt = randomBytes(12).toString('base64url');
  return `$scrypt$${salt}$${derive(secret, salt).toString('base64url')}`;
}

/** Only hashes made here can be checked: a hash brought from elsewhere lets nobody in. */
export function secretMatches(secret: string, stored: string): boolean {
  const [, scheme, salt, hash] = stored.split('$');
  if (scheme !== 'scrypt' || salt === undefined || hash === undefined) return false;
  return timingSafeEqual(derive(secret, salt), Buffer.from(hash, 'base64url'));
}

const derive = (secret: string, salt: string): Buffer => scryptSync(secret, salt, 32, { N: 1024 });
