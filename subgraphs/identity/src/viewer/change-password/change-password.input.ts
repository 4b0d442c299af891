import { Field, InputType } from 'type-graphql';

@InputType()
export class ChangePasswordInput {
  @Field(() => String, { description: '12 to 128 characters and hard to guess.' })
  newPassword: string;
}
