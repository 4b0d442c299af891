import { Component, computed, input, linkedSignal, output, signal, viewChild } from '@angular/core';
import { mutation } from '../../graphql/mutation';
import { AddressField } from '../../ui/address-field';
import { Field } from '../../ui/field';
import { SaveSection } from '../../ui/save-section';
import type { ListRowFragment } from '../lists/distribution-lists.generated';
import { mailDomains } from '../mail-domains';
import { UpdateDistributionListDocument } from './list-drawer.generated';

/** Name and address of a list. */
@Component({
  selector: 'dz-list-settings',
  imports: [AddressField, Field, SaveSection],
  template: `
    <dz-save-section heading="Name and address" verb="Save" [changed]="changed" [busy]="update.busy()" [problem]="problem()" (save)="save()" (discard)="discard()">
      <dz-field label="Name" controlId="list-settings-name" [error]="refused('name')">
        <input #box class="input" id="list-settings-name" autocomplete="off" maxlength="100" [attr.aria-describedby]="refused('name') === null ? null : 'list-settings-name-hint'" [attr.aria-invalid]="refused('name') !== null" [value]="name()" (input)="name.set(box.value)" />
      </dz-field>
      <dz-address-field label="Address" controlId="list-settings-address" [domains]="domains()" [initial]="list().address" [error]="refused('address')" (changed)="refusal.set(null)" />
      @if (address() !== list().address) {
        <p class="small soft">Mail to {{ list().address }} will be refused. Lists that have it as a recipient follow.</p>
      }
    </dz-save-section>
  `,
})
export class ListSettings {
  readonly slug = input.required<string>();
  readonly list = input.required<ListRowFragment>();
  readonly saved = output();

  protected readonly update = mutation(UpdateDistributionListDocument);
  // Asked anew every second, the list is the same as long as its words are.
  private readonly listName = computed(() => this.list().name);
  private readonly listAddress = computed(() => this.list().address);
  protected readonly name = linkedSignal(() => this.listName());
  private readonly field = viewChild(AddressField);
  protected readonly domains = mailDomains(this.slug);
  protected readonly address = computed(() => this.field()?.address() ?? this.listAddress());
  protected readonly refusal = signal<{ readonly field: string | null; readonly message: string } | null>(null);
  protected readonly changed = computed(() => this.name().trim() !== this.listName() || this.address() !== this.listAddress());
  protected readonly problem = computed(() => this.update.problem()?.message ?? null);

  protected async save(): Promise<void> {
    const problem = this.field()?.problem() ?? null;
    this.refusal.set(problem === null ? null : { field: 'address', message: problem });
    if (problem !== null) return this.field()?.focus();
    const answer = await this.update.run({ input: { listId: this.list().id, name: this.name().trim(), address: this.address() } });
    if (answer === null) return;
    const outcome = answer.updateDistributionList;
    if ('distributionList' in outcome) {
      this.field()?.reset();
      this.saved.emit();
    }
    else this.refusal.set({ field: outcome.path?.at(-1) ?? 'address', message: outcome.message });
  }

  protected discard(): void {
    this.name.set(this.listName());
    this.field()?.reset();
    this.refusal.set(null);
    this.update.clear();
  }

  protected refused(field: string): string | null {
    const refusal = this.refusal();
    return refusal?.field === field ? refusal.message : null;
  }
}
