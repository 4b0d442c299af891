import { DomainNotVerified } from '@dezky/kit/address/address-failures.type';
import { InvalidInput } from '@dezky/kit/failure/failure.type';
import { Field, ObjectType, createUnionType } from 'type-graphql';
import { Domain } from '../domain.type';

@ObjectType({ simpleResolvers: true, description: 'New mailboxes live on this domain from now on; those there are keep their addresses.' })
export class DomainMadePrimary {
  @Field(() => Domain)
  primaryDomain: Domain;

  @Field(() => Domain, { nullable: true, description: 'The primary domain until now; null when it was this one.' })
  formerPrimaryDomain: Domain | null;

  constructor(primaryDomain: Domain, formerPrimaryDomain: Domain | null) {
    this.primaryDomain = primaryDomain;
    this.formerPrimaryDomain = formerPrimaryDomain;
  }
}

export const MakeDomainPrimaryResult = createUnionType({
  name: 'MakeDomainPrimaryResult',
  types: () => [DomainMadePrimary, DomainNotVerified, InvalidInput] as const,
  resolveType: (value) => value.constructor.name,
});
