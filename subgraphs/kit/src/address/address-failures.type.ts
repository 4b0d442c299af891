import { Directive, Field, ObjectType } from 'type-graphql';
import { Failure, FailureCode } from '../failure/failure.type';
import { EmailAddress, Hostname } from '../federation/scalars';

@Directive('@shareable')
@ObjectType({ implements: Failure, simpleResolvers: true, description: 'Somebody or something has this address already.' })
export class AddressTaken extends Failure {
  @Field(() => EmailAddress)
  address: string;

  constructor(address: string, path: string[] = ['input', 'localPart']) {
    super(FailureCode.ADDRESS_TAKEN, `${address} is in use already. Choose another address.`, path);
    this.address = address;
  }
}

@Directive('@shareable')
@ObjectType({ implements: Failure, simpleResolvers: true, description: "An address needs a domain of the tenant's own whose DNS records are right; a mailbox's is on the primary one." })
export class DomainNotVerified extends Failure {
  @Field(() => Hostname, { nullable: true, description: 'Null: the tenant has no domain yet.' })
  domain: string | null;

  constructor(domain: string | null, message = domain ? `The DNS records of ${domain} are not right yet. Publish them, recheck, then create the mailbox.` : 'Add a domain first; mailboxes live on it.', path: string[] | null = null) {
    super(FailureCode.DOMAIN_NOT_VERIFIED, message, path);
    this.domain = domain;
  }
}
