import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { liveQuery } from '../graphql/live-query';
import { QueryState } from '../graphql/query-state';
import { Icon } from '../ui/icon';
import type { IconName } from '../ui/icons';
import { Panel } from '../ui/panel';
import { DashboardDomainsDocument, type DashboardDomainsQuery } from './dashboard.generated';
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
                    <dz-icon size="small" [class]="domain.tone" [name]="domain.icon" />
                    <span class="truncate">{{ domain.name }}</span>
                    <span class="small faint">{{ domain.words }}</span>
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
  protected readonly domains = computed(() => this.query.data()?.tenant?.domains?.map(seenFromAfar) ?? null);
  protected readonly summary = computed(() => {
    const count = this.domains()?.filter(({ tone }) => tone === 'attention').length ?? 0;
    if (count === 0) return 'All records are as they should be.';
    return count === 1 ? '1 domain needs attention.' : `${count} domains need attention.`;
  });
}

interface SeenDomain {
  readonly id: string;
  readonly name: string;
  readonly tone: 'right' | 'attention';
  readonly icon: IconName;
  readonly words: string;
}

/** In order only when the world's DNS was asked and said so. */
function seenFromAfar({ id, name, status, recordsToFix }: NonNullable<NonNullable<DashboardDomainsQuery['tenant']>['domains']>[number]): SeenDomain {
  if (status === 'VERIFIED' && recordsToFix === 0) return { id, name, tone: 'right', icon: 'checkCircle', words: 'in order' };
  const words = recordsToFix === 0 ? 'not verified yet' : recordsToFix === 1 ? '1 record to fix' : `${recordsToFix} records to fix`;
  return { id, name, tone: 'attention', icon: 'warning', words };
}
