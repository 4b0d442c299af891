import { Component, computed, ElementRef, inject, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Avatar } from '../../ui/avatar';
import { Badge } from '../../ui/badge';
import { PickBox } from '../../ui/pick-box';
import { RelativeTime } from '../../ui/relative-time';
import { SortHeader } from '../../ui/sort-header';
import type { MemberDecision } from '../member-decision';
import { type MemberListAddress, type SortColumn, sortDirection } from '../member-list';
import { MemberMenu } from '../member-menu';
import { memberStatus, roleName } from '../member-status';
import type { MemberRowFragment } from '../members.generated';

/** The rows of the list: each opens, can be picked, and has a menu. The arrow keys go from row to row. */
@Component({
  selector: 'dz-members-table',
  imports: [RouterLink, Avatar, Badge, MemberMenu, PickBox, RelativeTime, SortHeader],
  templateUrl: './members-table.html',
  styleUrl: './members-table.css',
  host: { '(keydown)': 'walk($event)' },
})
export class MembersTable {
  readonly members = input.required<readonly MemberRowFragment[]>();
  readonly address = input.required<MemberListAddress>();
  /** Ids of the rows that are picked. */
  readonly picked = input.required<ReadonlySet<string>>();
  /** Id of the member whose drawer is open. */
  readonly open = input<string>();
  readonly pick = output<ReadonlySet<string>>();
  readonly sort = output<SortColumn>();
  readonly decide = output<MemberDecision>();
  readonly details = output<string>();

  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef);
  private last: string | null = null;
  protected readonly statuses = memberStatus;
  protected readonly roles = roleName;
  protected readonly allPicked = computed(() => {
    const count = this.members().filter(({ id }) => this.picked().has(id)).length;
    if (count === 0) return 'none';
    return count === this.members().length ? 'all' : 'some';
  });

  protected direction(column: SortColumn): 'ascending' | 'descending' | null {
    return sortDirection(this.address(), column);
  }

  protected pickAll(all: boolean): void {
    this.pick.emit(new Set(all ? this.members().map(({ id }) => id) : []));
  }

  /** Gives the focus to the box that was last used: what picked or cleared from outside has gone. */
  focusPick(): void {
    const boxes = this.host.nativeElement.querySelectorAll<HTMLElement>('tbody input[type="checkbox"]');
    boxes[Math.max(0, this.members().findIndex(({ id }) => id === this.last))]?.focus();
  }

  protected pickOne(id: string, picked: boolean): void {
    this.last = id;
    const next = new Set(this.picked());
    if (picked) next.add(id);
    else next.delete(id);
    this.pick.emit(next);
  }

  /** Up and down go from name to name, or from box to box. */
  protected walk(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const kind = ['.row-link', 'input[type="checkbox"]'].find((selector) => (event.target as HTMLElement).matches(selector));
    if (step === undefined || kind === undefined) return;
    event.preventDefault();
    const all = [...this.host.nativeElement.querySelectorAll<HTMLElement>(`tbody ${kind}`)];
    all[all.indexOf(event.target as HTMLElement) + step]?.focus();
  }
}
