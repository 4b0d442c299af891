import { Component, computed, input, linkedSignal, output, signal } from '@angular/core';
import { mutation } from '../../graphql/mutation';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Field } from '../../ui/field';
import { Notice } from '../../ui/notice';
import { filledIn } from '../../ui/unsaved';
import { ChangeAliasDocument } from '../aliases/alias-list.generated';

/** What an alias is for. */
@Component({
  selector: 'dz-label-alias-dialog',
  imports: [Button, Dialog, Field, Notice],
  template: `
    <dz-dialog #dialog [heading]="'Label ' + address()" [unsaved]="unsaved" (dismiss)="dismiss.emit()">
      <form id="label-alias" class="stack" novalidate (submit)="submit($event)">
        <dz-field label="Label" controlId="alias-label" help="What it is for. Leave it empty for none." [error]="refusal()">
          <input #box dialog-focus class="input" id="alias-label" autocomplete="off" maxlength="100" aria-describedby="alias-label-hint" [attr.aria-invalid]="refusal() !== null" [value]="text()" (input)="text.set(box.value)" />
        </dz-field>
        @if (save.problem(); as problem) {
          <dz-notice tone="wrong">{{ problem.message }}</dz-notice>
        }
      </form>
      <ng-container dialog-actions>
        <button dz-button type="button" variant="quiet" (click)="dialog.leave()">Cancel</button>
        <button dz-button type="submit" form="label-alias" variant="primary" [busy]="save.busy()">Save label</button>
      </ng-container>
    </dz-dialog>
  `,
})
export class LabelAliasDialog {
  readonly mailboxId = input.required<string>();
  readonly address = input.required<string>();
  readonly description = input.required<string | null>();
  readonly dismiss = output();

  protected readonly text = linkedSignal(() => this.description() ?? '');
  private readonly done = signal(false);
  protected readonly unsaved = computed(() => (this.done() || this.text().trim() === (this.description() ?? '') ? null : filledIn));
  protected readonly save = mutation(ChangeAliasDocument);
  protected readonly refusal = signal<string | null>(null);

  protected async submit(event: Event): Promise<void> {
    event.preventDefault();
    const answer = await this.save.run({ input: { mailboxId: this.mailboxId(), address: this.address(), description: this.text().trim() || null } });
    if (answer === null) return;
    if ('workflow' in answer.updateMailboxAlias) {
      this.done.set(true);
      this.dismiss.emit();
    } else this.refusal.set(answer.updateMailboxAlias.message);
  }
}
