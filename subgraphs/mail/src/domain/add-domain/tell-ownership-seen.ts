import { newId } from '@dezky/kit/database/id';
import type { Db } from '@dezky/kit/database/rows';
import type { DomainEntity } from '../domain.entity';
import { DomainNoticeEntity } from '../watch-domains/domain-notice.entity';

/**
 * Has the admins told, by mail and once, that the record they published was seen while nobody looked on: the next step is
 * theirs, and without it mail does not begin to arrive.
 */
export async function tellOwnershipSeen(db: Db, { id, tenantId, name }: Pick<DomainEntity, 'id' | 'tenantId' | 'name'>, portalUrl: string): Promise<void> {
  const body = [
    'The record that shows that the domain is yours was seen, and the mail server is getting to know it.',
    `Which records to publish next stands in the portal under Domains: ${portalUrl}`,
    'Until you publish them, mail for the domain goes where it goes today.',
  ];
  await db.insert(DomainNoticeEntity, { id: newId(), tenantId, domainId: id, subject: `${name} is shown to be yours`, body: body.join('\n\n'), draftId: null, submissionId: null, sentAt: null });
}
