import { Reach } from '@dezky/kit/context/reach';
import type { Db, Rows } from '@dezky/kit/database/rows';
import { BackEndError } from '@dezky/kit/http/back-end-error';
import type { Logger } from '@dezky/kit/log/logger';
import { IsNull } from 'typeorm';
import type { IdentityPeer } from '../../member/identity-peer';
import type { StalwartClient } from '../../stalwart/stalwart-client';
import { DomainNoticeEntity } from './domain-notice.entity';
import { type Refusal, tellUndelivered } from './tell-undelivered';

/** After so many attempts (some three days) a notice is given up; the audit log says so. */
const mostTries = 60;

/**
 * Sends what the admins are to be told. The message is written at the mail server first and its id
 * kept; it is handed over under that id, and the server shows whether it has gone, so neither a lost
 * answer nor a process that dies sends it again.
 */
export class TellAdmins {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly rows: Rows,
    private readonly identity: Pick<IdentityPeer, 'adminAddresses'>,
    private readonly stalwart: Pick<StalwartClient, 'draftMail' | 'submitMail' | 'getDelivery'>,
    private readonly log: Logger,
    private readonly everyMs = 10_000,
  ) {}

  start(): void {
    this.timer = setTimeout(() => {
      this.running = this.tellDue()
        .catch((error: unknown) => this.log.warn({ err: error }, 'admins could not be told about their domains; it waits'))
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

  async tellDue(): Promise<void> {
    for (;;) {
      const claimed = this.stopped ? [] : await this.rows.in(Reach.everything, claim);
      if (claimed.length === 0) return;
      for (const { id, tenantId } of claimed) {
        if (this.stopped) return;
        const notice = await this.rows.in(Reach.tenant(tenantId), (db) => db.findOneBy(DomainNoticeEntity, { id }));
        if (notice) await this.tell(notice).catch((error: unknown) => this.failed(notice, error));
      }
    }
  }

  private async tell(notice: DomainNoticeEntity): Promise<void> {
    const draftId = notice.draftId ?? (await this.draft(notice));
    if (draftId === null) return this.end(notice, 'There was nobody to send it to');
    const submissionId = notice.submissionId ?? (await this.submit(notice, draftId));
    const deliveries = submissionId === null ? [] : await this.stalwart.getDelivery(submissionId);
    if (deliveries.length === 0 || deliveries.some(({ refused }) => !refused)) return this.end(notice);
    await this.end(notice, 'The mail server refused all of its recipients', deliveries);
  }

  private async submit(notice: DomainNoticeEntity, draftId: string): Promise<string | null> {
    try {
      const submissionId = await this.stalwart.submitMail(draftId);
      if (submissionId !== null) await this.keep(notice, { submissionId });
      return submissionId;
    } catch (error) {
      // Somebody emptied the mailbox before it went out; it is written anew.
      if (error instanceof BackEndError && error.fault === 'NOT_FOUND') await this.keep(notice, { draftId: null });
      throw error;
    }
  }

  private async failed(notice: DomainNoticeEntity, error: unknown): Promise<void> {
    this.log.warn({ err: error, notice: notice.id }, 'admins could not be told about a domain');
    if (notice.tries >= mostTries) await this.rows.in(Reach.tenant(notice.tenantId), (db) => tellUndelivered(db, notice, 'It could not be sent for three days and is given up'));
  }

  /** @param why nobody got it; absent when somebody may have. */
  private async end(notice: DomainNoticeEntity, why?: string, refusals: readonly Refusal[] = []): Promise<void> {
    await this.rows.in(Reach.tenant(notice.tenantId), async (db) => {
      // Of two processes that got here one says it.
      const { affected } = await db.update(DomainNoticeEntity, { id: notice.id, sentAt: IsNull() }, { sentAt: new Date() });
      if (affected && why !== undefined) await tellUndelivered(db, notice, why, refusals);
    });
  }

  /** Null when nobody is there to be told. */
  private async draft(notice: DomainNoticeEntity): Promise<string | null> {
    const to = await this.identity.adminAddresses(notice.tenantId, `notice-${notice.id}`);
    if (to.length === 0) return null;
    const draftId = await this.stalwart.draftMail({ key: notice.id, to, subject: notice.subject, text: notice.body });
    return this.rows.in(Reach.tenant(notice.tenantId), async (db) => {
      // Whoever took too long finds another process's draft here, and sends that one or nothing.
      await db.update(DomainNoticeEntity, { id: notice.id, draftId: IsNull() }, { draftId });
      return (await db.findOneBy(DomainNoticeEntity, { id: notice.id }))?.draftId ?? null;
    });
  }

  private async keep({ id, tenantId }: DomainNoticeEntity, values: Partial<Pick<DomainNoticeEntity, 'draftId' | 'submissionId'>>): Promise<void> {
    await this.rows.in(Reach.tenant(tenantId), (db) => db.update(DomainNoticeEntity, { id }, values));
  }
}

/** Takes one that is due and puts its next attempt off, ever longer, so that no two processes send it; several at once would outlast that. Of a domain the earlier notice goes first: "right again" must not come before "wrong". */
async function claim(db: Db): Promise<{ id: string; tenantId: string }[]> {
  const [rows] = (await db.query(
    `update domain_notices set tries = tries + 1, next_try_at = now() + least(interval '1 minute' * power(2, least(tries, 7)), interval '90 minutes')
     where id in (select n.id from domain_notices n where n.sent_at is null and n.tries < ${mostTries} and n.next_try_at <= now()
       and not exists (select 1 from domain_notices earlier where earlier.domain_id = n.domain_id and earlier.sent_at is null and earlier.tries < ${mostTries} and earlier.created_at < n.created_at)
       order by n.next_try_at limit 1 for update of n skip locked)
     returning id, tenant_id as "tenantId"`,
  )) as [{ id: string; tenantId: string }[], number];
  return rows;
}
