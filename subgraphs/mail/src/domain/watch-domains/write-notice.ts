import { newId } from '@dezky/kit/database/id';
import type { Db } from '@dezky/kit/database/rows';
import type { DomainEntity } from '../domain.entity';
import { DomainNoticeEntity } from './domain-notice.entity';

/** A record whose verdict changed, with what to do. */
export interface NoticedRecord {
  readonly record: string;
  readonly before: string;
  readonly after: string;
  readonly advice: string | null;
}

/** Keeps for the admins what changed, in the transaction of the change: it is told once, whoever tells it. */
export async function writeNotice(db: Db, domain: DomainEntity, right: boolean, records: readonly NoticedRecord[]): Promise<void> {
  const subject = right ? `The DNS records of ${domain.name} are right` : `The DNS records of ${domain.name} are no longer right`;
  const opening = right ? 'All required records are as they are to be. Nothing is to be done.' : 'Until this is mended, mail can get lost or be taken for spam.';
  const lines = right ? [] : records.map(({ record, before, after, advice }) => `${record}\n  was ${before}\n  is  ${after}${advice === null ? '' : `\n  ${advice}`}`);
  await db.insert(DomainNoticeEntity, { id: newId(), tenantId: domain.tenantId, domainId: domain.id, subject, body: [opening, ...lines].join('\n\n'), draftId: null, sentAt: null });
}
