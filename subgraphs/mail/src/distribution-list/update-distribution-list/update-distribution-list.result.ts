import { AddressTaken, DomainNotVerified } from '@dezky/kit/address/address-failures.type';
import { InvalidInput } from '@dezky/kit/failure/failure.type';
import { Workflow } from '@dezky/kit/workflow/workflow.type';
import { Field, ObjectType, createUnionType } from 'type-graphql';
import { DistributionList } from '../distribution-list.type';

@ObjectType({ simpleResolvers: true })
export class DistributionListUpdated {
  @Field(() => DistributionList)
  distributionList: DistributionList;

  @Field(() => Workflow)
  workflow: Workflow;

  constructor(distributionList: DistributionList, workflow: Workflow) {
    this.distributionList = distributionList;
    this.workflow = workflow;
  }
}

export const UpdateDistributionListResult = createUnionType({
  name: 'UpdateDistributionListResult',
  types: () => [DistributionListUpdated, AddressTaken, DomainNotVerified, InvalidInput] as const,
  resolveType: (value) => value.constructor.name,
});
