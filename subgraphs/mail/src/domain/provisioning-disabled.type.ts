import { Failure, FailureCode } from '@dezky/kit/failure/failure.type';
import { ObjectType } from 'type-graphql';

@ObjectType({ implements: Failure, simpleResolvers: true, description: 'The operator of the platform has switched changes of domains at the mail server off; nothing was changed.' })
export class ProvisioningDisabled extends Failure {
  constructor(undone: string) {
    super(FailureCode.PROVISIONING_DISABLED, `${undone} Changes of domains at the mail server are switched off by the operator of this platform; ask support when they are possible again.`);
  }
}
