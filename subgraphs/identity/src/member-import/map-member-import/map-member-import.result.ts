import { InvalidInput } from '@dezky/kit/failure/failure.type';
import { Field, ObjectType, createUnionType } from 'type-graphql';
import { MemberImport } from '../member-import.type';

@ObjectType({ simpleResolvers: true })
export class MemberImportMapped {
  @Field(() => MemberImport)
  memberImport: MemberImport;

  constructor(memberImport: MemberImport) {
    this.memberImport = memberImport;
  }
}

export const MapMemberImportResult = createUnionType({
  name: 'MapMemberImportResult',
  types: () => [MemberImportMapped, InvalidInput] as const,
  resolveType: (value) => value.constructor.name,
});
