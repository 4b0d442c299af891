const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const swc = JSON.parse(readFileSync(join(__dirname, '.swcrc'), 'utf8'));
const esmOnly = ['openid-client', 'oauth4webapi', 'jose', 'oidc-provider', 'nanoid', 'quick-lru', 'eta', '@sparticuz/chromium'];

/** The Node packages; the portal's component specs have their own project. */
const node = {
  rootDir: __dirname,
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  modulePathIgnorePatterns: ['/dist/'],
  moduleNameMapper: {
    '^@dezky/(kit|identity|mail|storage|billing|booking)/migrations/(.*)$': '<rootDir>/subgraphs/$1/migrations/$2',
    '^@dezky/gateway/migrations/(.*)$': '<rootDir>/gateway/migrations/$1',
    '^@dezky/(kit|identity|mail|storage|billing|booking)/(.*)$': '<rootDir>/subgraphs/$1/src/$2',
    '^@dezky/gateway/(.*)$': '<rootDir>/gateway/src/$1',
    '^@dezky/(stack|sandbox|checks|bench)/(.*)$': '<rootDir>/infra/$1/$2',
  },
  transform: { '^.+\\.(ts|m?js)$': ['@swc/jest', swc] },
  setupFilesAfterEnv: ['<rootDir>/infra/stack/jest/patient-tests.cjs'],
};

/** Tests of the product's own modules. */
const modules = {
  ...node,
  roots: ['<rootDir>/subgraphs', '<rootDir>/gateway', '<rootDir>/infra'],
  testEnvironment: '<rootDir>/infra/stack/jest/one-realm-environment.cjs',
  runtime: join(__dirname, 'infra', 'stack', 'jest', 'shared-libraries-runtime.cjs'),
  globalSetup: '<rootDir>/infra/stack/jest/before-all-tests.cjs',
  globalTeardown: '<rootDir>/infra/stack/jest/after-all-tests.cjs',
};

module.exports = {
  testSequencer: '<rootDir>/infra/stack/jest/longest-first.cjs',
  projects: [
    { ...modules, displayName: 'node', testMatch: ['**/*.spec.ts', '**/*.contract.ts'] },
    { ...modules, displayName: 'stack', testMatch: ['**/*.e2e.ts'] },
    {
      ...node,
      displayName: 'journeys',
      roots: ['<rootDir>/portal/e2e'],
      testMatch: ['**/*.e2e.ts'],
      transformIgnorePatterns: [`/node_modules/(?!(${esmOnly.join('|')})/)`],
      setupFiles: ['reflect-metadata'],
      testEnvironment: '<rootDir>/portal/e2e/built-product.cjs',
      globalSetup: '<rootDir>/portal/e2e/found-once.cjs',
      globalTeardown: '<rootDir>/portal/e2e/forget-founded.cjs',
    },
    '<rootDir>/portal/jest.config.cjs',
  ],
};
