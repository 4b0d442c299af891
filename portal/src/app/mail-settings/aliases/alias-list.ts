import { Component, computed, input, output, signal } from '@angular/core';
import { liveQuery } from '../../graphql/live-query';
import { mutation } from '../../graphql/mutation';
import { QueryState } from '../../graphql/query-state';
import { AliasTools } from '../../ui/alias-tools';
import { Badge } from '../../ui/badge';
import { Button } from '../../ui/button';
import { CopyButton } from '../../ui/copy-button';
import { EmptyState } from '../../ui/empty-state';
import { Notice } from '../../ui/notice';
import { workflowOver } from '../../workflow/workflow-over';
import { WorkflowProgress } from '../../workflow/workflow-progress';
import type { WorkflowPartsFragment } from '../../workflow/workflow-parts.generated';
import { AddAliasDialog } from '../add-alias/add-alias-dialog';
import { LabelAliasDialog } from '../label-alias/label-alias-dialog';
import { ListToolbar, counted } from '../list-toolbar';
import type { MailWords } from '../mail-settings';
import { type AliasRowFragment, ChangeAliasDocument, TakeAliasDocument, TenantAliasesDocument } from './alias-list.generated';

const pageSize = 50;

/** The aliases of all mailboxes. What the mail server has is followed until it agrees; where it does not, it is said here, to retry or undo. */
@Component({
  selector: 'dz-alias-list',
  imports: [AddAliasDialog, AliasTools, Badge, Button, CopyButton, EmptyState, LabelAliasDialog, ListToolbar, Notice, QueryState, WorkflowProgress],
  templateUrl: './alias-list.html',
  styles: `
    .words {
      display: grid;
      gap: 2px;
      min-width: 0;
    }
  `,
})
export class AliasList {
  readonly slug = input.required<string>();
  readonly q = input<string>();
  readonly new = input<string>();
  readonly changed = output<MailWords>();

  protected readonly searched = computed(() => this.q()?.trim() ?? '');
  // Refreshing asks for the first page alone; with more pages on show it would take them away.
  protected readonly query = liveQuery(TenantAliasesDocument, () => ({ slug: this.slug(), first: pageSize, ...(this.searched() === '' ? {} : { search: this.searched() }) }), {
    keepPrevious: true,
    pollMs: (): number => (this.aliases().length > pageSize ? 0 : this.underWay() ? 700 : 5_000),
  });
  protected readonly tenant = computed(() => this.query.data()?.tenant ?? null);
  private readonly page = computed(() => this.tenant()?.aliases ?? null);
  protected readonly aliases = computed((): readonly AliasRowFragment[] => this.page()?.edges.map(({ node }) => node) ?? []);
  protected readonly total = computed(() => this.page()?.totalCount ?? null);
  protected readonly hasMore = computed(() => this.page()?.pageInfo.hasNextPage ?? false);
  protected readonly count = computed(() => counted(this.total(), 'alias', 'aliases', this.searched() !== ''));

  protected readonly change = mutation(ChangeAliasDocument, { waitSeconds: 4 });
  protected readonly take = mutation(TakeAliasDocument, { waitSeconds: 4 });
  protected readonly labelled = signal<AliasRowFragment | null>(null);
  private readonly refusal = signal<string | null>(null);
  /** Of the last change here: its mailbox may have no alias on show any more. */
  private readonly started = signal<WorkflowPartsFragment | null>(null);
  protected readonly busy = computed(() => this.change.busy() || this.take.busy());
  protected readonly problem = computed(() => this.refusal() ?? (this.change.problem() ?? this.take.problem())?.message ?? null);
  private readonly works = computed(() => {
    const shown = this.aliases().flatMap(({ mailbox }) => mailbox.aliasWorkflow ?? []);
    const started = this.started();
    const all = started === null || shown.some(({ id }) => id === started.id) ? shown : [started, ...shown];
    return [...new Map(all.map((work) => [work.id, work])).values()];
  });
  protected readonly underWay = computed(() => this.works().some((work) => !workflowOver(work) && work.state !== 'NEEDS_ATTENTION'));
  protected readonly stopped = computed(() => this.works().filter(({ state }) => state === 'NEEDS_ATTENTION'));

  protected loadMore(): void {
    this.query.fetchMore({ after: this.page()?.pageInfo.endCursor ?? null });
  }

  protected async toggle({ address, enabled, mailbox }: AliasRowFragment): Promise<void> {
    const answer = await this.change.run({ input: { mailboxId: mailbox.id, address, enabled: !enabled } });
    this.took(answer?.updateMailboxAlias);
  }

  protected async remove({ address, mailbox }: AliasRowFragment): Promise<void> {
    const answer = await this.take.run({ input: { mailboxId: mailbox.id, address } });
    this.took(answer?.removeMailboxAlias);
  }

  protected close(): void {
    this.labelled.set(null);
    this.query.refetch();
    if (this.new() !== undefined) this.changed.emit({ new: null });
  }

  private took(outcome: { readonly workflow: WorkflowPartsFragment } | { readonly message: string } | undefined): void {
    this.refusal.set(outcome !== undefined && 'message' in outcome ? outcome.message : null);
    if (outcome !== undefined && 'workflow' in outcome) this.started.set(workflowOver(outcome.workflow) ? null : outcome.workflow);
    this.query.refetch();
  }
}
