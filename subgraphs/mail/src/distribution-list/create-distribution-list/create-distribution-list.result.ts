import { AddressTaken, DomainNotVerified } from '@dezky/kit/address/address-failures.type';
import { InvalidInput } from '@dezky/kit/failure/failure.type';
import { AtMost } from '@dezky/kit/federation/cost';
import { Workflow } from '@dezky/kit/workflow/workflow.type';
import { Field, ObjectType, createUnionType } from 'type-graphql';
import { DistributionList, SkippedRecipient } from '../distribution-list.type';
import { addressesPerPaste } from '../list-fields';

@ObjectType({ simpleResolvers: true })
export class DistributionListCreated {
  @Field(() => DistributionList)
  distributionList: DistributionList;

  @Field(() => Workflow)
  workflow: Workflow;

  @AtMost(addressesPerPaste)
  @Field(() => [SkippedRecipient], { description: 'What was asked for and left out, each with its reason.' })
  skipped: SkippedRecipient[];

  constructor(distributionList: DistributionList, workflow: Workflow, skipped: SkippedRecipient[]) {
    this.distributionList = distributionList;
    this.workflow = workflow;
    this.skipped = skipped;
  }
}

export const CreateDistributionListResult = createUnionType({
  name: 'CreateDistributionListResult',
  types: () => [DistributionListCreated, AddressTaken, DomainNotVerified, InvalidInput] as const,
  resolveType: (value) => value.constructor.name,
});
