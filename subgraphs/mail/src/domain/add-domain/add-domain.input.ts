import { Hostname } from '@dezky/kit/federation/scalars';
import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class AddDomainInput {
  @Field(() => ID)
  tenantId: string;

  @Field(() => Hostname, { description: 'Internationalised names are taken in either form.' })
  name: string;
}
