const { createCjsPreset } = require('jest-preset-angular/presets');

/** Component specs: Angular's test environment on jsdom, without zone.js. */
module.exports = {
  ...createCjsPreset({ tsconfig: '<rootDir>/tsconfig.spec.json' }),
  displayName: 'portal',
  rootDir: __dirname,
  roots: ['<rootDir>/src'],
  testMatch: ['**/*.spec.ts'],
  setupFilesAfterEnv: ['<rootDir>/setup-jest.ts', '<rootDir>/../infra/stack/jest/patient-tests.cjs'],
};
