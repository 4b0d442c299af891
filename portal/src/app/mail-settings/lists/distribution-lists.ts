import { Component, computed, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import { liveQuery } from '../../graphql/live-query';
import { QueryState } from '../../graphql/query-state';
import { Badge } from '../../ui/badge';
import { Button } from '../../ui/button';
import { EmptyState } from '../../ui/empty-state';
import { workflowOver } from '../../workflow/workflow-over';
import type { WorkflowPartsFragment } from '../../workflow/workflow-parts.generated';
import { CreateListDialog } from '../create-list/create-list-dialog';
import { ListDrawer } from '../list/list-drawer';
import { ListToolbar, counted } from '../list-toolbar';
import type { MailWords } from '../mail-settings';
import { DistributionListsDocument } from './distribution-lists.generated';

const pageSize = 50;

/** One address, many recipients. */
@Component({
  selector: 'dz-distribution-lists',
  imports: [RouterLink, Badge, Button, CreateListDialog, EmptyState, ListDrawer, ListToolbar, QueryState],
  templateUrl: './distribution-lists.html',
})
export class DistributionLists {
  readonly slug = input.required<string>();
  readonly q = input<string>();
  readonly open = input<string>();
  readonly new = input<string>();
  readonly changed = output<MailWords>();

  protected readonly searched = computed(() => this.q()?.trim() ?? '');
  protected readonly query = liveQuery(DistributionListsDocument, () => ({ slug: this.slug(), first: pageSize, ...(this.searched() === '' ? {} : { search: this.searched() }) }), {
    keepPrevious: true,
    pollMs: (): number => (this.lists().length > pageSize ? 0 : 5_000),
  });
  protected readonly tenant = computed(() => this.query.data()?.tenant ?? null);
  protected readonly page = computed(() => this.tenant()?.distributionLists ?? null);
  protected readonly lists = computed(() => this.page()?.edges.map(({ node }) => node) ?? []);
  protected readonly total = computed(() => this.page()?.totalCount ?? null);
  protected readonly count = computed(() => counted(this.total(), 'list', 'lists', this.searched() !== ''));

  protected loadMore(): void {
    this.query.fetchMore({ after: this.page()?.pageInfo.endCursor ?? null });
  }

  protected state(work: WorkflowPartsFragment | null): 'RIGHT' | 'RUNNING' | 'STOPPED' {
    if (work === null || workflowOver(work)) return 'RIGHT';
    return work.state === 'NEEDS_ATTENTION' ? 'STOPPED' : 'RUNNING';
  }

  protected close(words: MailWords): void {
    this.changed.emit(words);
    this.query.refetch();
  }
}
