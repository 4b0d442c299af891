import { Component, computed, input, output, viewChild } from '@angular/core';
import { Button } from '../../ui/button';
import { SearchBox } from '../../ui/search-box';
import { isNarrowed, type MemberListAddress, roleFilter, statusFilter } from '../member-list';
import { memberStatus, roleName } from '../member-status';

/** What the toolbar changes of the address; null takes a word out of it. */
export type MemberListChange = Partial<Record<'q' | 'role' | 'status' | 'sort', string | null>>;

/** Search as you type, filters, and on a small screen the order; says how many users that finds. */
@Component({
  selector: 'dz-members-toolbar',
  imports: [Button, SearchBox],
  templateUrl: './members-toolbar.html',
  styleUrl: './members-toolbar.css',
})
export class MembersToolbar {
  readonly address = input.required<MemberListAddress>();
  /** How many users match, on all pages together; null until it is known. */
  readonly total = input.required<number | null>();
  readonly changed = output<MemberListChange>();

  protected readonly roles = Object.entries(roleName);
  protected readonly statuses = Object.entries(memberStatus).map(([status, { words }]) => [status, words] as const);
  protected readonly orders = [
    ['', 'By name, A to Z'],
    ['-name', 'By name, Z to A'],
    ['-created', 'Newest first'],
    ['created', 'Oldest first'],
  ] as const;
  protected readonly narrowed = computed(() => isNarrowed(this.address()));
  protected readonly role = computed(() => roleFilter(this.address()) ?? '');
  protected readonly status = computed(() => statusFilter(this.address()) ?? '');
  protected readonly count = computed(() => {
    const total = this.total();
    if (total === null) return '';
    return `${total === 1 ? '1 user' : `${total} users`}${this.narrowed() ? ' found' : ''}`;
  });

  private readonly search = viewChild.required(SearchBox);

  protected choose(word: 'role' | 'status' | 'sort', value: string): void {
    this.changed.emit({ [word]: value || null });
  }

  protected clear(): void {
    this.search().rest();
    this.changed.emit({ q: null, role: null, status: null });
    // The button goes with what it cleared, and would take the focus along.
    this.search().focus();
  }
}
