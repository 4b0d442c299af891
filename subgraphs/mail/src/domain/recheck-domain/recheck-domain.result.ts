import { Field, ObjectType, createUnionType } from 'type-graphql';
import { Domain } from '../domain.type';

@ObjectType({ simpleResolvers: true })
export class DomainRechecked {
  @Field(() => Domain)
  domain: Domain;

  constructor(domain: Domain) {
    this.domain = domain;
  }
}

export const RecheckDomainResult = createUnionType({
  name: 'RecheckDomainResult',
  types: () => [DomainRechecked] as const,
  resolveType: (value) => value.constructor.name,
});
