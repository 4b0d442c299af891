const { join } = require('node:path');
const { TestEnvironment } = require('jest-environment-node');
// What the product is made of asks for it before anything else.
require('reflect-metadata');

const built = (path) => join(__dirname, '..', '..', ...path.split('/'));

/** Each is loaded when it is asked for. */
const product = {
  get startStack() {
    return require(built('infra/stack/dist/start-stack.js')).startStack;
  },
  get startDistributed() {
    return require(built('infra/stack/dist/start-distributed.js')).startDistributed;
  },
  get fetchToken() {
    return require(built('infra/stack/dist/fetch-token.js')).fetchToken;
  },
  get createLogger() {
    return require(built('subgraphs/kit/dist/src/log/logger.js')).createLogger;
  },
  get sharedRsaKeys() {
    return require(built('infra/sandbox/dist/rsa-keys.js')).sharedRsaKeys;
  },
};

/**
 * Journeys meet the product as it is built and as Node runs it. Through Jest every file would load each of its modules anew, which takes
 * longer than the journey of many a file; Node loads them once a worker.
 */
module.exports = class extends TestEnvironment {
  async setup() {
    await super.setup();
    this.global.builtProduct = product;
  }
};
