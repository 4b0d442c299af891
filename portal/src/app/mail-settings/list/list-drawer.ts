import { Component, computed, inject, input, output, signal } from '@angular/core';
import { liveQuery } from '../../graphql/live-query';
import { mutation } from '../../graphql/mutation';
import { QueryState } from '../../graphql/query-state';
import type { RecipientKind } from '../../graphql/schema.generated';
import { Badge } from '../../ui/badge';
import { Button } from '../../ui/button';
import { CopyField } from '../../ui/copy-field';
import { Dialog } from '../../ui/dialog';
import { Field } from '../../ui/field';
import { IconButton } from '../../ui/icon-button';
import { Notice } from '../../ui/notice';
import { filledIn } from '../../ui/unsaved';
import { UnsavedSections } from '../../ui/unsaved-sections';
import { workflowOver } from '../../workflow/workflow-over';
import { WorkflowProgress } from '../../workflow/workflow-progress';
import { ListToolbar, counted } from '../list-toolbar';
import { AddRecipientsDocument, DeleteDistributionListDocument, DistributionListDocument, RemoveRecipientsDocument } from './list-drawer.generated';
import { ListSettings } from './list-settings';
import { pastedAddresses } from './pasted-addresses';
import { SkippedRecipients } from './skipped-recipients';

const pageSize = 50;

/** One distribution list: what it is called, who gets its mail, and what the mail server has of it. */
@Component({
  selector: 'dz-list-drawer',
  imports: [Badge, Button, CopyField, Dialog, Field, IconButton, ListSettings, ListToolbar, Notice, QueryState, SkippedRecipients, WorkflowProgress],
  providers: [UnsavedSections],
  templateUrl: './list-drawer.html',
  styleUrl: './list-drawer.css',
})
export class ListDrawer {
  readonly slug = input.required<string>();
  readonly listId = input.required<string>();
  readonly dismiss = output();

  protected readonly search = signal('');
  protected readonly query = liveQuery(DistributionListDocument, () => ({ slug: this.slug(), id: this.listId(), first: pageSize, ...(this.search() === '' ? {} : { search: this.search() }) }), {
    keepPrevious: true,
    pollMs: (): number => (this.recipients().length > pageSize ? 0 : this.underWay() ? 700 : 5_000),
  });
  protected readonly list = computed(() => this.query.data()?.tenant?.distributionList ?? null);
  protected readonly gone = computed(() => this.query.data()?.tenant != null && this.list() === null);
  protected readonly recipients = computed(() => this.list()?.recipients.edges.map(({ node }) => node) ?? []);
  protected readonly count = computed(() => counted(this.list()?.recipients.totalCount ?? null, 'recipient', 'recipients', this.search() !== ''));
  protected readonly work = computed(() => this.list()?.workflow ?? null);
  protected readonly stopped = computed(() => (this.work()?.state === 'NEEDS_ATTENTION' ? this.work() : null));
  protected readonly underWay = computed(() => {
    const work = this.work();
    return work !== null && !workflowOver(work) && work.state !== 'NEEDS_ATTENTION';
  });

  protected readonly add = mutation(AddRecipientsDocument);
  protected readonly take = mutation(RemoveRecipientsDocument);
  protected readonly destroy = mutation(DeleteDistributionListDocument, { waitSeconds: 4 });
  protected readonly pasted = signal('');
  protected readonly found = computed(() => pastedAddresses(this.pasted()));
  protected readonly outcome = signal<{ readonly added: number; readonly skipped: readonly { readonly text: string; readonly message: string }[] } | null>(null);
  protected readonly refusal = signal<string | null>(null);
  protected readonly deleting = signal(false);
  protected readonly problem = computed(() => this.refusal() ?? (this.add.problem() ?? this.take.problem() ?? this.destroy.problem())?.message ?? null);
  protected readonly kinds: Record<RecipientKind, string> = { MAILBOX: 'Mailbox', ALIAS: 'Alias', LIST: 'List', OUTSIDE: 'Outside', NOBODY: 'Nobody has it' };
  private readonly sections = inject(UnsavedSections);
  protected readonly unsaved = computed(() => this.sections.unsaved() ?? (this.pasted().trim() === '' ? null : filledIn));

  protected loadMore(): void {
    this.query.fetchMore({ after: this.list()?.recipients.pageInfo.endCursor ?? null });
  }

  protected async addPasted(event: Event): Promise<void> {
    event.preventDefault();
    this.outcome.set(null);
    this.refusal.set(null);
    const answer = await this.add.run({ input: { listId: this.listId(), recipients: this.found() } });
    if (answer === null) return;
    const result = answer.addDistributionListRecipients;
    if ('added' in result) {
      this.outcome.set({ added: result.added.length, skipped: result.skipped });
      this.pasted.set('');
      this.query.refetch();
    } else this.refusal.set(result.message);
  }

  protected async remove(address: string): Promise<void> {
    this.outcome.set(null);
    this.refusal.set(null);
    const answer = await this.take.run({ input: { listId: this.listId(), recipients: [address] } });
    if (answer === null) return;
    if ('message' in answer.removeDistributionListRecipients) this.refusal.set(answer.removeDistributionListRecipients.message);
    this.query.refetch();
  }

  protected async deleteList(): Promise<void> {
    const list = this.list();
    if (list === null) return;
    const answer = await this.destroy.run({ input: { listId: list.id, address: list.address } });
    if (answer === null) return;
    if ('workflow' in answer.deleteDistributionList) return this.dismiss.emit();
    this.refusal.set(answer.deleteDistributionList.message);
    this.deleting.set(false);
    this.query.refetch();
  }
}
