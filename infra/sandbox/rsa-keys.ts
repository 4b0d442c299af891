import { createPrivateKey, generateKeyPair, type KeyObject } from 'node:crypto';

/** Gives a private RSA key of 2048 bits. */
export type RsaKeys = () => Promise<KeyObject>;

/** A key that nobody has had before. Making it keeps a core busy for a sixth of a second. */
export const newRsaKey: RsaKeys = () => new Promise((resolve, reject) => generateKeyPair('rsa', { modulusLength: 2048 }, (error, _publicKey, privateKey) => (error ? reject(error) : resolve(privateKey))));

/** Two, so that neighbours in a list of keys differ. */
const shared = 2;

/**
 * Two keys in turn, for tests, in which nobody minds that many domains sign with the same one. The variable has them where one process
 * made them for all of its workers (PEM texts in a JSON array); without it they are made when they are first asked for.
 */
export function sharedRsaKeys(made = process.env['TEST_RSA_KEYS']): RsaKeys {
  const keys = made === undefined ? [] : (JSON.parse(made) as string[]).map((pem) => Promise.resolve(createPrivateKey(pem)));
  let turn = 0;
  return () => {
    const place = turn % shared;
    turn += 1;
    return (keys[place] ??= newRsaKey());
  };
}
