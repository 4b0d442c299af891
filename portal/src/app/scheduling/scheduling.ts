import { Component, computed, input } from '@angular/core';
import { liveQuery } from '../graphql/live-query';
import { QueryState } from '../graphql/query-state';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { CopyButton } from '../ui/copy-button';
import { EmptyState } from '../ui/empty-state';
import { Panel } from '../ui/panel';
import { WorkflowProgress } from '../workflow/workflow-progress';
import { bookingStatus } from './booking-status';
import { SchedulingDocument } from './scheduling.generated';

const pageSize = 50;
const when = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/** Where visitors book, and what they have booked. */
@Component({
  selector: 'dz-scheduling',
  imports: [Badge, Button, CopyButton, EmptyState, Panel, QueryState, WorkflowProgress],
  templateUrl: './scheduling.html',
  styleUrl: './scheduling.css',
})
export class Scheduling {
  readonly slug = input.required<string>();

  protected readonly statuses = bookingStatus;
  private readonly openedAt = new Date().toISOString();
  // Refreshing asks for the first page alone; with more pages on show it would take them away.
  protected readonly query = liveQuery(SchedulingDocument, () => ({ slug: this.slug(), first: pageSize, endsAfter: this.openedAt }), {
    pollMs: (): number => (this.bookings().length > pageSize ? 0 : 5_000),
  });
  protected readonly pages = computed(() => this.query.data()?.tenant?.bookingPages ?? null);
  protected readonly connection = computed(() => this.query.data()?.tenant?.bookings ?? null);
  protected readonly bookings = computed(() => this.connection()?.edges.map(({ node }) => node) ?? []);
  /** What an admin has to decide about. */
  protected readonly stopped = computed(() => this.bookings().filter(({ state, workflow }) => state === 'CALENDAR_FAILED' || workflow?.state === 'UNDOING'));

  /** Beginning and end in the zone of whoever looks. */
  protected time({ startsAt, endsAt }: { readonly startsAt: string; readonly endsAt: string }): string {
    return `${when.format(new Date(startsAt))} to ${clock.format(new Date(endsAt))}`;
  }

  protected loadMore(): void {
    this.query.fetchMore({ after: this.connection()?.pageInfo.endCursor ?? null });
  }
}
