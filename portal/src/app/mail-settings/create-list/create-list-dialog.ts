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
import { pastedAddresses } from '../list/pasted-addresses';
import { SkippedRecipients } from '../list/skipped-recipients';
import { mailDomains } from '../mail-domains';
import { CreateDistributionListDocument, ListWorkDocument } from './create-list-dialog.generated';

interface Made {
  readonly listId: string;
  readonly address: string;
  readonly skipped: readonly { readonly text: string; readonly message: string }[];
}

/** A new distribution list with whoever is pasted, and how the mail server takes it. */
@Component({
  selector: 'dz-create-list-dialog',
  imports: [AddressField, Button, Dialog, Field, Notice, SkippedRecipients, WorkflowProgress],
  templateUrl: './create-list-dialog.html',
})
export class CreateListDialog {
  readonly slug = input.required<string>();
  readonly tenantId = input.required<string>();
  /** The address it begins with. */
  readonly initial = input('');
  readonly dismiss = output();
  readonly open = output<string>();

  private readonly addressField = viewChild(AddressField);
  protected readonly domains = mailDomains(this.slug);
  protected readonly create = mutation(CreateDistributionListDocument);
  private readonly started = signal<WorkflowPartsFragment | null>(null);
  private readonly work = liveQuery(
    ListWorkDocument,
    () => {
      const [made, now] = [this.made(), this.workflow()];
      return made === null || now === null || workflowOver(now) ? null : { slug: this.slug(), id: made.listId };
    },
    { pollMs: 500, keepPrevious: true },
  );
  protected readonly workflow: Signal<WorkflowPartsFragment | null> = computed(() => {
    const [started, tenant] = [this.started(), this.work.data()?.tenant];
    if (started === null || tenant == null) return started;
    // Undone, the list is gone, and what it was made by with it.
    return tenant.distributionList === null ? { ...started, state: 'UNDONE' } : (tenant.distributionList.workflow ?? started);
  });
  protected readonly done = computed(() => this.workflow()?.state === 'SUCCEEDED');
  protected readonly made = signal<Made | null>(null);
  protected readonly name = signal('');
  protected readonly address = computed(() => this.addressField()?.address() ?? '');
  protected readonly pasted = signal('');
  protected readonly found = computed(() => pastedAddresses(this.pasted()));
  private readonly refusal = signal<{ readonly field: string | null; readonly message: string } | null>(null);
  protected readonly nameError = computed(() => this.refused('name'));
  protected readonly addressError = computed(() => this.refused('address'));
  protected readonly recipientsError = computed(() => this.refused('recipients'));
  protected readonly unsaved = computed(() => (this.started() !== null || (this.name() === '' && this.address() === this.initial() && this.found().length === 0) ? null : filledIn));

  protected async submit(event: Event): Promise<void> {
    event.preventDefault();
    if (this.name().trim() === '') return this.refusal.set({ field: 'name', message: 'Enter a name for the list.' });
    const problem = this.addressField()?.problem() ?? null;
    if (problem !== null) return this.refuseAddress(problem);
    const answer = await this.create.run({ input: { tenantId: this.tenantId(), name: this.name().trim(), address: this.address(), recipients: this.found() } });
    if (answer === null) return;
    const outcome = answer.createDistributionList;
    if ('workflow' in outcome) {
      this.made.set({ listId: outcome.distributionList.id, address: outcome.distributionList.address, skipped: outcome.skipped });
      this.started.set(outcome.workflow);
      return;
    }
    const field = outcome.path?.at(-1) ?? 'address';
    if (field === 'address') this.refuseAddress(outcome.message);
    else this.refusal.set({ field, message: outcome.message });
  }

  protected forget(): void {
    this.refusal.set(null);
  }

  protected type(field: 'name' | 'pasted', text: string): void {
    this[field].set(text);
    this.refusal.set(null);
  }

  private refuseAddress(message: string): void {
    this.refusal.set({ field: 'address', message });
    this.addressField()?.focus();
  }

  private refused(field: string): string | null {
    const refusal = this.refusal();
    return refusal?.field === field ? refusal.message : null;
  }
}
