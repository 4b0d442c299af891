import { randomUUID } from 'node:crypto';
import { auditRecord } from '@dezky/kit/audit/audit-outbox';
import { nameOf } from '@dezky/kit/context/actor';
import { Reach } from '@dezky/kit/context/reach';
import { isUniqueViolation } from '@dezky/kit/database/unique-violation';
import type { Db, Rows } from '@dezky/kit/database/rows';
import type { Logger } from '@dezky/kit/log/logger';
import { actorNow } from '../../actor/find-actor';
import { recordAudit } from '../../audit/audit.repository';
import { MemberImportEntity, MemberImportRowEntity } from '../member-import.entity';
import { memberImportPolicy } from '../member-import.policy';
import { countRows } from '../member-import.repository';
import { beginRow } from './begin-row';
import { type ImportWork, startedBy } from './import-work';
import { pauseForNobody } from './pause-for-nobody';
import { settleRows } from './settle-rows';
import { undoRow } from './undo-row';

/** Rows of one import that are at work together: enough that back ends are never waited for one by one, few enough that people at work do not wait behind an import. */
const atOnce = 24;
/** How long a process that has stopped to say so keeps its import from the others, in seconds. */
const holdSeconds = 5;
const pauseMs = { busy: 100, idle: 1_000 } as const;

/**
 * Does the rows of imports beside requests, in any process that works. It keeps nothing in memory: what is begun stands on the row,
 * what is at work is a workflow, and a process that dies is followed by another when its hold has run out.
 */
export class ImportRunner {
  private readonly me = randomUUID();
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;
  private sweptAt = 0;

  constructor(
    private readonly rows: Rows,
    private readonly work: ImportWork,
    private readonly log: Logger,
  ) {}

  start(): void {
    this.again(0);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private again(ms: number): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.running = this.round().then(
        (busy) => this.again(busy ? pauseMs.busy : pauseMs.idle),
        (error: unknown) => {
          this.log.warn({ err: error }, 'an import could not be gone on with; it is tried again');
          this.again(pauseMs.idle);
        },
      );
    }, ms);
  }

  /** @returns whether there is an import at work. */
  private async round(): Promise<boolean> {
    await this.sweep();
    const owner = await this.claim();
    if (!owner) return false;
    const reach = Reach.tenant(owner.tenantId);
    await this.rows.in(reach, (db) => settleRows(db, owner.id, this.work.journal));
    const running = await this.rows.in(reach, (db) => db.countBy(MemberImportRowEntity, [{ importId: owner.id, state: 'RUNNING' }, { importId: owner.id, state: 'UNDOING' }]));
    const [step, from] = owner.state === 'UNDOING' ? ([undoRow, 'DONE'] as const) : ([beginRow, 'PENDING'] as const);
    const lines = owner.state === 'PAUSED' ? [] : await this.nextLines(owner, from, atOnce - running);
    if (lines.length > 0 && !(await this.mayGoOn(owner))) {
      await this.rows.in(reach, (db) => pauseForNobody(db, owner));
      return true;
    }
    for (const line of lines) await this.one(owner, line, step);
    if (lines.length === 0 && running === 0 && owner.state !== 'PAUSED') await this.rows.in(reach, (db) => this.finish(db, owner));
    return true;
  }

  /** The import that waits longest, held by this process for a while. */
  private async claim(): Promise<MemberImportEntity | null> {
    return this.rows.in(Reach.everything, async (db) => {
      const [[claimed]] = await db.query<[{ id: string }[], number]>(
        `update member_imports set held_by = $1, held_until = now() + make_interval(secs => $2)
          where id = (select i.id from member_imports i
                       where (i.held_until is null or i.held_until < now() or i.held_by = $1)
                         and (i.state in ('RUNNING', 'UNDOING') or (i.state = 'PAUSED' and exists (select 1 from member_import_rows r where r.import_id = i.id and r.state in ('RUNNING', 'UNDOING'))))
                       order by i.held_until nulls first limit 1 for update skip locked) returning id`,
        [this.me, holdSeconds],
      );
      return claimed ? db.findOneByOrFail(MemberImportEntity, { id: claimed.id }) : null;
    });
  }

  /** It is done in the name of somebody, and goes no further than they could themselves: whoever is suspended has no rows begun any more. */
  private async mayGoOn({ actor, tenantId }: MemberImportEntity): Promise<boolean> {
    const now = await this.rows.in(Reach.everything, (db) => actorNow(db, actor));
    return memberImportPolicy.change.reach(now).sees(tenantId);
  }

  private async nextLines(owner: MemberImportEntity, state: 'PENDING' | 'DONE', free: number): Promise<number[]> {
    if (free <= 0) return [];
    const rows: { line: number }[] = await this.rows.in(Reach.tenant(owner.tenantId), (db) =>
      db.query(`select line from member_import_rows where import_id = $1 and state = $2 and action in ('CREATE', 'UPDATE') order by line limit $3`, [owner.id, state, free]),
    );
    return rows.map(({ line }) => line);
  }

  private async one(owner: MemberImportEntity, line: number, step: typeof beginRow): Promise<void> {
    const reach = Reach.tenant(owner.tenantId);
    try {
      await this.rows.in(reach, (db) => step(db, this.work, owner, line));
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      await this.rows.in(reach, (db) => db.update(MemberImportRowEntity, { importId: owner.id, line, state: 'PENDING' }, { state: 'FAILED', detail: 'The address was taken by somebody else meanwhile.' }));
    }
  }

  private async finish(db: Db, { id, tenantId }: MemberImportEntity): Promise<void> {
    const owner = await db.findOneOrFail(MemberImportEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
    if (owner.state !== 'RUNNING' && owner.state !== 'UNDOING') return;
    const undone = owner.state === 'UNDOING';
    await db.update(MemberImportEntity, { id }, { state: undone ? 'UNDONE' : 'FINISHED', finishedAt: new Date() });
    const counts = (await countRows(db, [id])).get(id);
    const summary = undone ? `${counts?.undone ?? 0} rows of ${owner.fileName} were taken back, ${counts?.kept ?? 0} were kept` : `${counts?.done ?? 0} rows of ${owner.fileName} were done, ${counts?.failed ?? 0} failed`;
    await recordAudit(db, [auditRecord(startedBy(owner), { tenantId, action: undone ? 'import.taken_back' : 'import.finished', target: { kind: 'import', id, name: owner.fileName }, summary })]);
    const about = { memberId: id, userId: id, address: '', displayName: owner.fileName };
    await this.work.journal.start(db, this.work.workflows.bill, { tenantId, subjectId: id, input: about, actor: nameOf(owner.actor), requestId: owner.requestId });
  }

  /** One-time passwords are kept for a day, for whoever has to hand them out; an import that was paused and forgotten was held last when it paused. */
  private async sweep(): Promise<void> {
    if (Date.now() - this.sweptAt < 60_000) return;
    this.sweptAt = Date.now();
    await this.rows.in(Reach.everything, (db) => db.query(`update member_import_rows r set secret = null from member_imports i where i.id = r.import_id and r.secret is not null and coalesce(i.finished_at, i.held_until) < now() - interval '1 day'`));
  }
}
