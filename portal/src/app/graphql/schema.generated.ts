/** What became of a way in. */
export type AccessOutcome =
  /** It was read back: the system shows it as disabled or gone. */
  | 'CLOSED'
  /** Not tried and left as it is: it is used elsewhere as well. */
  | 'KEPT'
  /** It was tried, and is still open. */
  | 'LET_IN'
  /** There was nothing to try it with. */
  | 'NONE_EXISTED'
  /** There is no means of trying or ending it; the detail says what that leaves open. */
  | 'NOT_TESTED'
  /** It was tried, and the system refused. */
  | 'REFUSED'
  /** It was tried, and the system gave no answer that says anything. */
  | 'UNANSWERED';

/** Why somebody is kept out. */
export type AccessReason =
  | 'REMOVED'
  | 'SUSPENDED';

/** A way in. */
export type AccessWay =
  | 'API_ACCESS_TOKEN'
  | 'FILES_ACCESS_TOKEN'
  | 'FILES_ACCOUNT'
  | 'MAIL_IMAP'
  | 'MAIL_JMAP'
  | 'MAIL_OPEN_CONNECTION'
  | 'MAIL_SMTP'
  | 'PORTAL_SESSION'
  | 'SIGN_IN_ACCESS_TOKEN'
  | 'SIGN_IN_ACCOUNT'
  | 'SIGN_IN_REFRESH_TOKEN';

export type AddDistributionListRecipientsInput = {
  listId: string;
  /** At most 1,000 at once. */
  recipients: Array<string>;
};

export type AddDomainInput = {
  /** Internationalised names are taken in either form. */
  name: string;
  tenantId: string;
};

export type AddMailboxAliasInput = {
  /** An address on a verified domain of the tenant's. */
  address: string;
  /** What it is for; at most 100 characters. */
  description?: string | null | undefined;
  mailboxId: string;
};

/** POSTMASTER has to be delivered at every domain that receives mail (RFC 5321 section 4.5.1), and the reports that our DMARC records ask for go there; ABUSE is where others report spam that comes from the domain (RFC 2142 sections 2 and 4). */
export type AddressRole =
  | 'ABUSE'
  | 'POSTMASTER';

/** As what somebody acted. */
export type AuditActorKind =
  | 'API_CLIENT'
  | 'OPERATOR'
  | 'PARTNER'
  | 'SYSTEM'
  | 'USER';

/** How an attempt ended. */
export type AuditOutcome =
  | 'FAILED'
  | 'REFUSED'
  | 'SUCCEEDED';

/** State of a part that lives in a back end. */
export type BackendState =
  | 'ACTIVE'
  | 'FAILED'
  | 'FROZEN'
  | 'PENDING'
  | 'REMOVED';

/** The system a step acts on. */
export type BackendSystem =
  | 'AUTHENTIK'
  | 'DEZKY'
  | 'DNS'
  | 'OCIS'
  | 'STALWART'
  | 'STRIPE';

/** How often a subscription is billed. */
export type BillingCycle =
  | 'MONTHLY'
  | 'YEARLY';

/** A free time of a booking page, and who books it. */
export type BookSlotInput = {
  attendeeEmail: string;
  attendeeName: string;
  /** The page's slug, as in its address. */
  page: string;
  /** The beginning of a slot of the page. */
  startsAt: string;
  /** The tenant's slug, as in the page's address. */
  tenant: string;
};

/** How far a booking is. PENDING has its time reserved and is being written into the host's calendar; CALENDAR_FAILED waits for a person, its time stays reserved. */
export type BookingState =
  | 'CALENDAR_FAILED'
  | 'CANCELLED'
  | 'CONFIRMED'
  | 'PENDING';

export type ChangeMemberAddressInput = {
  /** One of the tenant’s domains; the primary one when left out. */
  domain?: string | null | undefined;
  /** Whether mail to the old address still arrives, as an alias. */
  keepOldAddress?: boolean;
  /** The part of the new address before the @. */
  localPart: string;
  memberId: string;
};

export type ChangeMemberRoleInput = {
  memberId: string;
  /** ADMIN or MEMBER; an owner is made by transferOwnership. */
  role: TenantRole;
};

export type ChangeMemberSignInInput = {
  /** An address outside of every domain that is here. */
  email: string;
  memberId: string;
};

export type ChangePasswordInput = {
  /** 12 to 128 characters and hard to guess. */
  newPassword: string;
};

export type CreateDistributionListInput = {
  /** An address on a verified domain of the tenant's. */
  address: string;
  /** What people call it; at most 100 characters. */
  name: string;
  /** Who gets its mail, outside addresses included; at most 1,000. They can be added later. */
  recipients?: Array<string> | null | undefined;
  tenantId: string;
};

export type CreateMailboxInput = {
  /** The part of the address before the @, on the primary domain. */
  localPart: string;
  memberId: string;
};

/** A colleague: with a mailbox on the primary domain (localPart), or with an address of their own to sign in with and no mailbox (externalSignIn). One of the two. */
export type CreateMemberInput = {
  displayName: string;
  /** An address outside of every domain that is here. The mailbox can be created later. */
  externalSignIn?: string | null | undefined;
  /** The part of the address before the @. */
  localPart?: string | null | undefined;
  role?: TenantRole | null | undefined;
  tenantId: string;
};

export type DeleteDistributionListInput = {
  /** The address it has: a list that was given another one meanwhile is not deleted. */
  address: string;
  listId: string;
};

/** What becomes of mail to an address. PARTLY: some of those it goes to do not get it. NOT_OURS: its domain is none of the tenant's, and somebody else decides. */
export type DeliveryVerdict =
  | 'DELIVERED'
  | 'NOT_OURS'
  | 'PARTLY'
  | 'REFUSED';

/** What receivers should do with mail that fails (RFC 7489 section 6.3). */
export type DmarcPolicy =
  | 'NONE'
  | 'QUARANTINE'
  | 'REJECT';

/** What a record is for. */
export type DnsRecordKind =
  | 'AUTODISCOVERY'
  | 'DKIM'
  | 'DMARC'
  | 'MX'
  | 'OWNERSHIP'
  | 'SPF';

/** WARN works and should be looked at; UNKNOWN says that the name servers could not be asked, nothing about the record. */
export type DnsRecordState =
  | 'BAD'
  | 'OK'
  | 'UNCHECKED'
  | 'UNKNOWN'
  | 'WARN';

/** The type of a DNS record. */
export type DnsType =
  | 'CNAME'
  | 'MX'
  | 'SRV'
  | 'TXT';

export type DomainInput = {
  domainId: string;
};

/** CLAIMED until its ownership record was seen: the mail server does not know it, and it binds nobody else; PENDING until all its records were right once; NEEDS_ATTENTION when they went wrong afterwards; FAILED when it could not be set up; REMOVING from the moment its removal begins. */
export type DomainStatus =
  | 'CLAIMED'
  | 'FAILED'
  | 'NEEDS_ATTENTION'
  | 'PENDING'
  | 'REMOVING'
  | 'VERIFIED';

/** Why a mutation did not do what it was asked; programs decide by it. */
export type FailureCode =
  | 'ADDRESS_TAKEN'
  | 'DOMAIN_IN_USE'
  | 'DOMAIN_NOT_VERIFIED'
  | 'DOMAIN_TAKEN'
  | 'INVALID_INPUT'
  | 'LAST_ADMIN'
  | 'LAST_DOMAIN'
  | 'NOT_YOURSELF'
  | 'PRIMARY_DOMAIN'
  | 'PROVISIONING_DISABLED'
  | 'ROLE_LOCKED'
  | 'SEAT_LIMIT_REACHED'
  | 'SIGN_IN_SHARED'
  | 'SLOT_TAKEN'
  | 'SLOT_UNAVAILABLE'
  | 'WORKFLOW_NOT_WAITING';

/** What becomes of mail at one address on its way. SENT_OUT leaves for somebody outside, whose server decides. */
export type HopOutcome =
  | 'DELIVERED'
  | 'HANDED_ON'
  | 'REFUSED'
  | 'SENT_OUT';

/** IMAP and POP3 read mail, SUBMISSION (SMTP) sends it. */
export type MailProtocol =
  | 'IMAP'
  | 'POP3'
  | 'SUBMISSION';

export type MapMemberImportInput = {
  /** Columns that are not named stay as they are. */
  columns: Array<MemberImportColumnInput>;
  importId: string;
};

/** Narrows a list of members; what is left out does not narrow. */
export type MemberFilter = {
  role?: TenantRole | null | undefined;
  status?: MemberStatus | null | undefined;
};

/** What an import does with a row. */
export type MemberImportAction =
  /** It cannot be done, for the reason beside it. */
  | 'CONFLICT'
  | 'CREATE'
  /** Nothing differs. */
  | 'SKIP'
  | 'UPDATE';

export type MemberImportColumnInput = {
  /** Counted from 0. */
  column: number;
  /** Null: the column is not used. */
  field?: MemberImportField | null | undefined;
};

/** What a column of a file can hold. ADDRESS may be the part before the @ alone. */
export type MemberImportField =
  | 'ADDRESS'
  | 'ALTERNATIVE_EMAIL'
  | 'DISPLAY_NAME'
  | 'FIRST_NAME'
  | 'LAST_NAME'
  | 'PHONE'
  | 'ROLE';

export type MemberImportInput = {
  importId: string;
};

export type MemberImportRowFilter = {
  action?: MemberImportAction | null | undefined;
  state?: MemberImportRowState | null | undefined;
};

/** How far a row is. */
export type MemberImportRowState =
  | 'DONE'
  | 'FAILED'
  /** Not taken back, for the reason beside it. */
  | 'KEPT'
  | 'PENDING'
  | 'RUNNING'
  | 'UNDOING'
  | 'UNDONE';

/** How far an import is. */
export type MemberImportState =
  /** Every row is done, left out or failed. */
  | 'FINISHED'
  | 'PAUSED'
  /** Compared with the tenant; nothing is done yet. */
  | 'PREVIEWED'
  | 'RUNNING'
  | 'UNDOING'
  | 'UNDONE';

export type MemberInput = {
  memberId: string;
};

/** How a list of members is sorted. */
export type MemberOrder =
  | 'CREATED_AT_ASC'
  | 'CREATED_AT_DESC'
  | 'DISPLAY_NAME_ASC'
  | 'DISPLAY_NAME_DESC';

/** Where a member is in their life at the tenant. */
export type MemberStatus =
  | 'ACTIVE'
  | 'PROVISIONING'
  | 'REMOVING'
  | 'SUSPENDED';

/** What a tenant subscribes to. */
export type Plan =
  | 'BUSINESS';

/** What an address is. NOBODY: it is on a domain of the tenant's and nothing has it, so that mail to it is refused. */
export type RecipientKind =
  | 'ALIAS'
  | 'LIST'
  | 'MAILBOX'
  | 'NOBODY'
  | 'OUTSIDE';

export type RemoveDistributionListRecipientsInput = {
  listId: string;
  /** At most 1,000 at once. */
  recipients: Array<string>;
};

export type RemoveMailboxAliasInput = {
  address: string;
  mailboxId: string;
};

/** Why a role cannot be changed here. */
export type RoleLock =
  | 'BOOTSTRAP_ADMIN'
  | 'LAST_ADMIN'
  | 'OWNER'
  | 'SELF';

export type SetDmarcPolicyInput = {
  domainId: string;
  policy: DmarcPolicy;
};

export type SetSpfPolicyInput = {
  domainId: string;
  policy: SpfPolicy;
};

/** Why an address was left out. INVALID is no address; TWICE stands in the input before; PRESENT is a recipient already and ABSENT is none; LOOP would send mail in a circle; NOBODY is on a domain of the tenant's where nothing has it; FULL is beyond what a list holds. */
export type SkipReason =
  | 'ABSENT'
  | 'FULL'
  | 'INVALID'
  | 'LOOP'
  | 'NOBODY'
  | 'PRESENT'
  | 'TWICE';

/** What receivers should do with mail from servers that the SPF record does not name (RFC 7208 sections 8.4 and 8.5): SOFT_FAIL is `~all`, FAIL is `-all`. */
export type SpfPolicy =
  | 'FAIL'
  | 'SOFT_FAIL';

/** How far a step is. DONE means that its result was read back from the system. */
export type StepState =
  | 'DONE'
  | 'FAILED'
  | 'PLANNED'
  | 'RUNNING'
  | 'UNDONE';

/** State of a subscription, as Stripe names it. */
export type SubscriptionStatus =
  | 'ACTIVE'
  | 'CANCELED'
  | 'INCOMPLETE'
  | 'PAST_DUE'
  | 'PAUSED'
  | 'TRIALING'
  | 'UNPAID';

/** What a member may do in the tenant. */
export type TenantRole =
  | 'ADMIN'
  | 'MEMBER'
  | 'OWNER';

export type TransferOwnershipInput = {
  /** The member who becomes the owner. */
  memberId: string;
  tenantId: string;
};

export type UpdateDistributionListInput = {
  /** Left out, it stays as it is. Mail to the old address is refused from then on, and lists that have it as a recipient follow. */
  address?: string | null | undefined;
  listId: string;
  /** Left out, it stays as it is. */
  name?: string | null | undefined;
};

export type UpdateMailboxAliasInput = {
  address: string;
  /** Left out, it stays as it is; null or empty takes it away. */
  description?: string | null | undefined;
  /** Left out, it stays as it is. */
  enabled?: boolean | null | undefined;
  mailboxId: string;
};

/** Contact information; what is left out stays as it is, null clears it. */
export type UpdateMemberInput = {
  /** Where the person is reached when the mailbox is not. */
  alternativeEmail?: string | null | undefined;
  /** Cannot be cleared. */
  displayName?: string | null | undefined;
  firstName?: string | null | undefined;
  lastName?: string | null | undefined;
  memberId: string;
  /** As people write it; digits, spaces and + ( ) - . / only. */
  phone?: string | null | undefined;
};

export type WorkflowInput = {
  workflowId: string;
};

/** What a workflow changes. */
export type WorkflowKind =
  | 'ADD_DOMAIN'
  | 'BOOK_SLOT'
  | 'CHANGE_ALIASES'
  | 'CHANGE_DISTRIBUTION_LIST'
  | 'CHANGE_MEMBER_ADDRESS'
  | 'CHANGE_MEMBER_SIGN_IN'
  | 'CHANGE_PASSWORD'
  | 'CREATE_MAILBOX'
  | 'CREATE_MEMBER'
  | 'IMPORT_MEMBERS'
  | 'REMOVE_DOMAIN'
  | 'REMOVE_MEMBER'
  | 'RESET_MEMBER_PASSWORD'
  | 'RESUME_MEMBER'
  | 'SIGN_OUT_MEMBER'
  | 'SUSPEND_MEMBER'
  | 'UPDATE_MEMBER';

/** How far a workflow is. NEEDS_ATTENTION waits for a person: retry or undo. */
export type WorkflowState =
  | 'NEEDS_ATTENTION'
  | 'RUNNING'
  | 'SUCCEEDED'
  | 'UNDOING'
  | 'UNDONE';
