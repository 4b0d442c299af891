import { Directive, Field, ObjectType } from 'type-graphql';
import type { MailDoor } from '../../stalwart/log-ins';

@Directive('@inaccessible')
@ObjectType({ simpleResolvers: true, description: 'One way into a mailbox, and what became of trying it.' })
export class LogInAttempt {
  @Field(() => String, { description: 'JMAP, IMAP or SMTP.' })
  door: MailDoor;

  @Field(() => String, { description: 'REFUSED, LET_IN, or UNANSWERED when the mail server gave no answer that says anything.' })
  outcome: 'REFUSED' | 'LET_IN' | 'UNANSWERED';

  @Field(() => String, { description: 'What the mail server said.' })
  detail: string;

  @Field(() => Date)
  at: Date;
}
