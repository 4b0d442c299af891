import { Component, computed, input, output, signal, viewChild } from '@angular/core';
import { liveQuery } from '../../graphql/live-query';
import { mutation } from '../../graphql/mutation';
import { Button } from '../../ui/button';
import { ConfirmField } from '../../ui/confirm-field';
import { Dialog } from '../../ui/dialog';
import { Icon } from '../../ui/icon';
import { Notice } from '../../ui/notice';
import { people } from '../import-words';
import type { MemberImportFactsFragment } from '../member-imports.generated';
import { UndoLossDocument } from './undo-loss.generated';
import { UndoMemberImportDocument } from './undo-member-import.generated';

/** Names what taking an import back loses, and asks for the name of the file to be typed. */
@Component({
  selector: 'dz-undo-import-dialog',
  imports: [Button, ConfirmField, Dialog, Icon, Notice],
  templateUrl: './undo-import-dialog.html',
  styles: `
    li {
      display: flex;
      gap: 10px;
      padding: 5px 0;
      font-size: var(--size-table);
    }
    dz-icon {
      flex: none;
      color: var(--text-faint);
    }
  `,
})
export class UndoImportDialog {
  readonly slug = input.required<string>();
  readonly of = input.required<MemberImportFactsFragment>();
  readonly dismiss = output();

  protected readonly undo = mutation(UndoMemberImportDocument);
  private readonly loss = liveQuery(UndoLossDocument, () => ({ slug: this.slug(), id: this.of().id }));
  private readonly lost = computed(() => this.loss.data()?.tenant?.memberImport ?? null);
  protected readonly created = computed(() => this.lost()?.created.totalCount ?? null);
  protected readonly changed = computed(() => this.lost()?.changed.totalCount ?? null);
  protected readonly people = people;
  private readonly refusal = signal<string | null>(null);
  protected readonly problem = computed(() => this.refusal() ?? this.undo.problem()?.message ?? null);
  private readonly confirmation = viewChild(ConfirmField);
  protected readonly matches = computed(() => this.confirmation()?.matches() ?? false);

  protected async submit(event: Event): Promise<void> {
    event.preventDefault();
    if (!this.matches() || this.undo.busy()) return;
    this.refusal.set(null);
    const answer = await this.undo.run({ input: { importId: this.of().id } });
    if (answer === null) return;
    const result = answer.undoMemberImport;
    if ('memberImport' in result) this.dismiss.emit();
    else this.refusal.set(result.message);
  }
}
