import { Component, computed, effect, ElementRef, input, output, signal, viewChild } from '@angular/core';
import { liveQuery } from '../../graphql/live-query';
import { mutation } from '../../graphql/mutation';
import type { TenantRole } from '../../graphql/schema.generated';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Field } from '../../ui/field';
import { LocalPartField, localPartProblem } from '../../ui/local-part-field';
import { Notice } from '../../ui/notice';
import { filledIn, type Unsaved } from '../../ui/unsaved';
import { WorkflowProgress } from '../../workflow/workflow-progress';
import type { WorkflowPartsFragment } from '../../workflow/workflow-parts.generated';
import { followWorkflow } from '../follow-workflow';
import type { MemberRowFragment } from '../members.generated';
import { suggestLocalPart } from '../local-part/suggest-local-part';
import { MailSetUp } from '../mail-set-up/mail-set-up';
import { firstSignIn, OneTimePassword, uncopied } from '../one-time-password/one-time-password';
import { CreatedMemberDocument, CreateMemberChoicesDocument, CreateMemberDocument } from './create-member-dialog.generated';

interface Created {
  readonly member: MemberRowFragment;
  readonly oneTimePassword: string | null;
}

/** Creates a user over all systems: asks, shows each step, and gives the one-time password once. */
@Component({
  selector: 'dz-create-member-dialog',
  imports: [Button, Dialog, Field, LocalPartField, MailSetUp, Notice, OneTimePassword, WorkflowProgress],
  templateUrl: './create-member-dialog.html',
  styleUrl: './create-member-dialog.css',
})
export class CreateMemberDialog {
  readonly tenantId = input.required<string>();
  readonly slug = input.required<string>();
  readonly created = output();
  readonly dismiss = output();

  private readonly nameBox = viewChild<ElementRef<HTMLInputElement>>('nameBox');
  private readonly partField = viewChild(LocalPartField);
  private readonly emailBox = viewChild<ElementRef<HTMLInputElement>>('emailBox');
  protected readonly choices = liveQuery(CreateMemberChoicesDocument, () => ({ slug: this.slug() }));
  protected readonly domain = computed(() => this.choices.data()?.tenant?.domains?.find(({ isPrimary }) => isPrimary) ?? null);
  protected readonly seatsLeft = computed(() => {
    const seats = this.choices.data()?.tenant?.seats;
    return seats?.limit == null ? null : seats.limit - seats.used;
  });

  protected readonly create = mutation(CreateMemberDocument);
  protected readonly displayName = signal('');
  private readonly typedPart = signal<string | null>(null);
  protected readonly localPart = computed(() => this.typedPart() ?? suggestLocalPart(this.displayName()));
  /** Whether they get a mailbox here, or sign in with an address from outside. */
  protected readonly withMailbox = signal(true);
  protected readonly email = signal('');
  protected readonly role = signal<TenantRole>('MEMBER');
  /** A failure the API named, with the field it belongs to. */
  protected readonly refusal = signal<{ readonly field: string | null; readonly message: string } | null>(null);
  private readonly sent = signal(false);

  protected readonly nameError = computed(
    () => this.refused('displayName') ?? (this.sent() && this.displayName().trim() === '' ? 'Enter the name as others should see it.' : null),
  );
  protected readonly partError = computed(
    () => this.refused('localPart') ?? (this.sent() && this.withMailbox() ? localPartProblem(this.localPart()) : null),
  );
  protected readonly emailError = computed(
    () => this.refused('externalSignIn') ?? (this.sent() && !this.withMailbox() && !/^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(this.email()) ? 'Enter the mail address they have elsewhere.' : null),
  );
  /** A failure that belongs to no field on show. */
  protected readonly otherRefusal = computed(() => {
    const refusal = this.refusal();
    return refusal === null || ['displayName', 'localPart', 'externalSignIn'].includes(refusal.field ?? '') ? null : refusal.message;
  });

  private readonly result = signal<Created | null>(null);
  private readonly started = signal<WorkflowPartsFragment | null>(null);
  protected readonly workflow = followWorkflow(this.slug, this.started);
  protected readonly done = computed(() => this.workflow()?.state === 'SUCCEEDED');
  // The mailbox comes into being with the work, so the member is asked for again when it is done.
  private readonly finished = liveQuery(CreatedMemberDocument, () => {
    const made = this.result();
    return made !== null && this.done() ? { slug: this.slug(), id: made.member.id } : null;
  });
  protected readonly member = computed(() => this.finished.data()?.tenant?.member ?? this.result()?.member ?? null);
  protected readonly heading = computed(() => {
    const workflow = this.workflow();
    const name = this.member()?.displayName ?? this.displayName();
    if (workflow === null) return 'Create user';
    if (workflow.state === 'SUCCEEDED') return `${name} is ready`;
    return workflow.state === 'UNDONE' ? `${name} was not created` : `Creating ${name}`;
  });
  protected readonly password = computed(() => (this.workflow()?.state === 'UNDONE' ? null : (this.result()?.oneTimePassword ?? null)));
  protected readonly text = computed(() => firstSignIn(this.member()?.displayName ?? this.displayName(), this.member()?.user.email ?? ''));
  protected readonly copied = signal(false);
  protected readonly unsaved = computed((): Unsaved | null => {
    if (this.workflow() === null && !this.create.busy()) return this.displayName().trim() === '' && this.localPart() === '' && this.email() === '' ? null : filledIn;
    if (this.copied() || this.workflow()?.state === 'UNDONE' || this.result()?.oneTimePassword === null) return null;
    return uncopied(this.done(), `${this.member()?.displayName ?? this.displayName()} cannot sign in without it.`);
  });

  constructor() {
    effect(() => {
      if (this.done()) this.created.emit();
    });
  }

  protected typeName(name: string): void {
    this.displayName.set(name);
    this.refusal.set(null);
  }

  protected typePart(part: string): void {
    this.typedPart.set(part);
    this.refusal.set(null);
  }

  protected typeEmail(text: string): void {
    this.email.set(text.trim());
    this.refusal.set(null);
  }

  protected chooseMailbox(withMailbox: boolean): void {
    this.withMailbox.set(withMailbox);
    this.sent.set(false);
    this.refusal.set(null);
  }

  protected chooseRole(value: string): void {
    this.role.set(value === 'ADMIN' ? 'ADMIN' : 'MEMBER');
  }

  protected async submit(event: Event): Promise<void> {
    event.preventDefault();
    this.sent.set(true);
    this.refusal.set(null);
    if (this.nameError() !== null) return this.nameBox()?.nativeElement.focus();
    if (this.partError() !== null) return this.partField()?.focus();
    if (this.emailError() !== null) return this.emailBox()?.nativeElement.focus();
    const address = this.withMailbox() ? { localPart: this.localPart() } : { externalSignIn: this.email() };
    const answer = await this.create.run({ input: { tenantId: this.tenantId(), displayName: this.displayName().trim(), ...address, role: this.role() } });
    if (answer === null) return;
    const result = answer.createMember;
    if ('workflow' in result) {
      this.result.set({ member: result.member, oneTimePassword: result.oneTimePassword });
      this.started.set(result.workflow);
      return;
    }
    const field = result.path?.at(-1) ?? (result.code === 'ADDRESS_TAKEN' ? (this.withMailbox() ? 'localPart' : 'externalSignIn') : null);
    this.refusal.set({ field, message: result.message });
    if (field === 'displayName') this.nameBox()?.nativeElement.focus();
    if (field === 'localPart') this.partField()?.focus();
    if (field === 'externalSignIn') this.emailBox()?.nativeElement.focus();
  }

  private refused(field: string): string | null {
    const refusal = this.refusal();
    return refusal?.field === field ? refusal.message : null;
  }
}
