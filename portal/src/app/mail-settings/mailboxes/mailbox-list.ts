import { Component, computed, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import { liveQuery } from '../../graphql/live-query';
import { QueryState } from '../../graphql/query-state';
import { Badge, type Tone } from '../../ui/badge';
import { Button } from '../../ui/button';
import { formatBytes } from '../../ui/bytes';
import { EmptyState } from '../../ui/empty-state';
import { Notice } from '../../ui/notice';
import type { BackendState } from '../../graphql/schema.generated';
import { ListToolbar, counted } from '../list-toolbar';
import type { MailWords } from '../mail-settings';
import { TenantMailboxesDocument } from './mailbox-list.generated';

const pageSize = 50;

const states: Record<BackendState, { readonly words: string; readonly tone: Tone }> = {
  PENDING: { words: 'Being set up', tone: 'quiet' },
  ACTIVE: { words: 'Active', tone: 'right' },
  FROZEN: { words: 'Frozen', tone: 'attention' },
  FAILED: { words: 'Failed', tone: 'wrong' },
  REMOVED: { words: 'Removed', tone: 'quiet' },
};

/** Mailboxes with what is in them, as the mail server has it now. */
@Component({
  selector: 'dz-mailbox-list',
  imports: [RouterLink, Badge, Button, EmptyState, ListToolbar, Notice, QueryState],
  templateUrl: './mailbox-list.html',
  styles: `
    .words {
      display: grid;
      gap: 2px;
      min-width: 0;
    }
  `,
})
export class MailboxList {
  readonly slug = input.required<string>();
  readonly q = input<string>();
  readonly changed = output<MailWords>();

  protected readonly states = states;
  protected readonly formatBytes = formatBytes;
  protected readonly searched = computed(() => this.q()?.trim() ?? '');
  protected readonly query = liveQuery(TenantMailboxesDocument, () => ({ slug: this.slug(), first: pageSize, ...(this.searched() === '' ? {} : { search: this.searched() }) }), { keepPrevious: true });
  protected readonly page = computed(() => this.query.data()?.tenant?.mailboxes ?? null);
  protected readonly mailboxes = computed(() => this.page()?.edges.map(({ node }) => node) ?? []);
  protected readonly total = computed(() => this.page()?.totalCount ?? null);
  protected readonly count = computed(() => counted(this.total(), 'mailbox', 'mailboxes', this.searched() !== ''));
  /** The rows are there, and the sizes are not. */
  protected readonly partial = computed(() => (this.page() === null ? null : (this.query.problems().find(({ path }) => path.at(-1) === 'usedBytes' || path.at(-1) === 'quotaBytes') ?? null)));

  protected loadMore(): void {
    this.query.fetchMore({ after: this.page()?.pageInfo.endCursor ?? null });
  }
}
