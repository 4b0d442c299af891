import { Failure, FailureCode, InvalidInput } from '@dezky/kit/failure/failure.type';
import { AtMost } from '@dezky/kit/federation/cost';
import { Hostname } from '@dezky/kit/federation/scalars';
import { Workflow } from '@dezky/kit/workflow/workflow.type';
import { Field, ID, Int, ObjectType, createUnionType } from 'type-graphql';
import { MailAlias } from '../../alias/alias.type';
import { DistributionList } from '../../distribution-list/distribution-list.type';
import { Member } from '../../member/member.type';
import { ProvisioningDisabled } from '../provisioning-disabled.type';
import type { DomainUse } from './domain-use';

@ObjectType({ simpleResolvers: true, description: 'The removal has begun; the workflow says when the domain is gone.' })
export class DomainRemoved {
  @Field(() => ID)
  domainId: string;

  @Field(() => Hostname)
  name: string;

  @Field(() => Workflow)
  workflow: Workflow;

  constructor(domainId: string, name: string, workflow: Workflow) {
    this.domainId = domainId;
    this.name = name;
    this.workflow = workflow;
  }
}

/** As many of each are named; the counts tell how many there are. */
export const usersNamed = 20;

@ObjectType({ implements: Failure, simpleResolvers: true, description: 'Addresses still live on the domain. Change or remove them first.' })
export class DomainInUse extends Failure {
  @AtMost(usersNamed)
  @Field(() => [Member], { description: 'Whose mailbox is on the domain; the first 20.' })
  members: Member[];

  @Field(() => Int)
  memberCount: number;

  @AtMost(usersNamed)
  @Field(() => [MailAlias], { description: 'The first 20.' })
  aliases: MailAlias[];

  @Field(() => Int)
  aliasCount: number;

  @AtMost(usersNamed)
  @Field(() => [DistributionList], { description: 'The first 20.' })
  distributionLists: DistributionList[];

  @Field(() => Int)
  distributionListCount: number;

  constructor(name: string, use: DomainUse) {
    super(FailureCode.DOMAIN_IN_USE, `${name} is still in use by ${said(use)}. Move or remove these addresses, then remove the domain.`, ['input', 'domainId']);
    this.members = use.memberIds.map((id) => Object.assign(new Member(), { id }));
    this.memberCount = use.memberCount;
    this.aliases = [...use.aliases];
    this.aliasCount = use.aliasCount;
    this.distributionLists = [...use.lists];
    this.distributionListCount = use.listCount;
  }
}

function said({ memberCount, aliasCount, listCount }: DomainUse): string {
  const counted = (count: number, one: string, many: string): string[] => (count === 0 ? [] : [`${count} ${count === 1 ? one : many}`]);
  return [...counted(memberCount, 'mailbox', 'mailboxes'), ...counted(aliasCount, 'alias', 'aliases'), ...counted(listCount, 'distribution list', 'distribution lists')].join(' and ');
}

@ObjectType({ implements: Failure, simpleResolvers: true, description: 'New mailboxes live on the primary domain: make another one primary first.' })
export class PrimaryDomain extends Failure {
  constructor(name: string) {
    super(FailureCode.PRIMARY_DOMAIN, `${name} is the primary domain, on which new mailboxes live. Make another domain primary first.`, ['input', 'domainId']);
  }
}

@ObjectType({ implements: Failure, simpleResolvers: true, description: 'Without a domain nobody could have a mailbox: add another one first.' })
export class LastDomain extends Failure {
  constructor(name: string) {
    super(FailureCode.LAST_DOMAIN, `${name} is the only domain that is shown to be yours, and its mail works. Set up another domain and make it primary first.`, ['input', 'domainId']);
  }
}

export const RemoveDomainResult = createUnionType({
  name: 'RemoveDomainResult',
  types: () => [DomainRemoved, DomainInUse, PrimaryDomain, LastDomain, ProvisioningDisabled, InvalidInput] as const,
  resolveType: (value) => value.constructor.name,
});
