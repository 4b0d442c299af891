import { Workflow } from '@dezky/kit/workflow/workflow.type';
import { Field, ObjectType, createUnionType } from 'type-graphql';
import { Domain } from '../domain.type';

@ObjectType({ simpleResolvers: true })
export class DomainRechecked {
  @Field(() => Domain)
  domain: Domain;

  @Field(() => Boolean, { description: 'Whether the records to publish were read anew from the mail server. If not, because it does not know the domain yet, cannot be reached, or the operator has switched provisioning off, they are as they were last read.' })
  recordsRead: boolean;

  @Field(() => Workflow, { nullable: true, description: 'The set-up in the mail server, where it is under way or this check began it, as it does with the first that sees the ownership record; null otherwise.' })
  workflow: Workflow | null;

  constructor(domain: Domain, recordsRead: boolean, workflow: Workflow | null) {
    this.domain = domain;
    this.recordsRead = recordsRead;
    this.workflow = workflow;
  }
}

export const RecheckDomainResult = createUnionType({
  name: 'RecheckDomainResult',
  types: () => [DomainRechecked] as const,
  resolveType: (value) => value.constructor.name,
});
