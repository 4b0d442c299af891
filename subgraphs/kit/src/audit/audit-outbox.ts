import { Column, Entity, In, PrimaryColumn } from 'typeorm';
import type { RequestContext } from '../context/request-context';
import { nameOf } from '../context/actor';
import { Reach } from '../context/reach';
import { newId } from '../database/id';
import { fence } from '../database/fence';
import type { Db, Rows } from '../database/rows';
import type { Logger } from '../log/logger';
import type { Peers } from '../peer/peers';
import type { AuditRecord } from './audit-entry';

/** SQL of the outbox; frozen, later changes are migrations of their own. */
export const auditOutboxTable = (schema: string): string => `
  create table ${schema}.audit_outbox (
    id text primary key,
    tenant_id text not null,
    sequence bigint generated always as identity,
    record jsonb not null
  );
  comment on table ${schema}.audit_outbox is 'Audit entries written in the transaction of the change, until identity has taken them.';
  create index audit_outbox_in_order on ${schema}.audit_outbox (sequence);
  ${fence(schema, 'audit_outbox')}`;

@Entity('audit_outbox')
export class AuditOutboxEntity {
  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'tenant_id' })
  tenantId: string;

  @Column('jsonb')
  record: AuditRecord;

  @Column({ type: 'bigint', insert: false, update: false })
  sequence: string;
}

export type AuditDraft = Omit<AuditRecord, 'id' | 'at' | 'actor' | 'ipAddress' | 'requestId' | 'changes' | 'outcome'> & Partial<Pick<AuditRecord, 'changes' | 'outcome'>>;

/** Completes a draft by who asks and from where. */
export const auditRecord = (context: Pick<RequestContext, 'actor' | 'origin'>, draft: AuditDraft): AuditRecord => ({
  outcome: 'SUCCEEDED',
  changes: [],
  ...draft,
  id: newId(),
  at: new Date().toISOString(),
  actor: nameOf(context.actor),
  ipAddress: context.origin.ipAddress,
  requestId: context.origin.requestId,
});

/** Writes an entry beside the change it tells of, in the same transaction. */
export async function writeAudit(db: Db, record: AuditRecord): Promise<void> {
  await db.insert(AuditOutboxEntity, { id: record.id, tenantId: record.tenantId, record } as never);
}

const deliver = `mutation RecordAudit($records: String!) { recordAudit(records: $records) }`;

/** Hands a subgraph's audit entries to identity, in order; identity drops what it has already, so nothing is told twice. */
export class AuditDelivery {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly rows: Rows,
    private readonly peers: Peers,
    private readonly log: Logger,
    private readonly everyMs = 500,
  ) {}

  start(): void {
    this.timer = setTimeout(() => {
      this.running = this.round()
        .catch((error: unknown) => this.log.warn({ err: error }, 'audit entries could not be delivered; they wait'))
        .finally(() => {
          if (!this.stopped) this.start();
        });
    }, this.everyMs);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private async round(): Promise<void> {
    const waiting = await this.rows.in(Reach.everything, (db) => db.find(AuditOutboxEntity, { order: { sequence: 'ASC' }, take: 200 }));
    if (waiting.length === 0) return;
    await this.peers.ask('identity', deliver, { records: JSON.stringify(waiting.map(({ record }) => record)) }, { tenantId: null, requestId: waiting[0]?.record.requestId ?? '' });
    await this.rows.in(Reach.everything, (db) => db.delete(AuditOutboxEntity, { id: In(waiting.map(({ id }) => id)) }));
  }
}
