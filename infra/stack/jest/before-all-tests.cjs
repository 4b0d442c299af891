const { mkdtempSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const shareRsaKeys = require('../share-rsa-keys.cjs');

/** Before any test, what all workers share: keys for the sandboxes, and the place of what is made once (`made-once.fixture.ts`). */
module.exports = () => {
  shareRsaKeys();
  process.env.TEST_FOLDERS = mkdtempSync(join(tmpdir(), 'dezky-made-once-'));
};
