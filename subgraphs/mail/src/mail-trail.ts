import { writeAudit } from '@dezky/kit/audit/audit-outbox';
import type { AuditTrail } from '@dezky/kit/audit/audit-trail';
import { DomainEntity } from './domain/domain.entity';
import { MailboxEntity } from './mailbox/mailbox.entity';

/** What mail's mutations name: a domain, a mailbox or a tenant. */
export const mailTrail: AuditTrail = {
  about: async (db, { domainId, mailboxId, subjectId, tenantId }) => {
    const [domainKey, mailboxKey] = [domainId ?? subjectId, mailboxId ?? subjectId];
    const domain = typeof domainKey === 'string' ? await db.findOneBy(DomainEntity, { id: domainKey }) : null;
    if (domain) return { tenantId: domain.tenantId, target: { kind: 'domain', id: domain.id, name: domain.name } };
    const mailbox = typeof mailboxKey === 'string' ? await db.findOneBy(MailboxEntity, { id: mailboxKey }) : null;
    if (mailbox) return { tenantId: mailbox.tenantId, target: { kind: 'mailbox', id: mailbox.id, name: mailbox.address } };
    return typeof tenantId === 'string' ? { tenantId, target: null } : null;
  },
  write: writeAudit,
};
