import { InvalidInput } from '@dezky/kit/failure/failure.type';
import { Workflow } from '@dezky/kit/workflow/workflow.type';
import { Field, ObjectType, createUnionType } from 'type-graphql';
import { Member } from '../member.type';

@ObjectType({ simpleResolvers: true })
export class MemberUpdated {
  @Field(() => Member)
  member: Member;

  @Field(() => Workflow, { nullable: true, description: 'Tells the other systems; null when nothing was changed.' })
  workflow: Workflow | null;

  constructor(parts: { member: Member; workflow: Workflow | null }) {
    Object.assign(this, parts);
  }
}

export const UpdateMemberResult = createUnionType({
  name: 'UpdateMemberResult',
  types: () => [MemberUpdated, InvalidInput] as const,
  resolveType: (value) => value.constructor.name,
});
