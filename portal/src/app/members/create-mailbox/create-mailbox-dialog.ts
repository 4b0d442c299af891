import { Component, computed, input, output, signal, viewChild } from '@angular/core';
import { liveQuery } from '../../graphql/live-query';
import { mutation } from '../../graphql/mutation';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { LocalPartField, localPartProblem } from '../../ui/local-part-field';
import { Notice } from '../../ui/notice';
import type { Unsaved } from '../../ui/unsaved';
import { WorkflowProgress } from '../../workflow/workflow-progress';
import type { WorkflowPartsFragment } from '../../workflow/workflow-parts.generated';
import { followWorkflow } from '../follow-workflow';
import { AddressChoicesDocument } from '../local-part/address-choices.generated';
import { suggestLocalPart } from '../local-part/suggest-local-part';
import { CreatedMemberDocument } from '../create-member/create-member-dialog.generated';
import { MailSetUp } from '../mail-set-up/mail-set-up';
import type { MemberRowFragment } from '../members.generated';
import { OneTimePassword, uncopied } from '../one-time-password/one-time-password';
import { CreateMailboxDocument } from './create-mailbox-dialog.generated';

/** Gives somebody who signs in from outside a mailbox here, with a password that opens it once. */
@Component({
  selector: 'dz-create-mailbox-dialog',
  imports: [Button, Dialog, LocalPartField, MailSetUp, Notice, OneTimePassword, WorkflowProgress],
  templateUrl: './create-mailbox-dialog.html',
})
export class CreateMailboxDialog {
  readonly slug = input.required<string>();
  readonly member = input.required<MemberRowFragment>();
  readonly dismiss = output();

  private readonly choices = liveQuery(AddressChoicesDocument, () => ({ slug: this.slug() }));
  protected readonly domain = computed(() => this.choices.data()?.tenant?.domains?.find(({ isPrimary }) => isPrimary)?.name ?? null);
  private readonly field = viewChild(LocalPartField);
  private readonly typedPart = signal<string | null>(null);
  protected readonly part = computed(() => this.typedPart() ?? suggestLocalPart(this.member().displayName));

  protected readonly create = mutation(CreateMailboxDocument);
  private readonly started = signal<WorkflowPartsFragment | null>(null);
  protected readonly workflow = followWorkflow(this.slug, this.started);
  protected readonly done = computed(() => this.workflow()?.state === 'SUCCEEDED');
  // The mailbox comes into being with the work, so its owner is asked for again when it is done.
  private readonly finished = liveQuery(CreatedMemberDocument, () => (this.done() ? { slug: this.slug(), id: this.member().id } : null));
  protected readonly made = computed(() => this.finished.data()?.tenant?.member?.mailbox ?? null);
  protected readonly password = signal<string | null>(null);
  protected readonly copied = signal(false);
  private readonly sent = signal(false);
  private readonly refusal = signal<{ readonly atField: boolean; readonly message: string } | null>(null);
  protected readonly error = computed(() => {
    const refusal = this.refusal();
    if (refusal?.atField === true) return refusal.message;
    return this.sent() ? localPartProblem(this.part()) : null;
  });
  protected readonly problem = computed(() => {
    const refusal = this.refusal();
    return (refusal?.atField === false ? refusal.message : null) ?? this.create.problem()?.message ?? null;
  });
  protected readonly unsaved = computed((): Unsaved | null => {
    if (this.password() === null || this.copied() || this.workflow()?.state === 'UNDONE') return null;
    return uncopied(this.done(), `${this.member().displayName} cannot open the mailbox in a mail program without it before they choose a password.`);
  });

  protected type(part: string): void {
    this.typedPart.set(part);
    this.refusal.set(null);
  }

  protected async submit(event: Event): Promise<void> {
    event.preventDefault();
    this.sent.set(true);
    this.refusal.set(null);
    if (localPartProblem(this.part()) !== null) return this.field()?.focus();
    const answer = await this.create.run({ input: { memberId: this.member().id, localPart: this.part() } });
    if (answer === null) return;
    const result = answer.createMailbox;
    if ('workflow' in result) {
      this.password.set(result.oneTimePassword);
      return this.started.set(result.workflow);
    }
    const atField = result.code === 'ADDRESS_TAKEN' || result.path?.at(-1) === 'localPart';
    this.refusal.set({ atField, message: result.message });
    if (atField) this.field()?.focus();
  }
}
