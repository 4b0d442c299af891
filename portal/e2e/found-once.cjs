const { mkdtempSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const shareRsaKeys = require('../../infra/stack/share-rsa-keys.cjs');

/** Before all journeys: builds what changed of the packages, and founds the demonstration in a folder that each stack begins with a copy of. */
module.exports = async () => {
  shareRsaKeys();
  const { buildPackages } = await import('../../infra/stack/build.mjs');
  buildPackages();
  if (process.env.JOURNEYS === 'distributed') return;
  const { startStack } = require('../../infra/stack/dist/start-stack.js');
  const { createLogger } = require('../../subgraphs/kit/dist/src/log/logger.js');
  const { sharedRsaKeys } = require('../../infra/sandbox/dist/rsa-keys.js');
  const home = mkdtempSync(join(tmpdir(), 'dezky-founded-'));
  process.env.JOURNEYS_FOUNDED = home;
  // On a machine that has much to do, making a DKIM key takes its time.
  const patience = { tries: 120, backoff: () => 250 };
  const stack = await startStack({ home, port: 0, log: createLogger({ name: 'journeys', level: 'warn' }), demo: true, durable: false, rsaKeys: sharedRsaKeys(), schemaDirectory: join(__dirname, '..', '..', 'schema'), patience });
  await stack.stop();
};
