import { InvalidInput } from '@dezky/kit/failure/failure.type';
import { Field, ObjectType, createUnionType } from 'type-graphql';
import { MemberImport } from '../member-import.type';

@ObjectType({ simpleResolvers: true })
export class MemberImportResumed {
  @Field(() => MemberImport)
  memberImport: MemberImport;

  constructor(memberImport: MemberImport) {
    this.memberImport = memberImport;
  }
}

export const ResumeMemberImportResult = createUnionType({
  name: 'ResumeMemberImportResult',
  types: () => [MemberImportResumed, InvalidInput] as const,
  resolveType: (value) => value.constructor.name,
});
