import { Field, ID, InputType } from 'type-graphql';
import { DmarcPolicy } from '../../dns/dns-record';

@InputType()
export class SetDmarcPolicyInput {
  @Field(() => ID)
  domainId: string;

  @Field(() => DmarcPolicy)
  policy: DmarcPolicy;
}
