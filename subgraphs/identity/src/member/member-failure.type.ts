import { Failure, FailureCode } from '@dezky/kit/failure/failure.type';
import { Field, ObjectType } from 'type-graphql';
import { RoleLock } from './member.type';

@ObjectType({ implements: Failure, simpleResolvers: true, description: 'Nobody can lock themselves out.' })
export class NotYourself extends Failure {
  constructor(what: string) {
    super(FailureCode.NOT_YOURSELF, `You cannot ${what} yourself. Ask another admin.`);
  }
}

@ObjectType({ implements: Failure, simpleResolvers: true, description: 'The person signs in for somebody else as well: the sign-in is not this tenant’s alone to change.' })
export class SignInShared extends Failure {
  constructor(name: string) {
    super(FailureCode.SIGN_IN_SHARED, `${name} uses this sign-in for another company as well, so it cannot be changed from here. Suspend or remove them to end their access to yours.`);
  }
}

@ObjectType({ implements: Failure, simpleResolvers: true, description: 'The member has a role that stands in the way.' })
export class RoleLocked extends Failure {
  @Field(() => RoleLock)
  lock: RoleLock;

  constructor(lock: RoleLock, message: string) {
    super(FailureCode.ROLE_LOCKED, message);
    this.lock = lock;
  }
}
