import { AuditActor } from '@dezky/kit/audit/audit-actor.type';
import { connectionOf } from '@dezky/kit/federation/connection';
import { AtMost } from '@dezky/kit/federation/cost';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';

export const AuditOutcome = { SUCCEEDED: 'SUCCEEDED', REFUSED: 'REFUSED', FAILED: 'FAILED' } as const;
export type AuditOutcome = (typeof AuditOutcome)[keyof typeof AuditOutcome];
registerEnumType(AuditOutcome, { name: 'AuditOutcome', description: 'How an attempt ended.' });

@ObjectType({ simpleResolvers: true, description: 'What something was done to, as it was named at that time.' })
export class AuditTarget {
  @Field(() => String)
  kind: string;

  @Field(() => ID)
  id: string;

  @Field(() => String)
  name: string;
}

@ObjectType({ simpleResolvers: true, description: 'One field before and after; secrets are never kept.' })
export class AuditChange {
  @Field(() => String)
  field: string;

  @Field(() => String, { nullable: true })
  before: string | null;

  @Field(() => String, { nullable: true })
  after: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'One thing that was done, refused or failed.' })
export class AuditEntry {
  @Field(() => ID)
  id: string;

  @Field(() => Date)
  at: Date;

  @Field(() => AuditActor)
  actor: AuditActor;

  @Field(() => String, { description: 'noun.verbed, such as member.created.' })
  action: string;

  @Field(() => AuditOutcome)
  outcome: AuditOutcome;

  @Field(() => AuditTarget, { nullable: true })
  target: AuditTarget | null;

  @Field(() => String, { description: 'The entry in one sentence.' })
  summary: string;

  @AtMost(20)
  @Field(() => [AuditChange])
  changes: readonly AuditChange[];

  @Field(() => String, { nullable: true })
  ipAddress: string | null;

  @Field(() => String)
  requestId: string;
}

export const AuditEntryConnection = connectionOf('AuditEntry', () => AuditEntry);
