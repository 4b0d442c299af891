import { Component, computed, input, output, signal, viewChild } from '@angular/core';
import { liveQuery } from '../../graphql/live-query';
import { mutation } from '../../graphql/mutation';
import { verifiedNames } from '../../ui/address-field';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { LocalPartField, localPartProblem } from '../../ui/local-part-field';
import { Notice } from '../../ui/notice';
import { filledIn, type Unsaved } from '../../ui/unsaved';
import { WorkflowProgress } from '../../workflow/workflow-progress';
import type { WorkflowPartsFragment } from '../../workflow/workflow-parts.generated';
import { followWorkflow } from '../follow-workflow';
import { AddressChoicesDocument } from '../local-part/address-choices.generated';
import type { MemberRowFragment } from '../members.generated';
import { ChangeMemberAddressDocument } from './change-member-address-dialog.generated';

/** Gives somebody another address everywhere; mail to the old one goes on arriving unless told otherwise. */
@Component({
  selector: 'dz-change-member-address-dialog',
  imports: [Button, Dialog, LocalPartField, Notice, WorkflowProgress],
  templateUrl: './change-member-address-dialog.html',
  styles: `
    label {
      display: flex;
      align-items: flex-start;
      gap: 10px;
      cursor: pointer;
    }
    input {
      flex: none;
      width: 16px;
      height: 16px;
      margin: 2px 0;
      accent-color: var(--accent);
    }
    label span {
      display: grid;
      gap: 2px;
    }
  `,
})
export class ChangeMemberAddressDialog {
  readonly slug = input.required<string>();
  readonly member = input.required<MemberRowFragment>();
  readonly dismiss = output();

  private readonly choices = liveQuery(AddressChoicesDocument, () => ({ slug: this.slug() }));
  private readonly field = viewChild(LocalPartField);
  /** Only domains whose records are right can have addresses. */
  protected readonly domains = computed(() => verifiedNames(this.choices.data()?.tenant?.domains) ?? []);
  private readonly parts = computed(() => (this.member().mailbox?.address ?? '').split('@'));
  /** The address as it was when the dialog opened: the member is who was decided about, not a view of the cache. */
  protected readonly current = computed(() => this.parts().join('@'));
  private readonly typedPart = signal<string | null>(null);
  private readonly chosenDomain = signal<string | null>(null);
  protected readonly part = computed(() => this.typedPart() ?? this.parts()[0] ?? '');
  protected readonly domain = computed(() => this.chosenDomain() ?? this.parts()[1] ?? null);
  protected readonly keepOld = signal(true);
  protected readonly address = computed(() => `${this.part()}@${this.domain() ?? ''}`);

  protected readonly change = mutation(ChangeMemberAddressDocument);
  private readonly started = signal<WorkflowPartsFragment | null>(null);
  protected readonly workflow = followWorkflow(this.slug, this.started);
  protected readonly done = computed(() => this.workflow()?.state === 'SUCCEEDED');
  private readonly sent = signal(false);
  private readonly refusal = signal<{ readonly atField: boolean; readonly message: string } | null>(null);
  protected readonly error = computed(() => {
    const refusal = this.refusal();
    if (refusal?.atField === true) return refusal.message;
    return this.sent() ? localPartProblem(this.part()) : null;
  });
  protected readonly problem = computed(() => {
    const refusal = this.refusal();
    return (refusal?.atField === false ? refusal.message : null) ?? this.change.problem()?.message ?? null;
  });
  protected readonly changed = computed(() => this.address() !== this.current());
  protected readonly unsaved = computed((): Unsaved | null => (this.workflow() === null && this.changed() ? filledIn : null));

  protected type(part: string): void {
    this.typedPart.set(part);
    this.refusal.set(null);
  }

  protected choose(domain: string): void {
    this.chosenDomain.set(domain);
    this.refusal.set(null);
  }

  protected async submit(event: Event): Promise<void> {
    event.preventDefault();
    this.sent.set(true);
    this.refusal.set(null);
    if (!this.changed()) return;
    if (localPartProblem(this.part()) !== null) return this.field()?.focus();
    const answer = await this.change.run({ input: { memberId: this.member().id, localPart: this.part(), domain: this.domain(), keepOldAddress: this.keepOld() } });
    if (answer === null) return;
    const result = answer.changeMemberAddress;
    if ('workflow' in result) return this.started.set(result.workflow);
    const atField = result.code === 'ADDRESS_TAKEN' || result.path?.at(-1) === 'localPart';
    this.refusal.set({ atField, message: result.message });
    if (atField) this.field()?.focus();
  }
}
