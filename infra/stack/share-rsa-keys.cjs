const { generateKeyPairSync } = require('node:crypto');

/** Before any test: the keys that the sandboxes of all workers share (`infra/sandbox/rsa-keys.ts`). */
module.exports = () => {
  const key = () => generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } }).privateKey;
  process.env.TEST_RSA_KEYS = JSON.stringify([key(), key()]);
};
