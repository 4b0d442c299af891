import { Component, computed, effect, inject, input, untracked } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { liveQuery } from '../../graphql/live-query';
import { QueryState } from '../../graphql/query-state';
import { Button } from '../../ui/button';
import { EmptyState } from '../../ui/empty-state';
import { atWork } from '../import-words';
import type { MemberImportFactsFragment } from '../member-imports.generated';
import { ImportRowsTable } from './import-rows-table';
import { MemberImportRowsDocument } from './import-rows.generated';
import { rowChoices, rowFilter, rowShow } from './row-filter';

const pageSize = 50;

/** The rows of a file with what is done with each: all, or those of one kind. Which is in the address (`show`). */
@Component({
  selector: 'dz-import-rows',
  imports: [RouterLink, Button, EmptyState, ImportRowsTable, QueryState],
  templateUrl: './import-rows.html',
  styleUrl: './import-rows.css',
})
export class ImportRows {
  readonly slug = input.required<string>();
  readonly of = input.required<MemberImportFactsFragment>();
  readonly show = input<string>();

  private readonly router = inject(Router);
  private readonly id = computed(() => this.of().id);
  protected readonly shown = computed(() => rowShow(this.show()));
  protected readonly choices = computed(() => rowChoices(this.of().counts, this.shown()));
  private readonly live = computed(() => atWork(this.of()));
  // Refreshing asks for the first page alone; with more pages on show it would take them away.
  protected readonly query = liveQuery(
    MemberImportRowsDocument,
    () => {
      const filter = rowFilter(this.shown());
      return { slug: this.slug(), id: this.id(), first: pageSize, ...(filter === null ? {} : { filter }) };
    },
    { keepPrevious: true, pollMs: (): number => (this.live() && this.rows().length <= pageSize ? 5_000 : 0) },
  );
  private readonly page = computed(() => this.query.data()?.tenant?.memberImport?.rows ?? null);
  protected readonly ready = computed(() => this.page() !== null);
  protected readonly rows = computed(() => this.page()?.edges.map(({ node }) => node) ?? []);
  protected readonly total = computed(() => this.page()?.totalCount ?? null);
  protected readonly hasMore = computed(() => this.page()?.pageInfo.hasNextPage ?? false);
  protected readonly empty = computed(() => this.choices().find(({ show }) => show === this.shown())?.words ?? 'All');

  constructor() {
    // What the last rows came to is told by the state of the import first.
    let before: string | null = null;
    effect(() => {
      const { state, id, counts } = this.of();
      const now = JSON.stringify([id, state, counts.running === 0]);
      if (before !== null && before !== now) untracked(() => this.refetch());
      before = now;
    });
  }

  refetch(): void {
    this.query.refetch();
  }

  protected loadMore(): void {
    this.query.fetchMore({ after: this.page()?.pageInfo.endCursor ?? null });
  }

  protected showAll(): void {
    void this.router.navigate([], { queryParams: { show: null }, queryParamsHandling: 'merge', replaceUrl: true });
  }
}
