import { AuditActor } from '@dezky/kit/audit/audit-actor.type';
import { connectionOf } from '@dezky/kit/federation/connection';
import { AtMost } from '@dezky/kit/federation/cost';
import { AuditChange } from '../audit/audit-entry.type';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { ImportAction, ImportField, ImportRowState, ImportState } from './member-import.entity';

registerEnumType(ImportState, {
  name: 'MemberImportState',
  description: 'How far an import is.',
  valuesConfig: { PREVIEWED: { description: 'Compared with the tenant; nothing is done yet.' }, FINISHED: { description: 'Every row is done, left out or failed.' } },
});
registerEnumType(ImportAction, {
  name: 'MemberImportAction',
  description: 'What an import does with a row.',
  valuesConfig: { SKIP: { description: 'Nothing differs.' }, CONFLICT: { description: 'It cannot be done, for the reason beside it.' } },
});
registerEnumType(ImportRowState, {
  name: 'MemberImportRowState',
  description: 'How far a row is.',
  valuesConfig: { KEPT: { description: 'Not taken back, for the reason beside it.' } },
});
registerEnumType(ImportField, { name: 'MemberImportField', description: 'What a column of a file can hold. ADDRESS may be the part before the @ alone.' });

@ObjectType('MemberImportColumn', { simpleResolvers: true, description: 'A column of the file.' })
export class ImportColumnView {
  @Field(() => String)
  heading: string;

  @Field(() => ImportField, { nullable: true, description: 'Null: the column is not used.' })
  field: ImportField | null;

  @AtMost(3)
  @Field(() => [String], { description: 'What stands in it, in the first rows.' })
  samples: string[];
}

@ObjectType('MemberImportCounts', { simpleResolvers: true, description: 'Rows by what is to be done with them, and by how far they are.' })
export class ImportCounts {
  @Field(() => Int)
  rows: number;

  @Field(() => Int)
  create: number;

  @Field(() => Int)
  update: number;

  @Field(() => Int)
  skip: number;

  @Field(() => Int)
  conflict: number;

  @Field(() => Int, { description: 'Of those to create or update: not begun yet.' })
  pending: number;

  @Field(() => Int)
  running: number;

  @Field(() => Int)
  done: number;

  @Field(() => Int)
  failed: number;

  @Field(() => Int)
  undone: number;

  @Field(() => Int, { description: 'Not taken back by an undo.' })
  kept: number;
}

@ObjectType('MemberImportRow', { simpleResolvers: true, description: 'One row of the file, and what became of it.' })
export class ImportRow {
  @Field(() => Int, { description: 'Where it begins in the file, counted from 1.' })
  line: number;

  @Field(() => String, { nullable: true })
  address: string | null;

  @Field(() => String, { nullable: true })
  displayName: string | null;

  @Field(() => ImportAction)
  action: ImportAction;

  @Field(() => String, { nullable: true, description: 'Why it is left out, or what else there is to know.' })
  reason: string | null;

  @AtMost(8)
  @Field(() => [AuditChange], { description: 'The difference it makes.' })
  changes: readonly AuditChange[];

  @Field(() => ImportRowState)
  state: ImportRowState;

  @Field(() => String, { nullable: true, description: 'Why it failed or was kept.' })
  detail: string | null;

  @Field(() => ID, { nullable: true })
  memberId: string | null;
}

export const ImportRowConnection = connectionOf('MemberImportRow', () => ImportRow);

@ObjectType({ simpleResolvers: true, description: 'People from a file: uploaded, compared with the tenant, then done row by row.' })
export class MemberImport {
  @Field(() => ID)
  id: string;

  @Field(() => String)
  fileName: string;

  @Field(() => ImportState)
  state: ImportState;

  @Field(() => AuditActor)
  actor: AuditActor;

  @Field(() => Date)
  createdAt: Date;

  @Field(() => Date, { nullable: true })
  startedAt: Date | null;

  @Field(() => Date, { nullable: true })
  finishedAt: Date | null;

  tenantId: string;
}

@InputType()
export class MemberImportInput {
  @Field(() => ID)
  importId: string;
}

@InputType()
export class MemberImportRowFilter {
  @Field(() => ImportAction, { nullable: true })
  action?: ImportAction | null;

  @Field(() => ImportRowState, { nullable: true })
  state?: ImportRowState | null;
}
