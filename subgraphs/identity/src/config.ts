import { type Environment, readEnvironment, shape, variable } from '@dezky/kit/config/environment';

export const identityVariables = {
  IDENTITY_DATABASE_URL: variable('PostgreSQL as role identity_app, which cannot bypass row-level security.', shape.url, { secret: true }),
  AUTHENTIK_URL: variable('Where Authentik’s management API is, without /api/v3.', shape.url),
  AUTHENTIK_TOKEN: variable('An API token of Authentik (intent api) whose user may manage users, sessions and tokens.', shape.text, { secret: true }),
};

export type IdentityConfig = Environment<typeof identityVariables>;

export const readIdentityConfig = (environment: NodeJS.ProcessEnv): IdentityConfig => readEnvironment(identityVariables, environment);
