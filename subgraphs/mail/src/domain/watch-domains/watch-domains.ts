import { randomUUID } from 'node:crypto';
import type { RequestContext } from '@dezky/kit/context/request-context';
import { Reach } from '@dezky/kit/context/reach';
import type { Db, Rows } from '@dezky/kit/database/rows';
import type { Logger } from '@dezky/kit/log/logger';
import { BackEndError } from '@dezky/kit/http/back-end-error';
import type { StalwartClient, ZoneRecord } from '../../stalwart/stalwart-client';
import { refreshRecords } from '../refresh-records/refresh-records';
import type { NameServers } from '../../dns/examination';
import type { BeginSetUp } from '../add-domain/begin-set-up';
import type { DnsRecordEntity } from '../dns-record.entity';
import { recordsOfDomains } from '../domain.repository';
import { checkRecords } from '../recheck-domain/check-records';
import { keepCheck } from '../recheck-domain/keep-check';

/** So many domains are checked at once; more only make the same name servers wait. */
const atOnce = 50;

/** A process that dies in between leaves its domains for so long. */
const lease = '5 minutes';

interface DueDomain {
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  readonly stalwartId: string | null;
  readonly claimed: boolean;
  readonly records: readonly DnsRecordEntity[];
}

/**
 * Checks every domain again when its time has come. Any number of processes may do so: each takes
 * the domains that are due by moving their time ahead, so a domain is with one of them.
 */
export class WatchDomains {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly rows: Rows,
    private readonly dns: NameServers,
    private readonly log: Logger,
    private readonly everyMs = 10_000,
    /** The mail server, whose zones say what is to be published; null where that is not asked. */
    private readonly stalwart: Pick<StalwartClient, 'readZones'> | null = null,
    /** Null where the mail server is not to get to know any domain. */
    private readonly setUp: BeginSetUp | null = null,
  ) {}

  start(): void {
    // Processes that start together do not ask together.
    this.timer = setTimeout(() => {
      this.running = this.checkDue()
        .catch((error: unknown) => this.log.warn({ err: error }, 'domains could not be checked; they are at the next round'))
        .then(() => {
          if (!this.stopped) this.start();
        });
    }, this.everyMs * (0.5 + Math.random()));
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  /** Checks what is due, until nothing is left or the end was asked for. @returns how many domains. */
  async checkDue(): Promise<number> {
    let checked = 0;
    for (;;) {
      const due = this.stopped ? [] : await this.rows.in(Reach.everything, claim);
      if (due.length === 0) return checked;
      const zones = await this.zonesOf(due);
      const done = await Promise.allSettled(due.map((domain) => this.check(domain, zones.get(domain.stalwartId ?? ''))));
      done.forEach((one, index) => {
        if (one.status === 'rejected') this.log.warn({ err: one.reason as unknown, domain: due[index]?.name }, 'a domain could not be checked');
      });
      checked += due.length;
    }
  }

  /** All in one request. A mail server that cannot be reached keeps nobody's records from being checked as they were last read. */
  private async zonesOf(due: readonly DueDomain[]): Promise<ReadonlyMap<string, readonly ZoneRecord[]>> {
    const ids = due.flatMap(({ stalwartId }) => stalwartId ?? []);
    if (this.stalwart === null || ids.length === 0) return new Map();
    return this.stalwart.readZones(ids).catch((error: unknown) => {
      if (!(error instanceof BackEndError)) throw error;
      this.log.warn({ err: error }, 'the records to publish could not be read anew');
      return new Map();
    });
  }

  private async check({ id, tenantId, name, claimed, records: kept }: DueDomain, zone: readonly ZoneRecord[] | undefined): Promise<void> {
    const records = zone ? await this.rows.in(Reach.tenant(tenantId), async (db) => ((await refreshRecords(db, id, zone)), recordsOfDomains(db, [id]))) : kept;
    const askedAt = new Date();
    const verdicts = await checkRecords(name, records, this.dns);
    const by: Pick<RequestContext, 'actor' | 'origin'> = { actor: { kind: 'PEER', peer: 'mail', tenantId }, origin: { ipAddress: null, requestId: `watch-${randomUUID()}` } as RequestContext['origin'] };
    await keepCheck(this.rows, Reach.tenant(tenantId), by, { id, tenantId, name, claimed }, { verdicts, askedAt }, this.setUp);
  }
}

/** Takes domains that are due; what another process holds is left to it. */
async function claim(db: Db): Promise<DueDomain[]> {
  const [rows] = (await db.query(
    `update domains set next_check_at = now() + interval '${lease}'
     where id in (select id from domains where next_check_at <= now() and status in ('CLAIMED', 'PENDING', 'VERIFIED', 'NEEDS_ATTENTION') order by next_check_at limit ${atOnce} for update skip locked)
     returning id, tenant_id as "tenantId", name, stalwart_id as "stalwartId", claimed`,
  )) as [Omit<DueDomain, 'records'>[], number];
  const records = rows.length === 0 ? [] : await recordsOfDomains(db, rows.map(({ id }) => id));
  return rows.map((row) => ({ ...row, records: records.filter(({ domainId }) => domainId === row.id) }));
}
