import { InvalidInput } from '@dezky/kit/failure/failure.type';
import { AtMost } from '@dezky/kit/federation/cost';
import { EmailAddress } from '@dezky/kit/federation/scalars';
import { Workflow } from '@dezky/kit/workflow/workflow.type';
import { Field, ObjectType, createUnionType } from 'type-graphql';
import { DistributionList, SkippedRecipient } from '../distribution-list.type';
import { addressesPerPaste } from '../list-fields';

@ObjectType({ simpleResolvers: true })
export class DistributionListRecipientsAdded {
  @Field(() => DistributionList)
  distributionList: DistributionList;

  @Field(() => [EmailAddress])
  added: string[];

  @AtMost(addressesPerPaste)
  @Field(() => [SkippedRecipient], { description: 'What was asked for and left out, each with its reason.' })
  skipped: SkippedRecipient[];

  @Field(() => Workflow, { nullable: true, description: 'Null when nothing was to be changed.' })
  workflow: Workflow | null;

  constructor(distributionList: DistributionList, added: string[], skipped: SkippedRecipient[], workflow: Workflow | null) {
    this.distributionList = distributionList;
    this.added = added;
    this.skipped = skipped;
    this.workflow = workflow;
  }
}

export const AddDistributionListRecipientsResult = createUnionType({
  name: 'AddDistributionListRecipientsResult',
  types: () => [DistributionListRecipientsAdded, InvalidInput] as const,
  resolveType: (value) => value.constructor.name,
});
