import { createPrivateKey, createPublicKey, generateKeyPair, generateKeyPairSync, type JsonWebKey, type KeyObject } from 'node:crypto';

/** Gives a private RSA key of 2048 bits. */
export type RsaKeys = () => Promise<KeyObject>;

/**
 * Keys are taken as text from what makes them. Node 20 stands still for good where a key object that was just made is exported and a
 * garbage collection comes meanwhile: it takes away the job that made the key, which waits for the lock that the export has.
 */
const rsa = { modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } } as const;

/** A key that nobody has had before. Making it keeps a core busy for a sixth of a second. */
export const newRsaKey: RsaKeys = () => new Promise((resolve, reject) => generateKeyPair('rsa', rsa, (error, _publicKey, privateKey) => (error ? reject(error) : resolve(createPrivateKey(privateKey)))));

/** Both halves of a new key; for tests that sign themselves. */
export function newRsaPair(): { readonly privateKey: KeyObject; readonly publicKey: KeyObject } {
  const made = generateKeyPairSync('rsa', rsa);
  return { privateKey: createPrivateKey(made.privateKey), publicKey: createPublicKey(made.publicKey) };
}

/** A new key as a JSON Web Key (RFC 7517), where a server has one to be kept. */
export const newRsaJwk = (): JsonWebKey => newRsaPair().privateKey.export({ format: 'jwk' });

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
