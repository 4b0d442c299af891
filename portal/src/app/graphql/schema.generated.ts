export type AddDomainInput = {
  name: string;
  tenantId: string;
};

export type AuditActorKind =
  | 'API_CLIENT'
  | 'OPERATOR'
  | 'PARTNER'
  | 'SYSTEM'
  | 'USER';

export type AuditOutcome =
  | 'FAILED'
  | 'REFUSED'
  | 'SUCCEEDED';

export type BackendState =
  | 'ACTIVE'
  | 'FAILED'
  | 'FROZEN'
  | 'PENDING'
  | 'REMOVED';

export type BackendSystem =
  | 'AUTHENTIK'
  | 'DEZKY'
  | 'DNS'
  | 'OCIS'
  | 'STALWART'
  | 'STRIPE';

export type BillingCycle =
  | 'MONTHLY'
  | 'YEARLY';

export type ChangePasswordInput = {
  newPassword: string;
};

export type CreateMemberInput = {
  displayName: string;
  localPart?: string | null | undefined;
  role?: TenantRole | null | undefined;
  tenantId: string;
};

export type DmarcPolicy =
  | 'NONE'
  | 'QUARANTINE'
  | 'REJECT';

export type DnsRecordKind =
  | 'AUTODISCOVERY'
  | 'DKIM'
  | 'DMARC'
  | 'MX'
  | 'OWNERSHIP'
  | 'SPF';

export type DnsRecordState =
  | 'BAD'
  | 'OK'
  | 'UNCHECKED'
  | 'UNKNOWN'
  | 'WARN';

export type DnsType =
  | 'CNAME'
  | 'MX'
  | 'SRV'
  | 'TXT';

export type DomainInput = {
  domainId: string;
};

export type DomainStatus =
  | 'FAILED'
  | 'NEEDS_ATTENTION'
  | 'PENDING'
  | 'VERIFIED';

export type FailureCode =
  | 'ADDRESS_TAKEN'
  | 'DOMAIN_NOT_VERIFIED'
  | 'DOMAIN_TAKEN'
  | 'INVALID_INPUT'
  | 'LAST_ADMIN'
  | 'NOT_YOURSELF'
  | 'ROLE_LOCKED'
  | 'SEAT_LIMIT_REACHED'
  | 'WORKFLOW_NOT_WAITING';

export type MemberInput = {
  memberId: string;
};

export type MemberStatus =
  | 'ACTIVE'
  | 'PROVISIONING'
  | 'REMOVING'
  | 'SUSPENDED';

export type Plan =
  | 'BUSINESS';

export type RoleLock =
  | 'BOOTSTRAP_ADMIN'
  | 'LAST_ADMIN'
  | 'OWNER'
  | 'SELF';

export type StepState =
  | 'DONE'
  | 'FAILED'
  | 'PLANNED'
  | 'RUNNING'
  | 'UNDONE';

export type SubscriptionStatus =
  | 'ACTIVE'
  | 'CANCELED'
  | 'INCOMPLETE'
  | 'PAST_DUE'
  | 'PAUSED'
  | 'TRIALING'
  | 'UNPAID';

export type TenantRole =
  | 'ADMIN'
  | 'MEMBER'
  | 'OWNER';

export type WorkflowInput = {
  workflowId: string;
};

export type WorkflowKind =
  | 'ADD_DOMAIN'
  | 'CHANGE_PASSWORD'
  | 'CREATE_MEMBER'
  | 'REMOVE_MEMBER'
  | 'RESUME_MEMBER'
  | 'SUSPEND_MEMBER';

export type WorkflowState =
  | 'NEEDS_ATTENTION'
  | 'RUNNING'
  | 'SUCCEEDED'
  | 'UNDOING'
  | 'UNDONE';
