import { Component, computed, ElementRef, inject, input, signal, viewChild } from '@angular/core';
import { liveQuery } from '../../../graphql/live-query';
import { mutation } from '../../../graphql/mutation';
import { AddressField, verifiedNames } from '../../../ui/address-field';
import { AliasTools } from '../../../ui/alias-tools';
import { Badge } from '../../../ui/badge';
import { Button } from '../../../ui/button';
import { CopyButton } from '../../../ui/copy-button';
import { Field } from '../../../ui/field';
import { SaveSection } from '../../../ui/save-section';
import { workflowOver } from '../../../workflow/workflow-over';
import { WorkflowProgress } from '../../../workflow/workflow-progress';
import { AddressChoicesDocument } from '../../local-part/address-choices.generated';
import {
  AddMailboxAliasDocument,
  type MailboxAliasPartsFragment,
  MailboxAliasesDocument,
  RemoveMailboxAliasDocument,
  UpdateMailboxAliasDocument,
} from './mailbox-aliases.generated';

type Alias = MailboxAliasPartsFragment['aliases'][number];

/** What a mutation of aliases answers: the mailbox, or why not. */
type Outcome = { readonly mailbox: MailboxAliasPartsFragment } | { readonly message: string; readonly path: readonly string[] | null };

/**
 * Further addresses of a mailbox. A new one, or the label of one that is edited, waits to be saved; switching and removing happen at once. What the mail
 * server has is followed until it agrees; where it does not, it is said here, to retry or undo.
 */
@Component({
  selector: 'dz-mailbox-aliases',
  imports: [AddressField, AliasTools, Badge, Button, CopyButton, Field, SaveSection, WorkflowProgress],
  templateUrl: './mailbox-aliases.html',
  styleUrl: './mailbox-aliases.css',
})
export class MailboxAliases {
  readonly slug = input.required<string>();
  readonly memberId = input.required<string>();
  readonly mailbox = input.required<MailboxAliasPartsFragment>();

  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef);
  private readonly choices = liveQuery(AddressChoicesDocument, () => ({ slug: this.slug() }));
  protected readonly domains = computed(() => verifiedNames(this.choices.data()?.tenant?.domains));

  protected readonly work = computed(() => this.mailbox().aliasWorkflow);
  protected readonly underWay = computed(() => this.work()?.state === 'RUNNING');
  protected readonly stopped = computed(() => {
    const work = this.work();
    return work !== null && !workflowOver(work) && work.state !== 'RUNNING' ? work : null;
  });
  protected readonly open = computed(() => this.mailbox().state === 'ACTIVE' || this.mailbox().state === 'FROZEN');

  protected readonly add = mutation(AddMailboxAliasDocument);
  protected readonly update = mutation(UpdateMailboxAliasDocument);
  protected readonly remove = mutation(RemoveMailboxAliasDocument);
  /** A new alias, with its label. */
  private readonly field = viewChild(AddressField);
  protected readonly label = signal('');
  /** The alias whose label is edited, with what is typed; it takes the place of the new one. */
  protected readonly edited = signal<{ readonly alias: Alias; readonly label: string } | null>(null);
  protected readonly lastRemoved = signal<Alias | null>(null);
  private readonly refusal = signal<{ readonly field: string | null; readonly message: string } | null>(null);

  protected readonly changed = computed(() => {
    const typed = (this.field()?.address() ?? '') !== '' || this.label().trim() !== '';
    return this.edited() !== null || typed;
  });
  protected readonly busy = computed(() => this.add.busy() || this.update.busy() || this.remove.busy());
  protected readonly addressError = computed(() => this.refused('address'));
  protected readonly labelError = computed(() => this.refused('description'));
  protected readonly problem = computed(() => {
    const refusal = this.refusal();
    const shownAtField = refusal !== null && (refusal.field === 'description' || (refusal.field === 'address' && this.edited() === null));
    return (shownAtField ? null : refusal?.message) ?? (this.add.problem() ?? this.update.problem() ?? this.remove.problem())?.message ?? null;
  });

  constructor() {
    // What is read goes into the cache, and comes back by the input.
    liveQuery(
      MailboxAliasesDocument,
      () => {
        const work = this.work();
        return work === null || workflowOver(work) ? null : { slug: this.slug(), id: this.memberId() };
      },
      { pollMs: 600 },
    );
  }

  protected typeLabel(text: string): void {
    this.label.set(text);
    this.forget();
  }

  protected edit(alias: Alias): void {
    this.edited.set({ alias, label: alias.description ?? '' });
    this.forget();
    setTimeout(() => this.focus('#alias-edited'));
  }

  protected typeEdited(label: string): void {
    this.edited.update((edited) => edited && { ...edited, label });
    this.forget();
  }

  protected discard(): void {
    this.edited.set(null);
    this.field()?.reset();
    this.label.set('');
    this.forget();
  }

  protected async save(): Promise<void> {
    const edited = this.edited();
    const done = edited === null ? await this.addTyped() : await this.saveLabel(edited.alias.address, edited.label.trim());
    if (done) this.discard();
  }

  protected async toggle({ address, enabled }: Alias): Promise<void> {
    const answer = await this.update.run({ input: { mailboxId: this.mailbox().id, address, enabled: !enabled } });
    this.took(answer?.updateMailboxAlias);
  }

  protected async take(alias: Alias): Promise<void> {
    this.lastRemoved.set(null);
    const answer = await this.remove.run({ input: { mailboxId: this.mailbox().id, address: alias.address } });
    if (this.took(answer?.removeMailboxAlias)) this.lastRemoved.set(alias);
  }

  protected async putBack({ address, description, enabled }: Alias): Promise<void> {
    const answer = await this.add.run({ input: { mailboxId: this.mailbox().id, address, description } });
    if (!this.took(answer?.addMailboxAlias)) return;
    this.lastRemoved.set(null);
    if (!enabled) await this.toggle({ address, enabled: true, description });
  }

  private async addTyped(): Promise<boolean> {
    const field = this.field();
    const [address, problem] = [field?.address() ?? '', field?.problem() ?? null];
    if (problem !== null) {
      this.refusal.set({ field: 'address', message: problem });
      field?.focus();
      return false;
    }
    const answer = await this.add.run({ input: { mailboxId: this.mailbox().id, address, description: this.label().trim() || null } });
    return this.took(answer?.addMailboxAlias, '#alias-new');
  }

  private async saveLabel(address: string, description: string): Promise<boolean> {
    const answer = await this.update.run({ input: { mailboxId: this.mailbox().id, address, description: description || null } });
    return this.took(answer?.updateMailboxAlias, '#alias-edited');
  }

  /** Whether it was done; why not is shown, where it belongs. */
  private took(outcome: Outcome | undefined, box?: string): boolean {
    this.refusal.set(null);
    if (outcome === undefined) return false;
    if ('mailbox' in outcome) return true;
    this.refusal.set({ field: box === undefined ? null : (outcome.path?.at(-1) ?? null), message: outcome.message });
    if (box !== undefined) this.focus(box);
    return false;
  }

  private refused(field: string): string | null {
    const refusal = this.refusal();
    return refusal?.field === field ? refusal.message : null;
  }

  protected forget(): void {
    this.refusal.set(null);
    for (const one of [this.add, this.update, this.remove]) one.clear();
  }

  private focus(selector: string): void {
    this.host.nativeElement.querySelector<HTMLElement>(selector)?.focus();
  }
}
