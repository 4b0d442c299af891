import { Directive, Field, ObjectType, registerEnumType } from 'type-graphql';
import { EmailAddress } from '../federation/scalars';

export const AuditActorKind = { USER: 'USER', PARTNER: 'PARTNER', API_CLIENT: 'API_CLIENT', OPERATOR: 'OPERATOR', SYSTEM: 'SYSTEM' } as const;
export type AuditActorKind = (typeof AuditActorKind)[keyof typeof AuditActorKind];
registerEnumType(AuditActorKind, { name: 'AuditActorKind', description: 'As what somebody acted.' });

@Directive('@shareable')
@ObjectType({ simpleResolvers: true, description: 'Who did something, as they were named at that time.' })
export class AuditActor {
  @Field(() => AuditActorKind)
  kind: AuditActorKind;

  @Field(() => String)
  name: string;

  @Field(() => EmailAddress, { nullable: true })
  email: string | null;
}
