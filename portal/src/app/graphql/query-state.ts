import { Component, computed, input } from '@angular/core';
import { ErrorPanel } from '../ui/error-panel';
import { RelativeTime } from '../ui/relative-time';
import { Skeleton } from '../ui/skeleton';
import type { LiveQuery } from './live-query';
import { problemAt } from './request-problem';

/** What stands where an answer is awaited: its shape while it loads, why it failed with Retry, its age when only an older one is left. */
@Component({
  selector: 'dz-query-state',
  imports: [ErrorPanel, RelativeTime, Skeleton],
  template: `
    @if (ready()) {
      <ng-content />
      @if (problem() !== null && query().asOf(); as time) {
        <p class="stale small">
          As of <dz-relative-time [at]="time" />. {{ problem()?.message }} <button type="button" (click)="query().refetch()">Retry</button>
        </p>
      }
    } @else if (problem(); as failed) {
      <dz-error-panel [heading]="heading()" [message]="failed.message" [requestId]="failed.requestId" [busy]="query().fetching()" (retry)="query().refetch()" />
    } @else if (query().loading()) {
      <dz-skeleton [lines]="lines()" />
    } @else {
      <ng-content select="[when-empty]" />
    }
  `,
  styles: `
    :host {
      display: block;
    }
    .stale {
      margin-top: 12px;
      color: var(--attention);
    }
    button {
      padding: 2px 4px;
      background: none;
      border: 0;
      color: var(--accent);
      text-decoration: underline;
      cursor: pointer;
    }
  `,
})
export class QueryState {
  readonly query = input.required<Pick<LiveQuery<unknown>, 'problems' | 'loading' | 'fetching' | 'asOf' | 'refetch'>>();
  /** The field shown, as `['tenant', 'storage']`; a problem elsewhere in the answer is not this part's. */
  readonly path = input.required<readonly string[]>();
  /** Whether there is something to show inside. */
  readonly ready = input.required<boolean>();
  readonly heading = input.required<string>();
  readonly lines = input(3);

  protected readonly problem = computed(() => problemAt(this.query().problems(), this.path()));
}
