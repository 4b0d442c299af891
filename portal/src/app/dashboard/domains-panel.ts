import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { liveQuery } from '../graphql/live-query';
import { QueryState } from '../graphql/query-state';
import { Icon } from '../ui/icon';
import { Panel } from '../ui/panel';
import { DashboardDomainsDocument } from './dashboard.generated';
import { panelRefreshMs } from './refresh';

@Component({
  selector: 'dz-domains-panel',
  imports: [RouterLink, Icon, Panel, QueryState],
  template: `
    <dz-panel heading="Domains">
      <a panel-aside class="small" [routerLink]="'/t/' + slug() + '/domains'">All domains</a>
      <dz-query-state heading="Domains did not load" [query]="query" [path]="['tenant', 'domains']" [ready]="domains() !== null">
        @if (domains(); as all) {
          @if (all.length === 0) {
            <p class="soft">
              No domain yet. <a [routerLink]="'/t/' + slug() + '/domains'" [queryParams]="{ new: 'domain' }">Add one</a> to give people an address.
            </p>
          } @else {
            <p class="soft">{{ summary() }}</p>
            <ul>
              @for (domain of all; track domain.id) {
                <li>
                  <a [routerLink]="'/t/' + slug() + '/domains/' + domain.id">
                    <dz-icon
                      size="small"
                      [class]="domain.recordsToFix > 0 ? 'attention' : 'right'"
                      [name]="domain.recordsToFix > 0 ? 'warning' : 'checkCircle'"
                    />
                    <span class="truncate">{{ domain.name }}</span>
                    <span class="small faint">{{
                      domain.recordsToFix === 0 ? 'in order' : domain.recordsToFix === 1 ? '1 record to fix' : domain.recordsToFix + ' records to fix'
                    }}</span>
                  </a>
                </li>
              }
            </ul>
          }
        }
      </dz-query-state>
    </dz-panel>
  `,
  styles: `
    ul {
      display: grid;
      margin: 10px -10px -8px;
    }
    a {
      border-radius: var(--radius-m);
    }
    li a {
      display: grid;
      grid-template-columns: auto 1fr auto;
      align-items: center;
      gap: 8px;
      min-height: 36px;
      padding: 0 10px;
      color: var(--text);
      text-decoration: none;
      transition: background var(--quick);
    }
    li a:hover {
      background: var(--hover);
    }
    .right {
      color: var(--right);
    }
    .attention {
      color: var(--attention);
    }
  `,
})
export class DomainsPanel {
  readonly slug = input.required<string>();
  protected readonly query = liveQuery(DashboardDomainsDocument, () => ({ slug: this.slug() }), { pollMs: panelRefreshMs });
  protected readonly domains = computed(() => this.query.data()?.tenant?.domains ?? null);
  protected readonly summary = computed(() => {
    const count = this.domains()?.filter(({ recordsToFix }) => recordsToFix > 0).length ?? 0;
    if (count === 0) return 'All records are as they should be.';
    return count === 1 ? '1 domain needs attention.' : `${count} domains need attention.`;
  });
}
