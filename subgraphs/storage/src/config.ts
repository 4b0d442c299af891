import { type Environment, readEnvironment, shape, variable } from '@dezky/kit/config/environment';

export const storageVariables = {
  STORAGE_DATABASE_URL: variable('PostgreSQL as role storage_app, which cannot bypass row-level security.', shape.url, { secret: true }),
  OCIS_URL: variable('Where ownCloud Infinite Scale is.', shape.url),
  OCIS_ISSUER: variable('The OpenID provider that ownCloud trusts; its built-in one has ownCloud’s own address.', shape.url),
  OCIS_CLIENT_ID: variable('Client of that provider which the refresh token belongs to.', shape.text, { local: 'web' }),
  OCIS_REFRESH_TOKEN: variable('Refresh token of an account with role Admin. Its successors are kept in the database; another value here begins anew.', shape.text, { secret: true }),
};

export type StorageConfig = Environment<typeof storageVariables>;

export const readStorageConfig = (environment: NodeJS.ProcessEnv): StorageConfig => readEnvironment(storageVariables, environment);
