import { Hostname } from '@dezky/kit/federation/scalars';
import { Directive, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { DmarcPolicy, DnsRecordKind, DnsRecordState, DnsType, SpfPolicy } from '../dns/dns-record';
import { DomainStatus } from './domain.entity';

registerEnumType(DomainStatus, { name: 'DomainStatus', description: 'CLAIMED until its ownership record was seen: the mail server does not know it, and it binds nobody else; PENDING until all its records were right once; NEEDS_ATTENTION when they went wrong afterwards; FAILED when it could not be set up; REMOVING from the moment its removal begins.' });
registerEnumType(DnsRecordKind, { name: 'DnsRecordKind', description: 'What a record is for.' });
registerEnumType(DnsRecordState, { name: 'DnsRecordState', description: 'WARN works and should be looked at; UNKNOWN says that the name servers could not be asked, nothing about the record.' });
registerEnumType(DnsType, { name: 'DnsType', description: 'The type of a DNS record.' });
registerEnumType(SpfPolicy, { name: 'SpfPolicy', description: 'What receivers should do with mail from servers that the SPF record does not name (RFC 7208 sections 8.4 and 8.5): SOFT_FAIL is `~all`, FAIL is `-all`.' });
registerEnumType(DmarcPolicy, { name: 'DmarcPolicy', description: 'What receivers should do with mail that fails (RFC 7489 section 6.3).' });

@ObjectType({ simpleResolvers: true, description: 'A record to publish in the zone of a domain.' })
export class DnsRecord {
  @Field(() => DnsRecordKind)
  kind: DnsRecordKind;

  @Field(() => DnsType)
  type: DnsType;

  @Field(() => String)
  host: string;

  @Field(() => String, { description: 'As in a zone file; TXT without quotes.' })
  value: string;

  @Field(() => String, { description: 'What to publish: the value, and for SPF what was found there for other senders as well, so that those go on working.' })
  valueToPublish: string;

  @Field(() => Boolean, { description: 'Whether the domain is verified only with it.' })
  required: boolean;

  @Field(() => DnsRecordState)
  state: DnsRecordState;

  @Field(() => [String], { description: 'What was published at the last check.' })
  found: string[];

  @Field(() => String, { nullable: true, description: 'What to do, in plain words; null when nothing is to be done.' })
  advice: string | null;

  @Field(() => Date, { nullable: true, description: 'When everybody sees what the name servers of the domain say already; null when nothing is under way.' })
  propagatesAt: Date | null;
}

@Directive('@key(fields: "id")')
@ObjectType({ simpleResolvers: true, description: 'A domain that a tenant receives and sends mail with.' })
export class Domain {
  @Field(() => ID)
  id: string;

  @Field(() => Hostname)
  name: string;

  @Field(() => Boolean, { description: 'New mailboxes live on the primary domain.' })
  isPrimary: boolean;

  @Field(() => DomainStatus)
  status: DomainStatus;

  @Field(() => DmarcPolicy)
  dmarcPolicy: DmarcPolicy;

  strictSpf: boolean;

  @Field(() => Date, { nullable: true })
  checkedAt: Date | null;

  @Field(() => Date)
  createdAt: Date;

  tenantId: string;
}

@InputType()
export class DomainInput {
  @Field(() => ID)
  domainId: string;
}
