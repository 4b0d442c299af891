import { Field, ObjectType } from 'type-graphql';

@ObjectType({ simpleResolvers: true })
export class AppleProfile {
  @Field(() => String)
  fileName: string;

  @Field(() => String, { description: 'An XML property list.' })
  content: string;
}
