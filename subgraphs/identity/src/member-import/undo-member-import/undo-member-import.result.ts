import { InvalidInput } from '@dezky/kit/failure/failure.type';
import { Field, ObjectType, createUnionType } from 'type-graphql';
import { MemberImport } from '../member-import.type';

@ObjectType({ simpleResolvers: true })
export class MemberImportUndone {
  @Field(() => MemberImport)
  memberImport: MemberImport;

  constructor(memberImport: MemberImport) {
    this.memberImport = memberImport;
  }
}

export const UndoMemberImportResult = createUnionType({
  name: 'UndoMemberImportResult',
  types: () => [MemberImportUndone, InvalidInput] as const,
  resolveType: (value) => value.constructor.name,
});
