import { InvalidInput } from '@dezky/kit/failure/failure.type';
import { Field, ObjectType, createUnionType } from 'type-graphql';
import { Domain } from '../domain.type';

@ObjectType({ simpleResolvers: true, description: 'The record to publish has changed; publish it and recheck.' })
export class SpfPolicySet {
  @Field(() => Domain)
  domain: Domain;

  constructor(domain: Domain) {
    this.domain = domain;
  }
}

export const SetSpfPolicyResult = createUnionType({
  name: 'SetSpfPolicyResult',
  types: () => [SpfPolicySet, InvalidInput] as const,
  resolveType: (value) => value.constructor.name,
});
