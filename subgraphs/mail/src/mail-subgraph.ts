import { AuditDelivery, AuditOutboxEntity } from '@dezky/kit/audit/audit-outbox';
import type { ActorVerifier } from '@dezky/kit/context/actor-token';
import { openDatabase } from '@dezky/kit/database/data-source';
import { Rows } from '@dezky/kit/database/rows';
import { Sealer } from '@dezky/kit/database/sealed';
import { buildSubgraph } from '@dezky/kit/federation/build-subgraph';
import type { Logger } from '@dezky/kit/log/logger';
import type { Peers } from '@dezky/kit/peer/peers';
import { type Subgraph, serveSubgraph } from '@dezky/kit/server/subgraph';
import { type Patience, type StepObserver, patience as defaultPatience } from '@dezky/kit/workflow/run-workflow';
import type { AnyWorkflow } from '@dezky/kit/workflow/step';
import { WorkflowJournal } from '@dezky/kit/workflow/workflow-journal';
import { WorkflowEntity, WorkflowStepEntity } from '@dezky/kit/workflow/workflow.entity';
import { mailTrail } from './mail-trail';
import { AddMailboxAliasResolver } from './alias/add-mailbox-alias/add-mailbox-alias.resolver';
import { addMailboxAlias } from './alias/add-mailbox-alias/add-mailbox-alias.workflow';
import { AliasEntity } from './alias/alias.entity';
import { MailAliasResolver, MailboxAliasesResolver, TenantAliasesResolver } from './alias/alias.resolver';
import { RemoveMailboxAliasResolver } from './alias/remove-mailbox-alias/remove-mailbox-alias.resolver';
import { removeMailboxAlias } from './alias/remove-mailbox-alias/remove-mailbox-alias.workflow';
import { UpdateMailboxAliasResolver } from './alias/update-mailbox-alias/update-mailbox-alias.resolver';
import { updateMailboxAlias } from './alias/update-mailbox-alias/update-mailbox-alias.workflow';
import type { MailConfig } from './config';
import { DeliveryPathResolver, TenantDeliveryPathResolver } from './delivery-path/delivery-path.resolver';
import { AddDistributionListRecipientsResolver } from './distribution-list/add-distribution-list-recipients/add-distribution-list-recipients.resolver';
import { changeRecipients } from './distribution-list/add-distribution-list-recipients/change-recipients.workflow';
import { CreateDistributionListResolver } from './distribution-list/create-distribution-list/create-distribution-list.resolver';
import { createDistributionList } from './distribution-list/create-distribution-list/create-distribution-list.workflow';
import { DeleteDistributionListResolver } from './distribution-list/delete-distribution-list/delete-distribution-list.resolver';
import { deleteDistributionList } from './distribution-list/delete-distribution-list/delete-distribution-list.workflow';
import { DistributionListEntity } from './distribution-list/distribution-list.entity';
import { DistributionListRecipientResolver, DistributionListResolver, TenantDistributionListsResolver } from './distribution-list/distribution-list.resolver';
import { RecipientFollower } from './distribution-list/follow-recipients/follow-recipients';
import { followRecipients } from './distribution-list/follow-recipients/follow-recipients.workflow';
import { ListRecipientEntity } from './distribution-list/list-recipient.entity';
import { MailboxListMembershipsResolver } from './distribution-list/list-membership.resolver';
import { RemoveDistributionListRecipientsResolver } from './distribution-list/remove-distribution-list-recipients/remove-distribution-list-recipients.resolver';
import { UpdateDistributionListResolver } from './distribution-list/update-distribution-list/update-distribution-list.resolver';
import { updateDistributionList } from './distribution-list/update-distribution-list/update-distribution-list.workflow';
import { nameServers } from './dns/examination';
import { AddDomainResolver } from './domain/add-domain/add-domain.resolver';
import { addDomain } from './domain/add-domain/add-domain.workflow';
import { beginSetUp } from './domain/add-domain/begin-set-up';
import { MakeDomainPrimaryResolver } from './domain/make-domain-primary/make-domain-primary.resolver';
import { RemoveDomainResolver } from './domain/remove-domain/remove-domain.resolver';
import { removeDomain } from './domain/remove-domain/remove-domain.workflow';
import { SetDmarcPolicyResolver } from './domain/set-dmarc-policy/set-dmarc-policy.resolver';
import { SetSpfPolicyResolver } from './domain/set-spf-policy/set-spf-policy.resolver';
import { DnsRecordEntity } from './domain/dns-record.entity';
import { DomainEntity } from './domain/domain.entity';
import { domainPolicy } from './domain/domain.policy';
import { DomainResolver, TenantDomainsResolver, domainById } from './domain/domain.resolver';
import { RecheckDomainResolver } from './domain/recheck-domain/recheck-domain.resolver';
import { DomainNoticeEntity } from './domain/watch-domains/domain-notice.entity';
import { DomainNoticeStateEntity } from './domain/watch-domains/domain-notice-state.entity';
import { TellAdmins } from './domain/watch-domains/tell-admins';
import { WatchDomains } from './domain/watch-domains/watch-domains';
import { RoleAddressesResolver } from './domain/role-addresses/role-addresses.resolver';
import { RecordsToPublishResolver } from './domain/records-to-publish/records-to-publish.resolver';
import { AddressEntity } from './mailbox/address.entity';
import { MailServerResolver } from './mail-server/mail-server.resolver';
import { serversOfDomain } from './mail-server/mail-servers';
import { AppleProfileResolver } from './mailbox/apple-profile/apple-profile.resolver';
import { isValidAt, readSigningIdentity } from './mailbox/apple-profile/signing/signing-identity';
import { CalendarAccountResolver } from './mailbox/calendar-account.resolver';
import { DropMailboxAliasResolver } from './mailbox/drop-mailbox-alias/drop-mailbox-alias.resolver';
import { FreezeMailboxResolver } from './mailbox/freeze-mailbox/freeze-mailbox.resolver';
import { HostsDomainResolver } from './domain/hosts-domain/hosts-domain.resolver';
import { MailboxFactsResolver } from './mailbox/mailbox-facts.resolver';
import { MailboxStateResolver } from './mailbox/mailbox-state.resolver';
import { MailboxEntity } from './mailbox/mailbox.entity';
import { mailboxPolicy } from './mailbox/mailbox.policy';
import { MailboxResolver, MemberMailboxResolver, TenantMailboxesResolver, mailboxById } from './mailbox/mailbox.resolver';
import { OfferMailboxResolver } from './mailbox/offer-mailbox/offer-mailbox.resolver';
import { ProvisionMailboxResolver } from './mailbox/provision-mailbox/provision-mailbox.resolver';
import { RemoveMailboxResolver } from './mailbox/remove-mailbox/remove-mailbox.resolver';
import { RenameMailboxResolver } from './mailbox/rename-mailbox/rename-mailbox.resolver';
import { SetMailboxNameResolver } from './mailbox/set-mailbox-name/set-mailbox-name.resolver';
import { SetMailboxPasswordResolver } from './mailbox/set-mailbox-password/set-mailbox-password.resolver';
import { TakenAddressesResolver } from './mailbox/taken-addresses/taken-addresses.resolver';
import { TryLogInsResolver } from './mailbox/try-log-ins/try-log-ins.resolver';
import { UnfreezeMailboxResolver } from './mailbox/unfreeze-mailbox/unfreeze-mailbox.resolver';
import { readKeyedCertificate } from './certificate/keyed-certificate';
import { PrepareMailServer, tlsCertificateOf } from './prepare-mail-server';
import { IdentityPeer } from './member/identity-peer';
import { Member } from './member/member.type';
import { createLogIns } from './stalwart/log-ins';
import { createStalwartClient } from './stalwart/stalwart-client';
import { Tenant } from './tenant/tenant.type';
import { ResumeWorkflowResolver } from './workflow/resume-workflow.resolver';

export interface MailParts {
  readonly config: MailConfig;
  /** 32 bytes in base64; seals secrets of workflows. */
  readonly encryptionKey: string;
  readonly verifier: ActorVerifier;
  readonly peers: Peers;
  readonly log: Logger;
  readonly patience?: Patience;
  readonly observe?: StepObserver;
  /** How often domains that are due are looked for; for tests. */
  readonly watchEveryMs?: number;
}

export const mailEntities = [DomainEntity, DomainNoticeEntity, DomainNoticeStateEntity, DnsRecordEntity, AddressEntity, MailboxEntity, AliasEntity, DistributionListEntity, ListRecipientEntity, AuditOutboxEntity, WorkflowEntity, WorkflowStepEntity];

/** Builds the mail subgraph: everything in it is made once, here. */
export async function createMailSubgraph(parts: MailParts): Promise<Subgraph> {
  const { config, verifier, peers, log, patience = defaultPatience, observe = () => undefined } = parts;
  const certificate = readKeyedCertificate(config, ['STALWART_CERTIFICATE', 'STALWART_CERTIFICATE_KEY']);
  const signing = readSigningIdentity(config);
  if (signing && !isValidAt(signing, new Date())) log.warn({ validFrom: signing.certificate.validFrom, validTo: signing.certificate.validTo }, 'APPLE_PROFILE_CERTIFICATE is not valid at this time; profiles for Apple’s devices go out unsigned');
  const dataSource = await openDatabase({ url: config.MAIL_DATABASE_URL, schema: 'mail', entities: mailEntities, log });
  const rows = new Rows(dataSource);
  const stalwart = createStalwartClient({ url: config.STALWART_URL, authorization: config.STALWART_AUTHORIZATION });
  const logIns = createLogIns({ jmap: config.STALWART_URL, imap: config.STALWART_IMAP_URL, smtp: config.STALWART_SMTP_URL });
  const dns = nameServers({ resolvers: config.DNS_RESOLVERS, authorityPort: config.DNS_AUTHORITY_PORT });
  const mailHost = config.MAIL_HOST.toLowerCase();
  const servers = serversOfDomain(mailHost);
  const [adding, removing] = [addDomain(stalwart), removeDomain(stalwart)];
  const following = followRecipients(stalwart);
  // Workflows of others change lists as well, and start theirs in the journal that they are part of.
  const follower = new RecipientFollower(() => journal, following);
  const [addingAlias, updatingAlias, removingAlias] = [addMailboxAlias(stalwart, follower), updateMailboxAlias(stalwart), removeMailboxAlias(stalwart, follower)];
  const [creatingList, updatingList, deletingList, changingRecipients] = [createDistributionList(stalwart, follower), updateDistributionList(stalwart, follower), deleteDistributionList(stalwart, follower), changeRecipients(stalwart)];
  const definitions = [adding, removing, addingAlias, updatingAlias, removingAlias, following, creatingList, updatingList, deletingList, changingRecipients] as unknown as AnyWorkflow[];
  const journal: WorkflowJournal = new WorkflowJournal(new Sealer(parts.encryptionKey), definitions);

  const setUp = config.STALWART_PROVISIONING_ENABLED ? beginSetUp(journal, adding, config.PORTAL_URL) : null;

  const built = await buildSubgraph({
    trail: mailTrail,
    resolvers: [
      new TenantDomainsResolver(mailHost, config.STALWART_PROVISIONING_ENABLED),
      new DomainResolver(),
      new RoleAddressesResolver(),
      new AddDomainResolver(journal, config.PLATFORM_TENANT_DOMAIN, config.STALWART_PROVISIONING_ENABLED),
      new RecheckDomainResolver(dns, stalwart, setUp),
      new MakeDomainPrimaryResolver(),
      new SetDmarcPolicyResolver(),
      new SetSpfPolicyResolver(),
      new RemoveDomainResolver(journal, removing, config.STALWART_PROVISIONING_ENABLED),
      new RecordsToPublishResolver(),
      new ResumeWorkflowResolver(journal),
      new MemberMailboxResolver(),
      new MailboxResolver(stalwart, config.PORTAL_URL),
      new MailboxAliasesResolver(),
      new AddMailboxAliasResolver(journal, addingAlias),
      new UpdateMailboxAliasResolver(journal, updatingAlias),
      new RemoveMailboxAliasResolver(journal, removingAlias, follower),
      new TenantMailboxesResolver(),
      new TenantAliasesResolver(),
      new MailAliasResolver(),
      new TenantDistributionListsResolver(),
      new DistributionListResolver(),
      new DistributionListRecipientResolver(),
      new MailboxListMembershipsResolver(),
      new CreateDistributionListResolver(journal, creatingList),
      new UpdateDistributionListResolver(journal, updatingList, follower),
      new DeleteDistributionListResolver(journal, deletingList, follower),
      new AddDistributionListRecipientsResolver(journal, changingRecipients),
      new RemoveDistributionListRecipientsResolver(journal, changingRecipients),
      new TenantDeliveryPathResolver(),
      new DeliveryPathResolver(stalwart),
      new OfferMailboxResolver(),
      new TakenAddressesResolver(),
      new MailboxStateResolver(stalwart),
      new MailboxFactsResolver(stalwart),
      new HostsDomainResolver(),
      new CalendarAccountResolver(stalwart),
      new ProvisionMailboxResolver(stalwart),
      new FreezeMailboxResolver(stalwart),
      new UnfreezeMailboxResolver(stalwart),
      new RemoveMailboxResolver(stalwart, follower),
      new SetMailboxPasswordResolver(stalwart),
      new RenameMailboxResolver(stalwart, follower),
      new DropMailboxAliasResolver(stalwart, follower),
      new SetMailboxNameResolver(stalwart),
      new TryLogInsResolver(logIns, { user: config.STALWART_MASTER_USER, password: config.STALWART_MASTER_PASSWORD }),
      new MailServerResolver(servers, mailHost),
      new AppleProfileResolver(servers, config.PLATFORM_TENANT_DOMAIN, signing),
    ],
    entities: [Tenant, Member],
    references: {
      Domain: ({ id }, context) => context.under(domainPolicy.read).load(domainById, id),
      Mailbox: ({ id }, context) => context.under(mailboxPolicy.read).load(mailboxById, id),
    },
  });
  return serveSubgraph({
    name: 'mail',
    built,
    rows,
    dataSource,
    verifier,
    log,
    encryptionKey: parts.encryptionKey,
    workflows: { subgraph: 'mail', definitions, runtime: { rows, journal, log, patience, observe, trail: mailTrail } },
    ping: () => stalwart.ping(),
    background: [new AuditDelivery(rows, peers, log), new PrepareMailServer(stalwart, { mailHost, certificate: certificate && tlsCertificateOf(certificate), allowedAddresses: config.STALWART_ALLOWED_ADDRESSES, smtpUrl: config.STALWART_SMTP_URL, provisioning: config.STALWART_PROVISIONING_ENABLED }, log), new WatchDomains(rows, dns, log, parts.watchEveryMs, config.STALWART_PROVISIONING_ENABLED ? stalwart : null, setUp), new TellAdmins(rows, new IdentityPeer(peers), stalwart, log, parts.watchEveryMs)],
    close: async () => {
      await Promise.all([stalwart.close(), logIns.close()]);
    },
  });
}
