import { Component, computed, inject, input } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { liveQuery } from '../graphql/live-query';
import { QueryState } from '../graphql/query-state';
import { NotFound } from '../pages/not-found';
import { Session } from '../session/session';
import { TopBar } from '../session/top-bar';
import { Avatar } from '../ui/avatar';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { ProgressBar } from '../ui/progress-bar';
import { SearchBox } from '../ui/search-box';
import { PartnerTenantsDocument } from './partner.generated';

const pageSize = 50;

/** The tenants that a partner looks after, for its staff. For everybody else there is no such page. The search (`q`) lives in the address. */
@Component({
  selector: 'dz-partner',
  imports: [RouterLink, Avatar, Badge, Button, EmptyState, NotFound, ProgressBar, QueryState, SearchBox, TopBar],
  templateUrl: './partner.html',
  styleUrl: './partner.css',
})
export class Partner {
  readonly q = input<string>();

  protected readonly session = inject(Session);
  private readonly router = inject(Router);

  protected readonly partner = computed(() => this.session.viewer()?.partner ?? null);
  private readonly search = computed(() => this.q()?.trim() ?? '');
  // Refreshing asks for the first page alone; with more pages on show it would take them away.
  protected readonly query = liveQuery(
    PartnerTenantsDocument,
    () => (this.partner() === null ? null : { first: pageSize, ...(this.search() === '' ? {} : { search: this.search() }) }),
    { keepPrevious: true, pollMs: (): number => (this.tenants().length > pageSize ? 0 : 10_000) },
  );
  private readonly page = computed(() => this.query.data()?.viewer.partner?.tenants ?? null);
  protected readonly ready = computed(() => this.page() !== null);
  protected readonly tenants = computed(() => this.page()?.edges.map(({ node }) => node) ?? []);
  protected readonly total = computed(() => this.page()?.totalCount ?? null);
  protected readonly hasMore = computed(() => this.page()?.pageInfo.hasNextPage ?? false);

  protected goTo(search: string): void {
    void this.router.navigate([], { queryParams: { q: search === '' ? null : search }, queryParamsHandling: 'merge', replaceUrl: true });
  }

  protected loadMore(): void {
    this.query.fetchMore({ after: this.page()?.pageInfo.endCursor ?? null });
  }
}
