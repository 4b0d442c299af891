import { Field, ObjectType, createUnionType } from 'type-graphql';
import { Domain } from '../domain.type';

@ObjectType({ simpleResolvers: true })
export class DomainRechecked {
  @Field(() => Domain)
  domain: Domain;

  @Field(() => Boolean, { description: 'Whether the records to publish were read anew from the mail server. If not, because it cannot be reached or the operator has switched provisioning off, they are as they were last read.' })
  recordsRead: boolean;

  constructor(domain: Domain, recordsRead: boolean) {
    this.domain = domain;
    this.recordsRead = recordsRead;
  }
}

export const RecheckDomainResult = createUnionType({
  name: 'RecheckDomainResult',
  types: () => [DomainRechecked] as const,
  resolveType: (value) => value.constructor.name,
});
