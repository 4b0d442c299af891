import { auditRecord, writeAudit } from '@dezky/kit/audit/audit-outbox';
import { nameOf } from '@dezky/kit/context/actor';
import type { RequestContext } from '@dezky/kit/context/request-context';
import type { Db } from '@dezky/kit/database/rows';
import type { WorkflowDefinition } from '@dezky/kit/workflow/step';
import type { WorkflowJournal } from '@dezky/kit/workflow/workflow-journal';
import { Not } from 'typeorm';
import { DomainEntity } from '../domain.entity';
import type { AddDomainWork } from './add-domain.workflow';
import { tellOwnershipSeen } from './tell-ownership-seen';

/** Has the mail server get to know a domain that was claimed until now. */
export type BeginSetUp = (db: Db, by: Pick<RequestContext, 'actor' | 'origin'>, domain: DomainEntity) => Promise<void>;

/**
 * In the transaction that keeps what was found: from then on the tenant holds the name. The first one that
 * a tenant holds is its primary one; a mistyped name that was added before does not stand in its way.
 * The caller has taken hold of the tenant's domains.
 *
 * @throws a unique violation when another tenant holds it.
 */
export const beginSetUp =
  (journal: WorkflowJournal, workflow: WorkflowDefinition<AddDomainWork>, portalUrl: string): BeginSetUp =>
  async (db, by, domain) => {
    const { id, tenantId, name } = domain;
    const isPrimary = !(await db.existsBy(DomainEntity, { id: Not(id), tenantId, isPrimary: true, claimed: false }));
    if (isPrimary) await db.update(DomainEntity, { tenantId, isPrimary: true }, { isPrimary: false });
    const held = { claimed: false, status: 'PENDING' as const, isPrimary };
    await db.update(DomainEntity, { id }, held);
    Object.assign(domain, held);
    await writeAudit(db, auditRecord(by, { tenantId, action: 'domain.ownership_shown', target: { kind: 'domain', id, name }, summary: `The ownership record of ${name} was seen`, changes: [{ field: 'status', before: 'CLAIMED', after: 'PENDING' }] }));
    // Who had it checked sees it.
    if (by.actor.kind === 'PEER' && by.actor.peer === 'mail') await tellOwnershipSeen(db, domain, portalUrl);
    await journal.start(db, workflow, { tenantId, subjectId: id, input: { domainId: id, name }, actor: nameOf(by.actor), requestId: by.origin.requestId });
  };
