import { type FreshDatabase, freshDatabase } from '@dezky/stack/fresh-database.fixture';
import type { DataSource } from 'typeorm';
import { Reach } from '../context/reach';
import { openDatabase } from '../database/data-source';
import { fenceFunction } from '../database/fence';
import { Rows } from '../database/rows';
import { createLogger } from '../log/logger';
import type { Peers } from '../peer/peers';
import type { AuditRecord } from './audit-entry';
import { AuditDelivery, AuditOutboxEntity, auditOutboxTable, auditRecord, writeAudit } from './audit-outbox';

describe('audit entries on their way to identity', () => {
  const log = createLogger({ name: 'spec', level: 'silent' });
  const context = { actor: { kind: 'PEER', peer: 'stack', tenantId: null }, origin: { requestId: 'r1', ipAddress: '10.0.0.1' } } as const;
  let database: FreshDatabase;
  let dataSource: DataSource;
  let rows: Rows;
  beforeAll(async () => {
    database = await freshDatabase('kit');
    await database.sql(`${fenceFunction('kit')} ${auditOutboxTable('kit')}`, [], 'owner');
    dataSource = await openDatabase({ url: database.url('app'), schema: 'kit', entities: [AuditOutboxEntity], log });
    rows = new Rows(dataSource);
  }, 60_000);
  afterAll(async () => {
    await dataSource.destroy();
    await database.stop();
  });

  const write = (tenantId: string, summary: string): Promise<void> => rows.in(Reach.tenant(tenantId), (db) => writeAudit(db, auditRecord(context, { tenantId, action: 'thing.done', target: null, summary })));
  const waiting = (): Promise<number> => rows.in(Reach.everything, (db) => db.count(AuditOutboxEntity));
  /** An identity that keeps what it is told, once each; `answer` decides what the sender hears. */
  const identity = (answer: (round: number) => void): { peers: Peers; kept: Map<string, AuditRecord>; rounds: () => number } => {
    const kept = new Map<string, AuditRecord>();
    let round = 0;
    const ask = (_peer: string, _query: string, variables: { records: string }): Promise<unknown> => {
      round += 1;
      for (const record of JSON.parse(variables.records) as AuditRecord[]) if (!kept.has(record.id)) kept.set(record.id, record);
      answer(round);
      return Promise.resolve({ recordAudit: true });
    };
    return { peers: { ask } as unknown as Peers, kept, rounds: () => round };
  };
  const until = async (done: () => Promise<boolean>): Promise<void> => {
    while (!(await done())) await new Promise((resolve) => setTimeout(resolve, 10));
  };

  it('say who, from where and under which request', () => {
    expect(auditRecord(context, { tenantId: 't', action: 'thing.done', target: null, summary: 's' })).toEqual({
      id: expect.any(String) as string,
      at: expect.stringMatching(/Z$/) as string,
      tenantId: 't',
      action: 'thing.done',
      target: null,
      summary: 's',
      outcome: 'SUCCEEDED',
      changes: [],
      actor: { kind: 'SYSTEM', name: 'Dezky', email: null },
      ipAddress: '10.0.0.1',
      requestId: 'r1',
    });
  });

  it('are not there when the change is not', async () => {
    const failed = rows.in(Reach.tenant('acme'), async (db) => {
      await writeAudit(db, auditRecord(context, { tenantId: 'acme', action: 'thing.done', target: null, summary: 's' }));
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    expect(await waiting()).toBe(0);
  });

  it('arrive once each and in order, also when identity was away and when its answer was lost', async () => {
    const texts = Array.from({ length: 450 }, (_, index) => `entry ${index}`);
    for (const text of texts) await write(Number(text.slice(6)) % 2 ? 'acme' : 'globex', text);
    // Away at first, then twice taking what it is told without being able to say so.
    const { peers, kept, rounds } = identity((round) => {
      if (round <= 3) throw new Error('unreachable');
    });
    const delivery = new AuditDelivery(rows, peers, log, 5);
    delivery.start();
    await until(async () => (await waiting()) === 0);
    await delivery.stop();
    expect([...kept.values()].map(({ summary }) => summary)).toEqual(texts);
    expect(rounds()).toBeGreaterThanOrEqual(6);
  }, 30_000);

  it('wait for the next start when the process stops', async () => {
    const { peers, kept } = identity(() => undefined);
    const delivery = new AuditDelivery(rows, peers, log, 5);
    delivery.start();
    await delivery.stop();
    await write('acme', 'late');
    expect([await waiting(), kept.size]).toEqual([1, 0]);
  });
});
