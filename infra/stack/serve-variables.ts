import { shape, variable } from '@dezky/kit/config/environment';

/** What the product on real back ends needs beside the variables of its parts. */
export const serveVariables = {
  DATABASE_ADMIN_URL: variable('PostgreSQL 18 as a superuser; at each start the roles, schemas and tables that are missing are made with it.', shape.url, { secret: true }),
  DATABASE_OWNER_PASSWORD: variable('Password of the roles <schema>_owner, which own the tables and run the workflow engine.', shape.text, { secret: true }),
  ENCRYPTION_KEY: variable('32 random bytes in base64; seals the secrets that lie in the database. Without it they are lost.', shape.text, { secret: true }),
  TENANTS: variable('Tenants to found when they are not there, as slug=Name, separated by commas.', shape.list, { local: '' }),
  LOG_LEVEL: variable('What is logged, as JSON lines on the standard output: error, warn, info, debug.', shape.text, { local: 'info' }),
};

/** Read when OPERATOR_EMAIL is set. */
export const operatorVariables = {
  OPERATOR_EMAIL: variable('The platform’s first operator; the account is opened when there is none of this name.', shape.text),
  OPERATOR_PASSWORD: variable('With which that operator signs in for the first time.', shape.text, { secret: true }),
};
