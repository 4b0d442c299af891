import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { MemberImportState } from '../../graphql/schema.generated';
import { Badge } from '../../ui/badge';
import { actionLook, changeName, changeValue, rowLook } from '../import-words';
import type { MemberImportRowPartsFragment } from './import-rows.generated';

/** The difference each row makes, before and after, or why it makes none; once the import was started, what became of it. */
@Component({
  selector: 'dz-import-rows-table',
  imports: [RouterLink, Badge],
  templateUrl: './import-rows-table.html',
  styleUrl: './import-rows-table.css',
})
export class ImportRowsTable {
  readonly slug = input.required<string>();
  readonly rows = input.required<readonly MemberImportRowPartsFragment[]>();
  /** How far the import is that they belong to. */
  readonly state = input.required<MemberImportState>();

  protected readonly begun = computed(() => this.state() !== 'PREVIEWED');
  protected readonly shown = computed(() =>
    this.rows().map((row) => ({
      ...row,
      name: row.displayName ?? row.address ?? 'Not taken',
      // Whoever was taken back has no panel to open any more.
      here: row.memberId !== null && (row.state === 'DONE' || row.state === 'KEPT'),
      look: actionLook[row.action],
      result: rowLook(row, this.state()),
      differences: row.changes.map(({ field, before, after }) => ({ name: changeName(field), before: changeValue(field, before), after: changeValue(field, after) })),
    })),
  );
}
