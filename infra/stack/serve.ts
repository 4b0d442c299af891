import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { billingVariables } from '@dezky/billing/config';
import { bookingVariables } from '@dezky/booking/config';
import { gatewayVariables } from '@dezky/gateway/config';
import { identityVariables } from '@dezky/identity/config';
import { ConfigurationError, readEnvironment } from '@dezky/kit/config/environment';
import { generateActorKey } from '@dezky/kit/context/actor-token';
import { type Logger, createLogger } from '@dezky/kit/log/logger';
import { subgraphNames } from '@dezky/kit/server/subgraph';
import { mailVariables } from '@dezky/mail/config';
import { storageVariables } from '@dezky/storage/config';
import { prepareDatabase } from './prepare-database';
import { schemas } from './secrets';
import { operatorVariables, serveVariables } from './serve-variables';
import { type Product, startProduct } from './start-product';

const known = Object.keys({ ...gatewayVariables, ...identityVariables, ...mailVariables, ...storageVariables, ...billingVariables, ...bookingVariables, ...serveVariables, ...operatorVariables });

/**
 * A variable X may lie in the file that X_FILE names, as container platforms hand out secrets.
 *
 * @throws ConfigurationError when the file cannot be read, or both are set.
 */
function withFiles(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const read: NodeJS.ProcessEnv = {};
  for (const name of known) {
    const file = environment[`${name}_FILE`];
    if (file === undefined) continue;
    if (environment[name] !== undefined) throw new ConfigurationError(name, `and ${name}_FILE are both set; keep one.`);
    try {
      read[name] = readFileSync(file, 'utf8').trim();
    } catch (error) {
      // A secret that is not mounted is the operator's to mend, by name.
      throw new ConfigurationError(`${name}_FILE`, `names ${file}, which cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'}).`);
    }
  }
  return { ...environment, ...read };
}

type Roles = Record<string, { owner: string; app: string }>;

/** The passwords that the parts sign in with are the ones their roles get. */
function rolesOf(environment: NodeJS.ProcessEnv, ownerPassword: string): Roles {
  const roles: Roles = {};
  for (const schema of schemas) {
    const name = `${schema.toUpperCase()}_DATABASE_URL`;
    if (schema === 'workflow') {
      // Nobody signs in as workflow_app; it gets a password that is never used.
      roles[schema] = { owner: ownerPassword, app: ownerPassword };
      continue;
    }
    const text = environment[name];
    if (text === undefined) throw new ConfigurationError(name, 'is not set and has no default.');
    const url = URL.canParse(text) ? new URL(text) : null;
    if (!url?.password) throw new ConfigurationError(name, `has to be postgres://${schema}_app:<password>@<host>/<database>.`);
    if (url.username !== `${schema}_app`) throw new ConfigurationError(name, `has to sign in as ${schema}_app, which row-level security binds.`);
    roles[schema] = { owner: ownerPassword, app: decodeURIComponent(url.password) };
  }
  return roles;
}

/** The product on the back ends and the database that the environment names, and nothing of the sandbox. */
async function main(): Promise<void> {
  const root = resolve(__dirname, '..', '..', '..');
  const environment = withFiles(process.env);
  const config = readEnvironment(serveVariables, environment);
  if (Buffer.from(config.ENCRYPTION_KEY, 'base64').length !== 32) throw new ConfigurationError('ENCRYPTION_KEY', 'has to be 32 bytes in base64; make one with: openssl rand -base64 32');
  const tenants = config.TENANTS.map(newTenant);
  const operator = environment['OPERATOR_EMAIL'] ? readEnvironment(operatorVariables, environment) : null;
  const roles = rolesOf(environment, config.DATABASE_OWNER_PASSWORD);
  const log = createLogger({ name: 'dezky', level: config.LOG_LEVEL });
  const urlOf = (role: string, password: string): string => {
    const url = new URL(config.DATABASE_ADMIN_URL);
    url.username = role;
    url.password = encodeURIComponent(password);
    return url.toString();
  };
  await prepareDatabase({ adminUrl: config.DATABASE_ADMIN_URL, url: urlOf, secrets: { roles }, log });
  const product = await startProduct({
    environment,
    workflowUrl: urlOf('workflow_owner', config.DATABASE_OWNER_PASSWORD),
    // Tokens of actors live a minute and never leave this process, so their keys need not outlive it.
    actorKeys: ['gateway', 'stack', ...subgraphNames].map(generateActorKey),
    encryptionKey: config.ENCRYPTION_KEY,
    portalDirectory: join(root, 'portal', 'dist', 'browser'),
    explorerDirectory: join(root, 'gateway', 'dist-explorer'),
    supergraphFile: join(root, 'schema', 'supergraph.graphql'),
    log,
    onFatal: (error) => {
      log.fatal({ err: error }, 'this process can no longer prove that it lives; others take its work over');
      process.exit(1);
    },
  });
  stopOnSignal(product, log);
  await found(product, tenants, operator, log);
  log.info('Dezky is ready');
}

interface NewTenant {
  readonly slug: string;
  readonly name: string;
}

function newTenant(text: string): NewTenant {
  const [, slug, name] = /^([a-z][a-z0-9-]{1,62})\s*=\s*(.+)$/.exec(text) ?? [];
  if (!slug || !name) throw new ConfigurationError('TENANTS', `has "${text}"; write slug=Name, separated by commas.`);
  return { slug, name };
}

/** An operator who can sign in, and tenants to look after: without them nobody could begin. */
async function found({ peers }: Product, tenants: readonly NewTenant[], operator: { readonly OPERATOR_EMAIL: string; readonly OPERATOR_PASSWORD: string } | null, log: Logger): Promise<void> {
  const ask = <Data>(query: string, variables: Record<string, unknown>): Promise<Data> => peers.ask<Data>('identity', query, variables, { tenantId: null, requestId: 'start' });
  for (const input of tenants) await ask('mutation ($input: FoundTenantInput!) { foundTenant(input: $input) }', { input });
  if (!operator) return;
  const { OPERATOR_EMAIL: email, OPERATOR_PASSWORD: password } = operator;
  const { actor } = await ask<{ actor: string }>('query ($email: String!) { actor(email: $email) }', { email });
  // Opened once: a later start must not set back the password that the person has now.
  if ((JSON.parse(actor) as { kind: string }).kind === 'USER') return;
  await ask('mutation ($input: OpenPlatformAccountInput!) { openPlatformAccount(input: $input) }', { input: { email, displayName: 'Operator', password } });
  log.info({ email }, 'the first operator can sign in');
}

function stopOnSignal(product: Product, log: Logger): void {
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    log.info('stopping');
    product.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'stopping failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

const friendly = new Set(['ConfigurationError', 'FenceError', 'BackEndError']);

/** One line for what an operator can mend; everything else with its place in the code. */
function explain(error: unknown): string {
  if (error instanceof Error && friendly.has(error.name)) return error.message;
  const { code, stack, port } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE') return `Port ${port ?? ''} is in use. Set another PORT.`;
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'ETIMEDOUT') return `PostgreSQL cannot be reached where DATABASE_ADMIN_URL says (${code}).`;
  if (code === '28P01' || code === '28000') return 'PostgreSQL refuses a password: DATABASE_ADMIN_URL is wrong, or the database was prepared through another server.';
  if (code === '42501') return 'The role of DATABASE_ADMIN_URL may not make roles, schemas and extensions; it has to be a superuser.';
  return stack ?? String(error);
}

main().catch((error: unknown) => {
  process.stderr.write(`Dezky could not start: ${explain(error)}\n`);
  process.exit(1);
});
