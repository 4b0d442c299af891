import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { sharedRsaKeys } from '@dezky/sandbox/rsa-keys';
import { EmbeddedPostgres } from '@dezky/stack/embedded-postgres';
import { freePort } from '@dezky/stack/free-port';
import { discard } from '@dezky/stack/made-once.fixture';
import { loadSecrets } from '@dezky/stack/secrets';
import { stackHome } from '@dezky/stack/stack-home.fixture';
import { type Sandboxes, startSandboxes } from '@dezky/stack/start-sandboxes';
import { Pool } from 'pg';
import type { FromReplica, KillPoint, ReplicaOptions, ToReplica } from './replica';

const replicaFile = resolve(__dirname, '..', '..', 'dist', 'e2e', 'workflow-survives-kill', 'replica.js');

export interface WorkflowRow {
  readonly id: string;
  readonly state: string;
  readonly secret: Buffer | null;
  readonly steps: readonly { name: string; state: string; attempts: number }[];
}

interface ToBeKilled {
  readonly points: readonly KillPoint[];
  readonly work: () => readonly Promise<unknown>[];
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/** Database and back ends in this process, Dezky in another one that can be killed at any moment. */
export class KillBench {
  private replica: ChildProcess | null = null;
  private nextId = 1;
  private readonly waiting = new Map<number, (answer: unknown) => void>();
  private readonly standing = new Map<string, KillPoint>();
  private stands: () => void = () => undefined;
  /** How many are played side by side, and those of them that have come to where they are killed. */
  private playing = 0;
  private readonly toBeKilled: ToBeKilled[] = [];

  private constructor(
    private readonly home: string,
    private readonly postgres: EmbeddedPostgres,
    readonly sandboxes: Sandboxes,
    readonly portalClientSecret: string,
    readonly stalwartApiKey: string,
    private readonly database: Pool,
    private readonly options: ReplicaOptions,
  ) {}

  static async start(): Promise<KillBench> {
    const home = mkdtempSync(join(tmpdir(), 'dezky-kill-'));
    await stackHome(home, { demo: true });
    const secrets = loadSecrets(home);
    const postgres = await EmbeddedPostgres.start({ directory: join(home, 'postgres'), port: await freePort(), password: secrets.postgres, durable: false });
    const sandboxes = await startSandboxes({ home: join(home, 'sandbox'), at: () => 0, secrets, portalUrl: 'http://localhost:1', rsaKeys: sharedRsaKeys() });
    const database = new Pool({ connectionString: postgres.url(), max: 4 });
    // The server that stops at the end may end a connection before it has closed itself.
    database.on('error', () => undefined);
    const bench = new KillBench(home, postgres, sandboxes, secrets.portalClientSecret, secrets.stalwartApiKey, database, { home, postgresPort: postgres.port, postgresPassword: secrets.postgres, places: sandboxes.places });
    try {
      await bench.startReplica();
    } catch (error) {
      await bench.stop();
      throw error;
    }
    return bench;
  }

  async stop(): Promise<void> {
    await this.endReplica();
    await this.database.end();
    await this.sandboxes.close();
    await this.postgres.stop();
    await discard(this.home);
  }

  async startReplica(): Promise<void> {
    const child = fork(replicaFile, { env: { ...process.env, REPLICA_OPTIONS: JSON.stringify(this.options) }, stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv: [] });
    this.replica = child;
    await new Promise<void>((ready, failed) => {
      child.once('exit', (code) => failed(new Error(`The replica ended with ${code} before it was ready.`)));
      child.on('message', (message: FromReplica) => {
        if (message.kind === 'ready') ready();
        else if (message.kind === 'standing') {
          this.standing.set(message.workflowId, message.point);
          this.stands();
        } else this.waiting.get(message.id)?.(message.answer);
      });
    });
    child.removeAllListeners('exit');
  }

  /** Runs an operation as an operator. It never ends when the replica dies meanwhile; asked with a key, it can be asked again. */
  ask<Data>(subgraph: string, query: string, variables: Record<string, unknown>, idempotencyKey?: string): Promise<Data> {
    const id = this.nextId;
    this.nextId += 1;
    return new Promise((resolveAnswer, refuse) => {
      this.waiting.set(id, (answer) => {
        this.waiting.delete(id);
        const { data, errors } = answer as { data?: Data; errors?: { message: string }[] };
        if (errors?.[0]) refuse(new Error(errors[0].message));
        else resolveAnswer(data as Data);
      });
      this.send({ kind: 'ask', id, subgraph, query, variables, ...(idempotencyKey === undefined ? {} : { idempotencyKey }) });
    });
  }

  /** Has the replica killed at that point of what the work sets going, and starts another one. */
  async killedAt(point: KillPoint, work: () => Promise<unknown>): Promise<void> {
    const child = this.replica;
    if (!child) throw new Error('no replica runs');
    const dead = new Promise<NodeJS.Signals | null>((gone) => child.once('exit', (_code, signal) => gone(signal)));
    this.send({ kind: 'arm', point });
    const finished = work().then(() => 'finished' as const);
    const outcome = await Promise.race([dead, finished.then(() => dead)]);
    this.waiting.clear();
    if (outcome !== 'SIGKILL') throw new Error(`The replica ended by ${outcome ?? 'itself'} instead of being killed at ${point.step}.`);
    await this.startReplica();
  }

  /** Plays something in the course of which workflows are killed: together with those of whatever else is played meanwhile. */
  async play(piece: () => Promise<unknown>): Promise<void> {
    this.playing += 1;
    try {
      await piece();
    } finally {
      this.playing -= 1;
      this.killWhenAllWait();
    }
  }

  /**
   * Has as many workflows as there are points stopped each at its own, kills the replica while all of them stand there, and starts
   * another one. What the work asks is never answered; which workflow stood where is in `stoodAt`.
   */
  killedTogether(points: readonly KillPoint[], work: () => readonly Promise<unknown>[]): Promise<void> {
    return new Promise((done, failed) => {
      this.toBeKilled.push({ points, work, done, failed });
      this.killWhenAllWait();
    });
  }

  private killWhenAllWait(): void {
    if (this.toBeKilled.length === 0 || this.toBeKilled.length < this.playing) return;
    const all = this.toBeKilled.splice(0);
    this.killAll(all).then(
      () => all.forEach(({ done }) => done()),
      (error: unknown) => all.forEach(({ failed }) => failed(error)),
    );
  }

  private async killAll(kills: readonly ToBeKilled[]): Promise<void> {
    if (!this.replica) throw new Error('no replica runs');
    const points = kills.flatMap((one) => one.points);
    // A workflow takes the first point of its name: two who had the same one killed would take each other's.
    const names = kills.flatMap((one) => [...new Set(one.points.map(({ workflow, direction }) => `${workflow} ${direction}`))]);
    if (new Set(names).size < names.length) throw new Error(`Several want the same workflow killed at once: ${names.join(', ')}`);
    this.standing.clear();
    this.send({ kind: 'hold', points });
    await new Promise<void>((all, failed) => {
      const tooLate = setTimeout(() => {
        const there = [...this.standing.values()].map(({ workflow, step, moment }) => `${workflow}/${step}/${moment}`);
        failed(new Error(`${there.length} of ${points.length} workflows came to where they are killed: ${there.join(', ')}`));
      }, 60_000);
      this.stands = () => {
        if (this.standing.size < points.length) return;
        clearTimeout(tooLate);
        all();
      };
      for (const asked of kills.flatMap(({ work }) => work())) asked.catch(failed);
    });
    await this.endReplica();
    this.waiting.clear();
    await this.startReplica();
  }

  /** Where a workflow stood when the replica was last killed, in words. */
  stoodAt(workflowId: string): string {
    const point = this.standing.get(workflowId);
    return point ? `${point.step} ${point.moment}` : 'elsewhere';
  }

  /** The newest workflow about a subject, once it has ended. */
  async ended(subjectId: string, name: string, schema: 'identity' | 'mail' = 'identity'): Promise<WorkflowRow> {
    const begun = Date.now();
    for (;;) {
      const { rows } = await this.database.query<WorkflowRow>(
        `select w.id, w.state, w.secret, (select json_agg(json_build_object('name', s.name, 'state', s.state, 'attempts', s.attempts) order by s.position) from ${schema}.workflow_steps s where s.workflow_id = w.id) as steps
           from ${schema}.workflows w where w.subject_id = $1 and w.name = $2 order by w.started_at desc limit 1`,
        [subjectId, name],
      );
      const [row] = rows;
      if (row && row.state !== 'RUNNING' && row.state !== 'UNDOING') return row;
      const waited = Date.now() - begun;
      if (waited > 45_000) throw new Error(`The workflow did not end: ${JSON.stringify(row)}`);
      // Many wait at once for one machine: the longer it takes, the less often they look.
      await new Promise((next) => setTimeout(next, Math.min(400, Math.max(50, waited / 5))));
    }
  }

  /** The proofs that a workflow has left. */
  async reports(workflowId: string): Promise<{ proven: boolean; attempts: number }[]> {
    const { rows } = await this.database.query<{ proven: boolean; attempts: number }>(
      'select proven, (select count(*)::int from identity.access_attempts where report_id = id) as attempts from identity.access_reports where workflow_id = $1',
      [workflowId],
    );
    return rows;
  }

  /** The member behind an address, as the table has them. */
  async member(address: string): Promise<{ id: string; status: string; tenant_id: string } | null> {
    const { rows } = await this.database.query<{ id: string; status: string; tenant_id: string }>('select id, status, tenant_id from identity.members where address = $1', [address]);
    return rows[0] ?? null;
  }

  /** For what has no field. */
  async rows<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return (await this.database.query<Row>(text, [...values])).rows;
  }

  async tenantId(slug: string): Promise<string> {
    const { rows } = await this.database.query<{ id: string }>('select id from identity.tenants where slug = $1', [slug]);
    return rows[0]?.id ?? '';
  }

  async countMembers(tenantId: string): Promise<number> {
    const { rows } = await this.database.query<{ count: number }>('select count(*)::int from identity.members where tenant_id = $1', [tenantId]);
    return rows[0]?.count ?? 0;
  }

  /** How many accounts each system has under an address, and how many of them are open. */
  accounts(address: string): Record<'authentik' | 'stalwart' | 'ocis', number> {
    return {
      authentik: this.sandboxes.authentik.accounts().filter(({ username }) => username === address).length,
      stalwart: this.sandboxes.stalwart.mailboxes().filter((mailbox) => mailbox.address === address).length,
      ocis: this.sandboxes.ocis.drives().filter(({ username }) => username === address).length,
    };
  }

  private send(message: ToReplica): void {
    this.replica?.send(message);
  }

  private async endReplica(): Promise<void> {
    const child = this.replica;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((done) => child.once('exit', () => done()));
    child.kill('SIGKILL');
    await gone;
  }
}

