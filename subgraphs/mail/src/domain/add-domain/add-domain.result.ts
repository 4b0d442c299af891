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

  @Field(() => Workflow)
  workflow: Workflow;

  constructor(domain: Domain, workflow: Workflow) {
    this.domain = domain;
    this.workflow = workflow;
  }
}

@ObjectType({ implements: Failure, simpleResolvers: true, description: 'The domain is in use already, here or at somebody else.' })
export class DomainTaken extends Failure {
  @Field(() => Hostname)
  name: string;

  constructor(name: string) {
    super(FailureCode.DOMAIN_TAKEN, `${name} was added already, by you or by somebody else. If it is yours and you do not see it here, ask support.`, ['input', 'name']);
    this.name = name;
  }
}

export const AddDomainResult = createUnionType({
  name: 'AddDomainResult',
  types: () => [DomainAdded, DomainTaken, ProvisioningDisabled, InvalidInput] as const,
  resolveType: (value) => value.constructor.name,
});
