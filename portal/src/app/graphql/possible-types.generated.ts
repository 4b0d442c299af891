
      export type PossibleTypesResultData = {
  "possibleTypes": {
    "AddDistributionListRecipientsResult": [
      "DistributionListRecipientsAdded",
      "InvalidInput"
    ],
    "AddDomainResult": [
      "DomainAdded",
      "DomainTaken",
      "InvalidInput",
      "ProvisioningDisabled"
    ],
    "AddMailboxAliasResult": [
      "AddressTaken",
      "DomainNotVerified",
      "InvalidInput",
      "MailboxAliasAdded"
    ],
    "BookSlotResult": [
      "InvalidInput",
      "SlotBooked",
      "SlotTaken",
      "SlotUnavailable"
    ],
    "ChangeMemberAddressResult": [
      "AddressTaken",
      "DomainNotVerified",
      "InvalidInput",
      "MemberAddressChanged",
      "SignInShared"
    ],
    "ChangeMemberRoleResult": [
      "InvalidInput",
      "LastAdmin",
      "MemberRoleChanged",
      "RoleLocked"
    ],
    "ChangeMemberSignInResult": [
      "AddressTaken",
      "InvalidInput",
      "MemberSignInChanged",
      "SignInShared"
    ],
    "ChangePasswordResult": [
      "InvalidInput",
      "PasswordChanged"
    ],
    "CreateDistributionListResult": [
      "AddressTaken",
      "DistributionListCreated",
      "DomainNotVerified",
      "InvalidInput"
    ],
    "CreateMailboxResult": [
      "AddressTaken",
      "DomainNotVerified",
      "InvalidInput",
      "MailboxCreated",
      "SignInShared"
    ],
    "CreateMemberResult": [
      "AddressTaken",
      "DomainNotVerified",
      "InvalidInput",
      "MemberCreated",
      "SeatLimitReached"
    ],
    "DeleteDistributionListResult": [
      "DistributionListDeleted",
      "InvalidInput"
    ],
    "Failure": [
      "AddressTaken",
      "DomainInUse",
      "DomainNotVerified",
      "DomainTaken",
      "InvalidInput",
      "LastAdmin",
      "LastDomain",
      "NotYourself",
      "PrimaryDomain",
      "ProvisioningDisabled",
      "RoleLocked",
      "SeatLimitReached",
      "SignInShared",
      "SlotTaken",
      "SlotUnavailable",
      "WorkflowNotWaiting"
    ],
    "MakeDomainPrimaryResult": [
      "DomainMadePrimary",
      "DomainNotVerified",
      "InvalidInput"
    ],
    "MapMemberImportResult": [
      "InvalidInput",
      "MemberImportMapped"
    ],
    "PauseMemberImportResult": [
      "InvalidInput",
      "MemberImportPaused"
    ],
    "RecheckDomainResult": [
      "DomainRechecked"
    ],
    "RemoveDistributionListRecipientsResult": [
      "DistributionListRecipientsRemoved",
      "InvalidInput"
    ],
    "RemoveDomainResult": [
      "DomainInUse",
      "DomainRemoved",
      "InvalidInput",
      "LastDomain",
      "PrimaryDomain",
      "ProvisioningDisabled"
    ],
    "RemoveMailboxAliasResult": [
      "InvalidInput",
      "MailboxAliasRemoved"
    ],
    "RemoveMemberResult": [
      "InvalidInput",
      "MemberRemoved",
      "NotYourself",
      "RoleLocked"
    ],
    "ResetMemberPasswordResult": [
      "InvalidInput",
      "MemberPasswordReset",
      "NotYourself",
      "SignInShared"
    ],
    "ResumeMemberImportResult": [
      "InvalidInput",
      "MemberImportResumed"
    ],
    "ResumeMemberResult": [
      "InvalidInput",
      "MemberResumed"
    ],
    "RetryWorkflowResult": [
      "WorkflowNotWaiting",
      "WorkflowRetried"
    ],
    "SetDmarcPolicyResult": [
      "DmarcPolicySet",
      "InvalidInput"
    ],
    "SetSpfPolicyResult": [
      "InvalidInput",
      "SpfPolicySet"
    ],
    "SignOutMemberResult": [
      "InvalidInput",
      "MemberSignedOut",
      "NotYourself",
      "SignInShared"
    ],
    "StartMemberImportResult": [
      "InvalidInput",
      "MemberImportStarted"
    ],
    "SuspendMemberResult": [
      "InvalidInput",
      "MemberSuspended",
      "NotYourself",
      "RoleLocked"
    ],
    "TransferOwnershipResult": [
      "InvalidInput",
      "OwnershipTransferred"
    ],
    "UndoMemberImportResult": [
      "InvalidInput",
      "MemberImportUndone"
    ],
    "UndoWorkflowResult": [
      "WorkflowNotWaiting",
      "WorkflowUndone"
    ],
    "UpdateDistributionListResult": [
      "AddressTaken",
      "DistributionListUpdated",
      "DomainNotVerified",
      "InvalidInput"
    ],
    "UpdateMailboxAliasResult": [
      "InvalidInput",
      "MailboxAliasUpdated"
    ],
    "UpdateMemberResult": [
      "InvalidInput",
      "MemberUpdated"
    ]
  }
};
      const result: PossibleTypesResultData = {
  "possibleTypes": {
    "AddDistributionListRecipientsResult": [
      "DistributionListRecipientsAdded",
      "InvalidInput"
    ],
    "AddDomainResult": [
      "DomainAdded",
      "DomainTaken",
      "InvalidInput",
      "ProvisioningDisabled"
    ],
    "AddMailboxAliasResult": [
      "AddressTaken",
      "DomainNotVerified",
      "InvalidInput",
      "MailboxAliasAdded"
    ],
    "BookSlotResult": [
      "InvalidInput",
      "SlotBooked",
      "SlotTaken",
      "SlotUnavailable"
    ],
    "ChangeMemberAddressResult": [
      "AddressTaken",
      "DomainNotVerified",
      "InvalidInput",
      "MemberAddressChanged",
      "SignInShared"
    ],
    "ChangeMemberRoleResult": [
      "InvalidInput",
      "LastAdmin",
      "MemberRoleChanged",
      "RoleLocked"
    ],
    "ChangeMemberSignInResult": [
      "AddressTaken",
      "InvalidInput",
      "MemberSignInChanged",
      "SignInShared"
    ],
    "ChangePasswordResult": [
      "InvalidInput",
      "PasswordChanged"
    ],
    "CreateDistributionListResult": [
      "AddressTaken",
      "DistributionListCreated",
      "DomainNotVerified",
      "InvalidInput"
    ],
    "CreateMailboxResult": [
      "AddressTaken",
      "DomainNotVerified",
      "InvalidInput",
      "MailboxCreated",
      "SignInShared"
    ],
    "CreateMemberResult": [
      "AddressTaken",
      "DomainNotVerified",
      "InvalidInput",
      "MemberCreated",
      "SeatLimitReached"
    ],
    "DeleteDistributionListResult": [
      "DistributionListDeleted",
      "InvalidInput"
    ],
    "Failure": [
      "AddressTaken",
      "DomainInUse",
      "DomainNotVerified",
      "DomainTaken",
      "InvalidInput",
      "LastAdmin",
      "LastDomain",
      "NotYourself",
      "PrimaryDomain",
      "ProvisioningDisabled",
      "RoleLocked",
      "SeatLimitReached",
      "SignInShared",
      "SlotTaken",
      "SlotUnavailable",
      "WorkflowNotWaiting"
    ],
    "MakeDomainPrimaryResult": [
      "DomainMadePrimary",
      "DomainNotVerified",
      "InvalidInput"
    ],
    "MapMemberImportResult": [
      "InvalidInput",
      "MemberImportMapped"
    ],
    "PauseMemberImportResult": [
      "InvalidInput",
      "MemberImportPaused"
    ],
    "RecheckDomainResult": [
      "DomainRechecked"
    ],
    "RemoveDistributionListRecipientsResult": [
      "DistributionListRecipientsRemoved",
      "InvalidInput"
    ],
    "RemoveDomainResult": [
      "DomainInUse",
      "DomainRemoved",
      "InvalidInput",
      "LastDomain",
      "PrimaryDomain",
      "ProvisioningDisabled"
    ],
    "RemoveMailboxAliasResult": [
      "InvalidInput",
      "MailboxAliasRemoved"
    ],
    "RemoveMemberResult": [
      "InvalidInput",
      "MemberRemoved",
      "NotYourself",
      "RoleLocked"
    ],
    "ResetMemberPasswordResult": [
      "InvalidInput",
      "MemberPasswordReset",
      "NotYourself",
      "SignInShared"
    ],
    "ResumeMemberImportResult": [
      "InvalidInput",
      "MemberImportResumed"
    ],
    "ResumeMemberResult": [
      "InvalidInput",
      "MemberResumed"
    ],
    "RetryWorkflowResult": [
      "WorkflowNotWaiting",
      "WorkflowRetried"
    ],
    "SetDmarcPolicyResult": [
      "DmarcPolicySet",
      "InvalidInput"
    ],
    "SetSpfPolicyResult": [
      "InvalidInput",
      "SpfPolicySet"
    ],
    "SignOutMemberResult": [
      "InvalidInput",
      "MemberSignedOut",
      "NotYourself",
      "SignInShared"
    ],
    "StartMemberImportResult": [
      "InvalidInput",
      "MemberImportStarted"
    ],
    "SuspendMemberResult": [
      "InvalidInput",
      "MemberSuspended",
      "NotYourself",
      "RoleLocked"
    ],
    "TransferOwnershipResult": [
      "InvalidInput",
      "OwnershipTransferred"
    ],
    "UndoMemberImportResult": [
      "InvalidInput",
      "MemberImportUndone"
    ],
    "UndoWorkflowResult": [
      "WorkflowNotWaiting",
      "WorkflowUndone"
    ],
    "UpdateDistributionListResult": [
      "AddressTaken",
      "DistributionListUpdated",
      "DomainNotVerified",
      "InvalidInput"
    ],
    "UpdateMailboxAliasResult": [
      "InvalidInput",
      "MailboxAliasUpdated"
    ],
    "UpdateMemberResult": [
      "InvalidInput",
      "MemberUpdated"
    ]
  }
};
      export default result;
    