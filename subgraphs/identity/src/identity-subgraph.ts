import type { ActorVerifier } from '@dezky/kit/context/actor-token';
import type { RequestContext } from '@dezky/kit/context/request-context';
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
import { identityTrail } from './audit/identity-trail';
import { AccessAttemptEntity, AccessReportEntity } from './access-report/access-report.entity';
import { MemberAccessReportResolver, TenantAccessReportResolver } from './access-report/access-report.resolver';
import { ResolveActorResolver } from './actor/resolve-actor.resolver';
import { AuditEntryEntity } from './audit/audit-entry.entity';
import { AuditResolver } from './audit/audit.resolver';
import { createAuthentikClient } from './authentik/authentik-client';
import type { IdentityConfig } from './config';
import { BillingPeer } from './member/billing-peer';
import { ChangeMemberRoleResolver } from './member/change-member-role/change-member-role.resolver';
import { ChangeMemberAddressResolver } from './member/change-member-address/change-member-address.resolver';
import { changeMemberAddress, changeMemberSignIn } from './member/change-member-address/change-member-address.workflow';
import { ChangeMemberSignInResolver } from './member/change-member-sign-in/change-member-sign-in.resolver';
import { CreateMailboxResolver } from './member/create-mailbox/create-mailbox.resolver';
import { createMailbox } from './member/create-mailbox/create-mailbox.workflow';
import { CreateMemberResolver } from './member/create-member/create-member.resolver';
import { type MemberSystems, createExternalMember, createMember, joinMember } from './member/create-member/create-member.workflow';
import { GatewayPeer } from './member/gateway-peer';
import { MailPeer } from './member/mail-peer';
import { AdminAddressesResolver } from './member/admin-addresses.resolver';
import { MemberNameResolver } from './member/member-name.resolver';
import { MemberEntity } from './member/member.entity';
import { memberPolicy } from './member/member.policy';
import { MemberResolver, TenantMembersResolver, memberById } from './member/member.resolver';
import { RemoveMemberResolver } from './member/remove-member/remove-member.resolver';
import { removeMember, removeMemberBefore, removeSharedMember } from './member/remove-member/remove-member.workflow';
import { ResetMemberPasswordResolver } from './member/reset-member-password/reset-member-password.resolver';
import { resetMemberPassword } from './member/reset-member-password/reset-member-password.workflow';
import { ResumeMemberResolver } from './member/resume-member/resume-member.resolver';
import { resumeMember } from './member/resume-member/resume-member.workflow';
import { SignOutMemberResolver } from './member/sign-out-member/sign-out-member.resolver';
import { signOutMember } from './member/sign-out-member/sign-out-member.workflow';
import { StoragePeer } from './member/storage-peer';
import { SuspendMemberResolver } from './member/suspend-member/suspend-member.resolver';
import { suspendMember, suspendMemberBefore, suspendSharedMember } from './member/suspend-member/suspend-member.workflow';
import { UpdateMemberResolver } from './member/update-member/update-member.resolver';
import { updateMember } from './member/update-member/update-member.workflow';
import { ImportFileResolver } from './member-import/import-file/import-file.resolver';
import { MapMemberImportResolver } from './member-import/map-member-import/map-member-import.resolver';
import { MemberImportEntity, MemberImportRowEntity } from './member-import/member-import.entity';
import { MemberImportResolver, TenantImportsResolver } from './member-import/member-import.resolver';
import { PauseMemberImportResolver } from './member-import/pause-member-import/pause-member-import.resolver';
import { ResumeMemberImportResolver } from './member-import/resume-member-import/resume-member-import.resolver';
import { ImportRunner } from './member-import/run-import/import-runner';
import { billImportedSeats, importMember } from './member-import/run-import/import-workflows';
import { StartMemberImportResolver } from './member-import/start-member-import/start-member-import.resolver';
import { UndoMemberImportResolver } from './member-import/undo-member-import/undo-member-import.resolver';
import { UploadMemberImportResolver } from './member-import/upload-member-import/upload-member-import.resolver';
import { FoundPartnerResolver } from './partner/found-partner/found-partner.resolver';
import { PartnerResolver } from './partner/partner.resolver';
import { FoundTenantResolver } from './tenant/found-tenant/found-tenant.resolver';
import { TenantEntity } from './tenant/tenant.entity';
import { tenantPolicy } from './tenant/tenant.policy';
import { TenantResolver, tenantById } from './tenant/tenant.resolver';
import { TransferOwnershipResolver } from './tenant/transfer-ownership/transfer-ownership.resolver';
import { OpenPlatformAccountResolver } from './user/open-platform-account/open-platform-account.resolver';
import { UserEntity } from './user/user.entity';
import { ChangePasswordResolver } from './viewer/change-password/change-password.resolver';
import { changePassword } from './viewer/change-password/change-password.workflow';
import { ViewerResolver } from './viewer/viewer.resolver';
import { RetryWorkflowResolver } from './workflow/retry-workflow/retry-workflow.resolver';
import { UndoWorkflowResolver } from './workflow/undo-workflow/undo-workflow.resolver';
import { MemberWorkflowsResolver, TenantWorkflowsResolver } from './workflow/workflow.resolver';

export interface IdentityParts {
  readonly config: IdentityConfig;
  /** 32 bytes in base64; seals secrets of workflows. */
  readonly encryptionKey: string;
  readonly verifier: ActorVerifier;
  readonly peers: Peers;
  readonly log: Logger;
  readonly patience?: Patience;
  readonly observe?: StepObserver;
}

export const identityEntities = [TenantEntity, UserEntity, MemberEntity, AuditEntryEntity, AccessReportEntity, AccessAttemptEntity, MemberImportEntity, MemberImportRowEntity, WorkflowEntity, WorkflowStepEntity];

/** Builds the identity subgraph: everything in it is made once, here. */
export async function createIdentitySubgraph(parts: IdentityParts): Promise<Subgraph> {
  const { config, verifier, peers, log, patience = defaultPatience, observe = () => undefined } = parts;
  const dataSource = await openDatabase({ url: config.IDENTITY_DATABASE_URL, schema: 'identity', entities: identityEntities, log });
  const rows = new Rows(dataSource);
  const authentik = createAuthentikClient({ url: config.AUTHENTIK_URL, token: config.AUTHENTIK_TOKEN });
  const mail = new MailPeer(peers);
  const systems: MemberSystems = { authentik, mail, storage: new StoragePeer(peers), billing: new BillingPeer(peers), gateway: new GatewayPeer(peers) };
  const workflows = {
    create: createMember(systems),
    createExternal: createExternalMember(systems),
    join: joinMember(systems),
    update: updateMember(systems),
    address: changeMemberAddress(systems),
    signIn: changeMemberSignIn(systems),
    mailbox: createMailbox(systems),
    suspend: suspendMember(systems),
    suspendShared: suspendSharedMember(systems),
    resume: resumeMember(systems),
    signOut: signOutMember(systems),
    reset: resetMemberPassword(systems),
    imported: importMember(systems),
    importedSeats: billImportedSeats(systems),
    remove: removeMember(systems),
    removeShared: removeSharedMember(systems),
    password: changePassword(authentik, mail),
  };
  const definitions = [...Object.values(workflows), suspendMemberBefore(systems), removeMemberBefore(systems)] as unknown as AnyWorkflow[];
  const sealer = new Sealer(parts.encryptionKey);
  const journal = new WorkflowJournal(sealer, definitions);
  const importing = { create: workflows.imported, update: workflows.update, remove: { own: workflows.remove, shared: workflows.removeShared }, bill: workflows.importedSeats };

  const resolvers = [
    new ViewerResolver(),
    new ChangePasswordResolver(journal, workflows.password),
    new TenantResolver(),
    new FoundTenantResolver(),
    new TenantMembersResolver(),
    new MemberResolver(authentik),
    new MemberNameResolver(),
      new AdminAddressesResolver(),
    new CreateMemberResolver(mail, journal, { MAILBOX: workflows.create, EXTERNAL: workflows.createExternal, KNOWN: workflows.join }),
    new UpdateMemberResolver(journal, workflows.update),
    new ChangeMemberAddressResolver(mail, journal, workflows.address),
    new ChangeMemberSignInResolver(mail, journal, workflows.signIn),
    new CreateMailboxResolver(mail, journal, workflows.mailbox),
    new ChangeMemberRoleResolver(),
    new TransferOwnershipResolver(),
    new SuspendMemberResolver(journal, { own: workflows.suspend, shared: workflows.suspendShared }),
    new ResumeMemberResolver(journal, workflows.resume),
    new SignOutMemberResolver(authentik, journal, workflows.signOut),
    new ResetMemberPasswordResolver(journal, workflows.reset),
    new RemoveMemberResolver(journal, { own: workflows.remove, shared: workflows.removeShared }),
    new UploadMemberImportResolver(mail),
    new MapMemberImportResolver(mail),
    new StartMemberImportResolver(),
    new PauseMemberImportResolver(),
    new ResumeMemberImportResolver(),
    new UndoMemberImportResolver(),
    new TenantImportsResolver(),
    new MemberImportResolver(),
    new ImportFileResolver(sealer),
    new MemberAccessReportResolver(),
    new TenantAccessReportResolver(),
    new TenantWorkflowsResolver(),
    new MemberWorkflowsResolver(),
    new RetryWorkflowResolver(journal, peers),
    new UndoWorkflowResolver(journal, peers),
    new AuditResolver(),
    new PartnerResolver(),
    new FoundPartnerResolver(),
    new OpenPlatformAccountResolver(authentik),
    new ResolveActorResolver(),
  ];
  const built = await buildSubgraph({
    trail: identityTrail,
    resolvers,
    references: {
      Tenant: ({ id }, context: RequestContext) => context.under(tenantPolicy.read).load(tenantById, id),
      Member: ({ id }, context: RequestContext) => context.under(memberPolicy.read).load(memberById, id),
    },
  });
  return serveSubgraph({
    name: 'identity',
    built,
    rows,
    dataSource,
    verifier,
    log,
    encryptionKey: parts.encryptionKey,
    workflows: { subgraph: 'identity', definitions, runtime: { rows, journal, log, patience, observe, trail: identityTrail } },
    background: [new ImportRunner(rows, { journal, sealer, workflows: importing }, log)],
    ping: () => authentik.ping(),
    close: () => authentik.close(),
  });
}
