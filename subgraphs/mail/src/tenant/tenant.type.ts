import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** The tenant as mail knows it: by its id. Everything else of it belongs to identity. */
@Directive('@key(fields: "id")')
@ObjectType({ simpleResolvers: true })
export class Tenant {
  @Field(() => ID)
  id: string;
}
