import { EmailAddress } from '@dezky/kit/federation/scalars';
import { Directive, Field, ID, ObjectType } from 'type-graphql';

@Directive('@key(fields: "id")')
@ObjectType({ simpleResolvers: true, description: 'A person who can sign in.' })
export class User {
  @Field(() => ID)
  id: string;

  @Field(() => EmailAddress, { description: 'The name they sign in with.' })
  email: string;

  @Field(() => String)
  displayName: string;
}
