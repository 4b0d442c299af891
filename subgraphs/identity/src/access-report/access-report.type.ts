import { AtMost } from '@dezky/kit/federation/cost';
import { EmailAddress } from '@dezky/kit/federation/scalars';
import { BackendSystem } from '@dezky/kit/workflow/step';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { AccessOutcome, AccessReason, AccessWay } from './access-report.entity';

registerEnumType(AccessReason, { name: 'AccessReason', description: 'Why somebody is kept out.' });
registerEnumType(AccessWay, { name: 'AccessWay', description: 'A way in.' });
registerEnumType(AccessOutcome, {
  name: 'AccessOutcome',
  description: 'What became of a way in.',
  valuesConfig: {
    REFUSED: { description: 'It was tried, and the system refused.' },
    CLOSED: { description: 'It was read back: the system shows it as disabled or gone.' },
    LET_IN: { description: 'It was tried, and is still open.' },
    NONE_EXISTED: { description: 'There was nothing to try it with.' },
    KEPT: { description: 'Not tried and left as it is: it is used elsewhere as well.' },
    UNANSWERED: { description: 'It was tried, and the system gave no answer that says anything.' },
    NOT_TESTED: { description: 'There is no means of trying or ending it; the detail says what that leaves open.' },
  },
});

@ObjectType({ simpleResolvers: true, description: 'One way in, and what became of it.' })
export class AccessAttempt {
  @Field(() => AccessWay)
  way: AccessWay;

  @Field(() => BackendSystem, { description: 'Who was asked.' })
  system: BackendSystem;

  @Field(() => AccessOutcome)
  outcome: AccessOutcome;

  @Field(() => String, { description: 'What the system said, in words.' })
  detail: string;

  @Field(() => Date)
  at: Date;
}

@ObjectType({ simpleResolvers: true, description: 'The proof that somebody is kept out: every way in, tried when the change was made. It stays when the member is gone.' })
export class AccessReport {
  @Field(() => ID)
  id: string;

  @Field(() => String)
  memberName: string;

  @Field(() => EmailAddress)
  address: string;

  @Field(() => AccessReason)
  reason: AccessReason;

  @Field(() => Date, { description: 'When the change was asked for.' })
  startedAt: Date;

  @Field(() => Date, { description: 'When the last way in had been tried.' })
  finishedAt: Date;

  @Field(() => Boolean, { description: 'Whether nothing let them in and every system that was asked gave an answer.' })
  proven: boolean;

  @AtMost(16)
  @Field(() => [AccessAttempt])
  attempts: AccessAttempt[];

  tenantId: string;
  memberId: string;
}
