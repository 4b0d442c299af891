import { Field, ID, InputType, Int } from 'type-graphql';
import { ImportField } from '../member-import.entity';

@InputType()
export class MemberImportColumnInput {
  @Field(() => Int, { description: 'Counted from 0.' })
  column: number;

  @Field(() => ImportField, { nullable: true, description: 'Null: the column is not used.' })
  field: ImportField | null;
}

@InputType()
export class MapMemberImportInput {
  @Field(() => ID)
  importId: string;

  @Field(() => [MemberImportColumnInput], { description: 'Columns that are not named stay as they are.' })
  columns: MemberImportColumnInput[];
}
