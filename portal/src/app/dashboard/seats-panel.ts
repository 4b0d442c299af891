import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { liveQuery } from '../graphql/live-query';
import { QueryState } from '../graphql/query-state';
import { Panel } from '../ui/panel';
import { ProgressBar } from '../ui/progress-bar';
import { DashboardSeatsDocument } from './dashboard.generated';
import { panelRefreshMs } from './refresh';

@Component({
  selector: 'dz-seats-panel',
  imports: [RouterLink, Panel, ProgressBar, QueryState],
  template: `
    <dz-panel heading="Seats">
      <a panel-aside class="small" [routerLink]="'/t/' + slug() + '/users'">Users</a>
      <dz-query-state heading="Seats did not load" [query]="query" [path]="['tenant', 'seats']" [ready]="seats() !== null">
        @if (seats(); as value) {
          <p class="figure">
            <strong>{{ value.used }}</strong>&ngsp;
            <span>{{ value.limit === null ? 'in use, without a limit' : 'of ' + value.limit + ' in use' }}</span>
          </p>
          @if (value.limit !== null) {
            <dz-progress-bar label="Seats in use" [value]="value.used" [max]="value.limit" [text]="value.used + ' of ' + value.limit + ' seats'" />
            <p class="note">{{ left(value.used, value.limit) }}</p>
          }
        }
      </dz-query-state>
    </dz-panel>
  `,
  styleUrl: './figure.css',
})
export class SeatsPanel {
  readonly slug = input.required<string>();
  protected readonly query = liveQuery(DashboardSeatsDocument, () => ({ slug: this.slug() }), { pollMs: panelRefreshMs });
  protected readonly seats = computed(() => this.query.data()?.tenant?.seats ?? null);

  protected left(used: number, limit: number): string {
    const seats = limit - used;
    if (seats <= 0) return 'No seat left. A new user needs one more.';
    return seats === 1 ? '1 seat left' : `${seats} seats left`;
  }
}
