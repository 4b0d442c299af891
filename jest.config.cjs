const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const swc = JSON.parse(readFileSync(join(__dirname, '.swcrc'), 'utf8'));
const esmOnly = ['openid-client', 'oauth4webapi', 'jose', 'oidc-provider', 'nanoid', 'quick-lru', 'eta', '@sparticuz/chromium'];

/** The Node packages; the portal's component specs have their own project. */
const node = {
  testEnvironment: 'node',
  rootDir: __dirname,
  roots: ['<rootDir>/subgraphs', '<rootDir>/gateway', '<rootDir>/infra'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  modulePathIgnorePatterns: ['/dist/'],
  moduleNameMapper: {
    '^@dezky/(kit|identity|mail|storage|billing|booking)/migrations/(.*)$': '<rootDir>/subgraphs/$1/migrations/$2',
    '^@dezky/gateway/migrations/(.*)$': '<rootDir>/gateway/migrations/$1',
    '^@dezky/(kit|identity|mail|storage|billing|booking)/(.*)$': '<rootDir>/subgraphs/$1/src/$2',
    '^@dezky/gateway/(.*)$': '<rootDir>/gateway/src/$1',
    '^\\.\\./jsutils/instanceOf\\.js$': '<rootDir>/infra/stack/instance-of.cjs',
    '^@dezky/(stack|sandbox|checks|bench)/(.*)$': '<rootDir>/infra/$1/$2',
  },
  transform: { '^.+\\.(ts|m?js)$': ['@swc/jest', swc] },
  transformIgnorePatterns: [`/node_modules/(?!(${esmOnly.join('|')})/)`],
  setupFiles: ['reflect-metadata'],
  globalSetup: '<rootDir>/infra/stack/share-rsa-keys.cjs',
};

module.exports = {
  projects: [
    { ...node, displayName: 'node', setupFilesAfterEnv: ['<rootDir>/infra/stack/patient-tests.cjs'], testMatch: ['**/*.spec.ts', '**/*.contract.ts'] },
    { ...node, setupFilesAfterEnv: ['<rootDir>/infra/stack/patient-tests.cjs'], displayName: 'stack', testMatch: ['**/*.e2e.ts'] },
    {
      ...node,
      setupFilesAfterEnv: ['<rootDir>/infra/stack/patient-tests.cjs'],
      displayName: 'journeys',
      roots: ['<rootDir>/portal/e2e'],
      testMatch: ['**/*.e2e.ts'],
      testEnvironment: '<rootDir>/portal/e2e/built-product.cjs',
      globalSetup: '<rootDir>/portal/e2e/found-once.cjs',
      globalTeardown: '<rootDir>/portal/e2e/forget-founded.cjs',
    },
    '<rootDir>/portal/jest.config.cjs',
  ],
};
