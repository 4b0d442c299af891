import { connectionOf } from '@dezky/kit/federation/connection';
import { BackendState } from '@dezky/kit/federation/shared.type';
import { Directive, Field, ID, ObjectType } from 'type-graphql';

@ObjectType({ simpleResolvers: true, description: "A member's place in the storage." })
export class Drive {
  @Field(() => ID)
  id: string;

  @Field(() => String)
  name: string;

  @Field(() => BackendState)
  state: BackendState;

  ocisUserId: string | null;
}

export const DriveConnection = connectionOf('Drive', () => Drive);

@Directive('@key(fields: "id")')
@ObjectType('Member', { simpleResolvers: true })
export class MemberReference {
  @Field(() => ID)
  id: string;
}
