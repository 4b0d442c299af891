import { Failure, FailureCode, InvalidInput } from '@dezky/kit/failure/failure.type';
import { Hostname } from '@dezky/kit/federation/scalars';
import { Workflow } from '@dezky/kit/workflow/workflow.type';
import { Field, ObjectType, createUnionType } from 'type-graphql';
import { Domain } from '../domain.type';
import { ProvisioningDisabled } from '../provisioning-disabled.type';

@ObjectType({ simpleResolvers: true })
export class DomainAdded {
  @Field(() => Domain)
  domain: Domain;

  @Field(() => Workflow, { nullable: true, description: 'The set-up in the mail server, where one that had stopped goes on. Null for a new domain: its set-up begins when its ownership record is seen.' })
  workflow: Workflow | null;

  constructor(domain: Domain, workflow: Workflow | null) {
    this.domain = domain;
    this.workflow = workflow;
  }
}

@ObjectType({ implements: Failure, simpleResolvers: true, description: 'The domain is among those of the tenant already, or somebody else has shown that it is theirs.' })
export class DomainTaken extends Failure {
  @Field(() => Hostname)
  name: string;

  constructor(name: string, by: 'TENANT' | 'OTHER') {
    super(FailureCode.DOMAIN_TAKEN, by === 'TENANT' ? `${name} is among your domains already.` : `${name} is in use here by somebody else, who has shown that it is theirs. If it is yours, ask support.`, ['input', 'name']);
    this.name = name;
  }
}

export const AddDomainResult = createUnionType({
  name: 'AddDomainResult',
  types: () => [DomainAdded, DomainTaken, ProvisioningDisabled, InvalidInput] as const,
  resolveType: (value) => value.constructor.name,
});
