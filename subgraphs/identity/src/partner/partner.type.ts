import { Field, ID, ObjectType } from 'type-graphql';

@ObjectType({ simpleResolvers: true, description: 'A reseller who looks after tenants.' })
export class Partner {
  @Field(() => ID)
  id: string;

  @Field(() => String)
  name: string;
}
