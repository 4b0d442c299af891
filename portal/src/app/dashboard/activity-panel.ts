import { Component, computed, input } from '@angular/core';
import { liveQuery } from '../graphql/live-query';
import { QueryState } from '../graphql/query-state';
import { Badge } from '../ui/badge';
import { Panel } from '../ui/panel';
import { RelativeTime } from '../ui/relative-time';
import { DashboardActivityDocument } from './dashboard.generated';
import { panelRefreshMs } from './refresh';

@Component({
  selector: 'dz-activity-panel',
  imports: [Badge, Panel, QueryState, RelativeTime],
  template: `
    <dz-panel heading="Recent activity">
      <dz-query-state heading="The activity did not load" [query]="query" [path]="['tenant', 'auditLog']" [ready]="entries() !== null" [lines]="6">
        @if (entries(); as all) {
          @if (all.length === 0) {
            <p class="soft">Nothing has happened yet. What people change shows here, with who and when.</p>
          } @else {
            <ol>
              @for (entry of all; track entry.id) {
                <li>
                  <span class="what">{{ entry.summary }}</span>
                  @if (entry.outcome !== 'SUCCEEDED') {
                    <dz-badge [tone]="entry.outcome === 'FAILED' ? 'wrong' : 'attention'">{{ entry.outcome === 'FAILED' ? 'Failed' : 'Refused' }}</dz-badge>
                  }
                  <span class="small faint">{{ entry.actor.name }}, <dz-relative-time [at]="entry.at" /></span>
                </li>
              }
            </ol>
          }
        }
      </dz-query-state>
    </dz-panel>
  `,
  styles: `
    ol {
      margin: -6px 0 -8px;
    }
    li {
      display: flex;
      align-items: baseline;
      gap: 12px;
      padding: 9px 0;
      border-bottom: 1px solid var(--line);
      font-size: var(--size-table);
    }
    li:last-child {
      border-bottom: 0;
    }
    .what {
      flex: 1;
      min-width: 0;
      overflow-wrap: anywhere;
    }
  `,
})
export class ActivityPanel {
  readonly slug = input.required<string>();
  protected readonly query = liveQuery(DashboardActivityDocument, () => ({ slug: this.slug() }), { pollMs: panelRefreshMs });
  protected readonly entries = computed(() => this.query.data()?.tenant?.auditLog.edges.map(({ node }) => node) ?? null);
}
