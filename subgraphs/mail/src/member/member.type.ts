import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** The member as mail knows them: by their id. */
@Directive('@key(fields: "id")')
@ObjectType({ simpleResolvers: true })
export class Member {
  @Field(() => ID)
  id: string;
}
