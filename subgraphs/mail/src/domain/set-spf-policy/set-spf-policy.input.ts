import { Field, ID, InputType } from 'type-graphql';
import { SpfPolicy } from '../../dns/dns-record';

@InputType()
export class SetSpfPolicyInput {
  @Field(() => ID)
  domainId: string;

  @Field(() => SpfPolicy)
  policy: SpfPolicy;
}
