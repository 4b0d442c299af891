import { Component, computed, input, output, type Signal, signal, viewChild } from '@angular/core';
import { liveQuery } from '../../graphql/live-query';
import { mutation } from '../../graphql/mutation';
import { AddressField } from '../../ui/address-field';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Field } from '../../ui/field';
import { Notice } from '../../ui/notice';
import { filledIn } from '../../ui/unsaved';
import { workflowOver } from '../../workflow/workflow-over';
import { WorkflowProgress } from '../../workflow/workflow-progress';
import type { WorkflowPartsFragment } from '../../workflow/workflow-parts.generated';
import { mailDomains } from '../mail-domains';
import { type MailboxChoice, MailboxPicker } from '../mailbox-picker/mailbox-picker';
import { AddAliasDocument, AliasWorkDocument } from './add-alias-dialog.generated';

/** One more address for a mailbox, and how the mail server takes it. */
@Component({
  selector: 'dz-add-alias-dialog',
  imports: [AddressField, Button, Dialog, Field, MailboxPicker, Notice, WorkflowProgress],
  templateUrl: './add-alias-dialog.html',
})
export class AddAliasDialog {
  readonly slug = input.required<string>();
  /** The address it begins with. */
  readonly initial = input('');
  readonly dismiss = output();

  private readonly addressField = viewChild(AddressField);
  protected readonly domains = mailDomains(this.slug);
  protected readonly add = mutation(AddAliasDocument);
  private readonly started = signal<WorkflowPartsFragment | null>(null);
  private readonly work = liveQuery(
    AliasWorkDocument,
    () => {
      const [mailbox, now] = [this.mailbox(), this.workflow()];
      return mailbox === null || now === null || workflowOver(now) ? null : { slug: this.slug(), memberId: mailbox.memberId };
    },
    { pollMs: 500, keepPrevious: true },
  );
  protected readonly workflow: Signal<WorkflowPartsFragment | null> = computed(() => {
    const started = this.started();
    const latest = this.work.data()?.tenant?.member?.mailbox?.aliasWorkflow ?? null;
    return started !== null && latest?.id === started.id ? latest : started;
  });
  protected readonly done = computed(() => this.workflow()?.state === 'SUCCEEDED');
  protected readonly address = computed(() => this.addressField()?.address() ?? '');
  /** What was sent: the field is gone with the form. */
  protected readonly sent = signal('');
  protected readonly label = signal('');
  protected readonly mailbox = signal<MailboxChoice | null>(null);
  private readonly refusal = signal<{ readonly field: string | null; readonly message: string } | null>(null);
  protected readonly addressError = computed(() => this.refused('address'));
  protected readonly labelError = computed(() => this.refused('description'));
  protected readonly mailboxError = computed(() => this.refused('mailboxId'));
  protected readonly unsaved = computed(() => (this.started() !== null || (this.address() === this.initial() && this.label().trim() === '') ? null : filledIn));

  protected async submit(event: Event): Promise<void> {
    event.preventDefault();
    const mailbox = this.mailbox();
    const problem = this.addressField()?.problem() ?? null;
    if (problem !== null) return this.refuse('address', problem);
    if (mailbox === null) return this.refuse('mailboxId', 'Choose the mailbox that its mail arrives in.');
    this.sent.set(this.address());
    const answer = await this.add.run({ input: { mailboxId: mailbox.id, address: this.sent(), description: this.label().trim() || null } });
    if (answer === null) return;
    const outcome = answer.addMailboxAlias;
    if ('workflow' in outcome) this.started.set(outcome.workflow);
    else this.refuse(outcome.path?.at(-1) ?? 'address', outcome.message);
  }

  protected forget(): void {
    this.refusal.set(null);
  }

  private refuse(field: string, message: string): void {
    this.refusal.set({ field, message });
    if (field === 'address') this.addressField()?.focus();
  }

  private refused(field: string): string | null {
    const refusal = this.refusal();
    return refusal?.field === field ? refusal.message : null;
  }
}
