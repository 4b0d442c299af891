import { Component, computed, DestroyRef, effect, inject, input, signal, untracked, viewChild } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { liveQuery } from '../graphql/live-query';
import { QueryState } from '../graphql/query-state';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { Notice } from '../ui/notice';
import { LeaveGuard } from '../ui/unsaved';
import { type BulkAct, bulkWords } from './bulk/bulk-act';
import { BulkBar } from './bulk/bulk-bar';
import { BulkDialog } from './bulk/bulk-dialog';
import { BulkRun } from './bulk/bulk-run';
import { Coming, type ComingPlace, comingPlaces } from './coming/coming';
import { CreateMemberDialog } from './create-member/create-member-dialog';
import { MemberDecisions } from './member-decisions';
import { MemberDrawer } from './member/member-drawer';
import type { MemberDecision } from './member-decision';
import { isNarrowed, listVariables, type MemberListAddress, searchText, sortAfterPress, type SortColumn } from './member-list';
import { MembersDocument, type MemberRowFragment } from './members.generated';
import { MembersTable } from './members-table/members-table';
import { MembersToolbar } from './members-toolbar/members-toolbar';

const pageSize = 50;

type Words = Partial<Record<'q' | 'role' | 'status' | 'sort' | 'user' | 'new', string | null>>;

/**
 * The users of a workspace. Search (`q`), filters (`role`, `status`), order (`sort`), tab, open drawer (`user`) and dialog (`new=user`) live in the address;
 * who is selected does not, and is forgotten when search or filters change.
 */
@Component({
  selector: 'dz-members',
  imports: [
    RouterLink,
    BulkBar,
    BulkDialog,
    Button,
    Coming,
    CreateMemberDialog,
    EmptyState,
    MemberDecisions,
    MemberDrawer,
    MembersTable,
    MembersToolbar,
    Notice,
    QueryState,
  ],
  providers: [BulkRun],
  templateUrl: './members.html',
  styleUrl: './members.css',
})
export class Members {
  readonly slug = input.required<string>();
  readonly tab = input<string>();
  readonly q = input<string>();
  readonly role = input<string>();
  readonly status = input<string>();
  readonly sort = input<string>();
  readonly user = input<string>();
  readonly new = input<string>();

  private readonly router = inject(Router);
  protected readonly tabs: readonly (readonly [tab: ComingPlace | null, name: string])[] = [
    [null, 'Users'],
    ['groups', 'Groups'],
    ['invitations', 'Invitations'],
    ['service-accounts', 'Service accounts'],
  ];
  protected readonly coming = computed(() => {
    const tab = this.tab();
    return tab !== undefined && Object.hasOwn(comingPlaces, tab) ? (tab as ComingPlace) : null;
  });

  protected readonly address = computed((): MemberListAddress => ({ q: this.q(), role: this.role(), status: this.status(), sort: this.sort() }));
  protected readonly narrowed = computed(() => isNarrowed(this.address()));
  protected readonly searched = computed(() => searchText(this.address()));
  // Refreshing asks for the first page alone; with more pages on show it would take them away.
  protected readonly query = liveQuery(MembersDocument, () => ({ slug: this.slug(), first: pageSize, ...listVariables(this.address()) }), {
    keepPrevious: true,
    pollMs: (): number => (this.members().length > pageSize ? 0 : 5_000),
  });
  protected readonly tenant = computed(() => this.query.data()?.tenant ?? null);
  private readonly page = computed(() => this.tenant()?.members ?? null);
  protected readonly members = computed((): readonly MemberRowFragment[] => this.page()?.edges.map(({ node }) => node) ?? []);
  protected readonly total = computed(() => this.page()?.totalCount ?? null);
  protected readonly hasMore = computed(() => this.page()?.pageInfo.hasNextPage ?? false);
  /** Set when a part of the rows failed while the list itself is there. */
  protected readonly partial = computed(() => (this.page() === null ? null : (this.query.problems().find(({ path }) => path.length > 2) ?? null)));
  protected readonly decision = signal<MemberDecision | null>(null);

  private readonly table = viewChild(MembersTable);
  private readonly nobody: ReadonlySet<string> = new Set();
  protected readonly picked = signal(this.nobody);
  /** Those who are picked and on show; nobody is changed whom one does not see. */
  protected readonly chosen = computed(() => this.members().filter(({ id }) => this.picked().has(id)));
  protected readonly run = inject(BulkRun);
  protected readonly bulk = signal<BulkAct | null>(null);
  protected readonly leaving = signal(false);
  protected readonly bulkWords = bulkWords;

  constructor() {
    const askToStay = (): void => {
      this.leaving.set(true);
      this.bulk.set(this.run.act());
    };
    inject(LeaveGuard).register({ holds: () => this.run.unsent() > 0, ask: askToStay, onlyThePage: true }, inject(DestroyRef));
    let seen: string | null = null;
    effect(() => {
      const now = JSON.stringify([this.slug(), this.searched(), this.role(), this.status()]);
      if (seen !== null && seen !== now) this.picked.set(this.nobody);
      seen = now;
    });
    let before = false;
    effect(() => {
      const going = this.run.going();
      if (before && !going) untracked(() => this.refresh());
      before = going;
    });
  }

  protected sortBy(column: SortColumn): void {
    this.goTo({ sort: sortAfterPress(this.address(), column) });
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

  protected goTo(queryParams: Words): void {
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl: true });
  }

  protected pickShown(): void {
    this.picked.set(new Set(this.members().map(({ id }) => id)));
  }

  protected pickNobody(): void {
    this.picked.set(this.nobody);
    this.table()?.focusPick();
  }

  /** A run that goes on is shown first: two at once would take the same users from each other. */
  protected beginBulk(act: BulkAct): void {
    if (!this.run.going()) this.run.forget();
    this.bulk.set(this.run.act() ?? act);
  }

  /** Closing stops nothing; the strip above the list tells how it goes. */
  protected closeBulk(): void {
    this.bulk.set(null);
    this.leaving.set(false);
    if (this.run.act() === null || this.run.going()) return;
    this.picked.set(this.nobody);
    if (this.run.count('DONE') === this.run.rows().length) this.run.forget();
  }

  protected finish(): void {
    const decision = this.decision();
    this.decision.set(null);
    if (decision?.act === 'remove' && this.user() === decision.member.id) this.goTo({ user: null });
    this.query.refetch();
  }

  /** With further pages on show their rows already have what the changes answered; asking anew would take them away. */
  private refresh(): void {
    if (this.members().length <= pageSize) this.query.refetch();
  }
}
