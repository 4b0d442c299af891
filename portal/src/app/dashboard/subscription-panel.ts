import { DatePipe } from '@angular/common';
import { Component, computed, input } from '@angular/core';
import { liveQuery } from '../graphql/live-query';
import { QueryState } from '../graphql/query-state';
import type { SubscriptionStatus } from '../graphql/schema.generated';
import { Badge, type Tone } from '../ui/badge';
import { Panel } from '../ui/panel';
import { DashboardSubscriptionDocument } from './dashboard.generated';
import { panelRefreshMs } from './refresh';

const looks: Record<SubscriptionStatus, { readonly tone: Tone; readonly words: string }> = {
  ACTIVE: { tone: 'right', words: 'Active' },
  TRIALING: { tone: 'accent', words: 'Trial' },
  INCOMPLETE: { tone: 'attention', words: 'Not finished' },
  PAST_DUE: { tone: 'attention', words: 'Payment due' },
  PAUSED: { tone: 'quiet', words: 'Paused' },
  UNPAID: { tone: 'wrong', words: 'Unpaid' },
  CANCELED: { tone: 'wrong', words: 'Cancelled' },
};

@Component({
  selector: 'dz-subscription-panel',
  imports: [DatePipe, Badge, Panel, QueryState],
  template: `
    <dz-panel heading="Subscription">
      @if (subscription(); as value) {
        <dz-badge panel-aside [tone]="looks[value.status].tone">{{ looks[value.status].words }}</dz-badge>
      }
      <dz-query-state heading="The subscription did not load" [query]="query" [path]="['tenant', 'billing']" [ready]="subscription() !== null">
        @if (subscription(); as value) {
          <p class="figure">
            <strong>{{ spend() ?? 'Business' }}</strong>&ngsp;
            <span>{{ spend() === null ? '' : 'a month' }}</span>
          </p>
          <p class="note">
            Business plan, {{ value.seats }} {{ value.seats === 1 ? 'seat' : 'seats' }}, paid {{ value.cycle === 'MONTHLY' ? 'monthly' : 'yearly' }}.
            @if (value.cancelAt !== null) {
              Ends on {{ value.cancelAt | date: 'd MMMM y' }}.
            } @else if (value.renewsAt !== null) {
              Renews on {{ value.renewsAt | date: 'd MMMM y' }}.
            }
          </p>
        }
        <p when-empty class="soft">This workspace has no subscription.</p>
      </dz-query-state>
    </dz-panel>
  `,
  styleUrl: './figure.css',
})
export class SubscriptionPanel {
  readonly slug = input.required<string>();
  protected readonly looks = looks;
  protected readonly query = liveQuery(DashboardSubscriptionDocument, () => ({ slug: this.slug() }), { pollMs: panelRefreshMs });
  protected readonly subscription = computed(() => this.query.data()?.tenant?.billing?.subscription ?? null);
  protected readonly spend = computed(() => {
    const money = this.query.data()?.tenant?.billing?.monthlySpend ?? null;
    if (money === null) return null;
    const format = new Intl.NumberFormat('en', { style: 'currency', currency: money.currency });
    // The API counts in the currency's smallest unit; how many make one is the currency's own.
    return format.format(money.amountMinor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
  });
}
