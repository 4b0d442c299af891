import type { AuditTrail } from '@dezky/kit/audit/audit-trail';
import { WorkflowEntity } from '@dezky/kit/workflow/workflow.entity';
import { MemberEntity } from '../member/member.entity';
import { TenantEntity } from '../tenant/tenant.entity';
import { recordAudit } from './audit.repository';

/** What identity's mutations name: a member, a workflow or a tenant. */
export const identityTrail: AuditTrail = {
  about: async (db, { memberId, subjectId, workflowId, tenantId }) => {
    const id = memberId ?? subjectId;
    const member = typeof id === 'string' ? await db.findOneBy(MemberEntity, { id }) : null;
    if (member) return { tenantId: member.tenantId, target: { kind: 'member', id: member.id, name: member.displayName } };
    const workflow = typeof workflowId === 'string' ? await db.findOneBy(WorkflowEntity, { id: workflowId }) : null;
    if (workflow) return { tenantId: workflow.tenantId, target: { kind: 'workflow', id: workflow.id, name: workflow.kind } };
    return typeof tenantId === 'string' && (await db.existsBy(TenantEntity, { id: tenantId })) ? { tenantId, target: null } : null;
  },
  write: (db, record) => recordAudit(db, [record]),
};
