import { Component, computed, DestroyRef, inject, input, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { liveQuery } from '../graphql/live-query';
import { QueryState } from '../graphql/query-state';
import { Avatar } from '../ui/avatar';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { Icon } from '../ui/icon';
import { Notice } from '../ui/notice';
import { RelativeTime } from '../ui/relative-time';
import { CreateMemberDialog } from './create-member/create-member-dialog';
import { MemberDrawer } from './member/member-drawer';
import type { MemberDecision } from './member-decision';
import { MemberMenu } from './member-menu';
import { memberStatus, roleName } from './member-status';
import { MembersDocument } from './members.generated';
import { RemoveMemberDialog } from './remove-member/remove-member-dialog';
import { ResumeMemberDialog } from './resume-member/resume-member-dialog';
import { SuspendMemberDialog } from './suspend-member/suspend-member-dialog';

const pageSize = 50;
const searchPauseMs = 200;

/** The users of a workspace. The search (`q`), the open drawer (`user`) and the dialog (`new=user`) live in the address. */
@Component({
  selector: 'dz-members',
  imports: [
    RouterLink,
    Avatar,
    Badge,
    Button,
    CreateMemberDialog,
    EmptyState,
    Icon,
    MemberDrawer,
    MemberMenu,
    Notice,
    QueryState,
    RelativeTime,
    RemoveMemberDialog,
    ResumeMemberDialog,
    SuspendMemberDialog,
  ],
  templateUrl: './members.html',
  styleUrl: './members.css',
})
export class Members {
  readonly slug = input.required<string>();
  readonly q = input<string>();
  readonly user = input<string>();
  readonly new = input<string>();

  private readonly router = inject(Router);
  protected readonly statuses = memberStatus;
  protected readonly roles = roleName;

  private readonly search = computed(() => this.q()?.trim() ?? '');
  // Refreshing asks for the first page alone; with more pages on show it would take them away.
  protected readonly query = liveQuery(
    MembersDocument,
    () => ({ slug: this.slug(), first: pageSize, ...(this.search() === '' ? {} : { search: this.search() }) }),
    { keepPrevious: true, pollMs: (): number => (this.members().length > pageSize ? 0 : 5_000) },
  );
  protected readonly tenant = computed(() => this.query.data()?.tenant ?? null);
  private readonly page = computed(() => this.tenant()?.members ?? null);
  protected readonly members = computed(() => this.page()?.edges.map(({ node }) => node) ?? []);
  protected readonly total = computed(() => this.page()?.totalCount ?? null);
  protected readonly hasMore = computed(() => this.page()?.pageInfo.hasNextPage ?? false);
  /** Set when a part of the rows failed while the list itself is there. */
  protected readonly partial = computed(() => (this.page() === null ? null : (this.query.problems().find(({ path }) => path.length > 2) ?? null)));
  protected readonly decision = signal<MemberDecision | null>(null);

  private searchTimer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    inject(DestroyRef).onDestroy(() => clearTimeout(this.searchTimer));
  }

  protected searchFor(text: string): void {
    clearTimeout(this.searchTimer);
    this.searchTimer = setTimeout(() => this.goTo({ q: text.trim() === '' ? null : text.trim() }), searchPauseMs);
  }

  protected loadMore(): void {
    this.query.fetchMore({ after: this.page()?.pageInfo.endCursor ?? null });
  }

  /** Opens the drawer of the member that stands so many rows further. */
  protected openNeighbour(step: 1 | -1): void {
    const members = this.members();
    const at = members.findIndex(({ id }) => id === this.user());
    const neighbour = members[at + step];
    if (at >= 0 && neighbour !== undefined) this.goTo({ user: neighbour.id });
  }

  protected goTo(queryParams: { readonly q?: string | null; readonly user?: string | null; readonly new?: string | null }): void {
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl: true });
  }

  protected finish(): void {
    const decision = this.decision();
    this.decision.set(null);
    if (decision?.act === 'remove' && this.user() === decision.member.id) this.goTo({ user: null });
    this.query.refetch();
  }
}
