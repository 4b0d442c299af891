import { Component, computed, ElementRef, inject, input, output, signal } from '@angular/core';
import { mutation } from '../../../graphql/mutation';
import { Announcer } from '../../../ui/announcer';
import { Button } from '../../../ui/button';
import { Field } from '../../../ui/field';
import { Notice } from '../../../ui/notice';
import { SaveSection } from '../../../ui/save-section';
import { RetryWorkflowDocument } from '../../../workflow/retry-workflow.generated';
import type { WorkflowPartsFragment } from '../../../workflow/workflow-parts.generated';
import type { MemberDetails } from '../member-details';
import { type ContactField, contactFields } from './contact-fields';
import { UpdateMemberDocument } from './update-member.generated';

type Drafts = Readonly<Partial<Record<ContactField, string>>>;

/**
 * How to reach somebody, saved by itself. Only what was changed is sent, so that two who edit at once keep each other's edits. What other systems show is a
 * copy that follows: one that did not is said here, and can be sent again; the edit is kept in any case.
 */
@Component({
  selector: 'dz-contact-information',
  imports: [Button, Field, Notice, SaveSection],
  templateUrl: './contact-information.html',
  styleUrl: './contact-information.css',
})
export class ContactInformation {
  readonly member = input.required<MemberDetails>();
  /** The newest telling of the other systems; null when there was none. */
  readonly mirror = input.required<WorkflowPartsFragment | null>();
  readonly saved = output();

  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef);
  private readonly announcer = inject(Announcer);
  protected readonly fields = contactFields;
  protected readonly update = mutation(UpdateMemberDocument);
  protected readonly retry = mutation(RetryWorkflowDocument);
  private readonly drafts = signal<Drafts>({});
  /** Fields that were left, or all of them once it was sent: these say what does not fit. */
  private readonly left = signal<ReadonlySet<ContactField>>(new Set());
  private readonly refusal = signal<{ readonly field: string | null; readonly message: string } | null>(null);

  private readonly changes = computed((): Drafts => {
    const kept = this.member();
    return Object.fromEntries(Object.entries(this.drafts()).filter(([field, text]) => text.trim() !== (kept[field as ContactField] ?? '')));
  });
  protected readonly changed = computed(() => Object.keys(this.changes()).length > 0);
  protected readonly readonly = computed(() => this.member().status === 'PROVISIONING' || this.member().status === 'REMOVING');
  protected readonly problem = computed(() => {
    const refusal = this.refusal();
    const atField = contactFields.some(({ field }) => field === refusal?.field);
    return (atField ? null : refusal?.message) ?? this.update.problem()?.message ?? null;
  });
  /** The system whose copy is behind, with what it said. */
  protected readonly behind = computed(() => {
    const mirror = this.mirror();
    return mirror?.state === 'NEEDS_ATTENTION' ? (mirror.steps.find(({ state }) => state === 'FAILED') ?? null) : null;
  });

  protected value(field: ContactField): string {
    return this.drafts()[field] ?? this.member()[field] ?? '';
  }

  protected error(field: ContactField): string | null {
    const refusal = this.refusal();
    if (refusal?.field === field) return refusal.message;
    return this.left().has(field) ? this.wrong(field) : null;
  }

  protected type(field: ContactField, text: string): void {
    this.drafts.update((drafts) => ({ ...drafts, [field]: text }));
    this.refusal.set(null);
    this.update.clear();
  }

  protected leaveField(field: ContactField): void {
    this.left.update((left) => new Set([...left, field]));
  }

  protected discard(): void {
    this.drafts.set({});
    this.left.set(new Set());
    this.refusal.set(null);
    this.update.clear();
  }

  protected async save(): Promise<void> {
    this.left.set(new Set(contactFields.map(({ field }) => field)));
    const wrong = contactFields.find(({ field }) => this.wrong(field) !== null);
    if (wrong !== undefined) return this.focus(wrong.field);
    const changes = Object.fromEntries(Object.entries(this.changes()).map(([field, text]) => [field, text.trim() === '' ? null : text.trim()]));
    const answer = await this.update.run({ input: { memberId: this.member().id, ...changes } });
    if (answer === null) return;
    const result = answer.updateMember;
    if (!('member' in result)) {
      const field = result.path?.at(-1) ?? null;
      this.refusal.set({ field, message: result.message });
      if (field !== null) this.focus(field);
      return;
    }
    this.discard();
    this.announcer.say('Contact information saved.');
    this.saved.emit();
  }

  protected tellAgain(): void {
    const mirror = this.mirror();
    if (mirror !== null) void this.retry.run({ input: { workflowId: mirror.id } });
  }

  private wrong(field: ContactField): string | null {
    return contactFields.find((one) => one.field === field)?.wrong(this.value(field).trim()) ?? null;
  }

  private focus(field: string): void {
    this.host.nativeElement.querySelector<HTMLElement>(`#contact-${field}`)?.focus();
  }
}
