import { writeAudit } from '@dezky/kit/audit/audit-outbox';
import type { AuditTrail } from '@dezky/kit/audit/audit-trail';
import { DistributionListEntity } from './distribution-list/distribution-list.entity';
import { DomainEntity } from './domain/domain.entity';
import { MailboxEntity } from './mailbox/mailbox.entity';

/** What mail's mutations name: a domain, a mailbox, a distribution list or a tenant. */
export const mailTrail: AuditTrail = {
  about: async (db, { domainId, listId, mailboxId, subjectId, tenantId }) => {
    const [domainKey, mailboxKey, listKey] = [domainId ?? subjectId, mailboxId ?? subjectId, listId ?? subjectId];
    const domain = typeof domainKey === 'string' ? await db.findOneBy(DomainEntity, { id: domainKey }) : null;
    if (domain) return { tenantId: domain.tenantId, target: { kind: 'domain', id: domain.id, name: domain.name } };
    const mailbox = typeof mailboxKey === 'string' ? await db.findOneBy(MailboxEntity, { id: mailboxKey }) : null;
    if (mailbox) return { tenantId: mailbox.tenantId, target: { kind: 'mailbox', id: mailbox.id, name: mailbox.address } };
    const list = typeof listKey === 'string' ? await db.findOneBy(DistributionListEntity, { id: listKey }) : null;
    if (list) return { tenantId: list.tenantId, target: { kind: 'distribution_list', id: list.id, name: list.address } };
    return typeof tenantId === 'string' ? { tenantId, target: null } : null;
  },
  write: writeAudit,
};
