import { Component, computed, input } from '@angular/core';
import { liveQuery } from '../graphql/live-query';
import { QueryState } from '../graphql/query-state';
import { formatBytes } from '../ui/bytes';
import { Panel } from '../ui/panel';
import { ProgressBar } from '../ui/progress-bar';
import { DashboardStorageDocument } from './dashboard.generated';
import { panelRefreshMs } from './refresh';

@Component({
  selector: 'dz-storage-panel',
  imports: [Panel, ProgressBar, QueryState],
  template: `
    <dz-panel heading="Storage">
      <dz-query-state heading="Storage did not load" [query]="query" [path]="['tenant', 'storage']" [ready]="storage() !== null">
        @if (storage(); as value) {
          <p class="figure">
            <strong>{{ value.used }}</strong>&ngsp;
            <span>{{ value.capacity === null ? 'used in drives' : 'of ' + value.capacity + ' used' }}</span>
          </p>
          @if (value.capacity !== null) {
            <dz-progress-bar label="Storage used" [value]="value.usedBytes" [max]="value.capacityBytes" [text]="value.used + ' of ' + value.capacity" />
            <p class="note">{{ value.left }} free across all drives</p>
          } @else {
            <p class="note">No limit is set on the drives of this workspace.</p>
          }
        }
        <p when-empty class="soft">This workspace has no storage yet. It comes with the first user.</p>
      </dz-query-state>
    </dz-panel>
  `,
  styleUrl: './figure.css',
})
export class StoragePanel {
  readonly slug = input.required<string>();
  protected readonly query = liveQuery(DashboardStorageDocument, () => ({ slug: this.slug() }), { pollMs: panelRefreshMs });
  protected readonly storage = computed(() => {
    const storage = this.query.data()?.tenant?.storage ?? null;
    if (storage === null) return null;
    const usedBytes = Number(storage.usedBytes);
    const capacityBytes = Number(storage.capacityBytes ?? 0);
    return {
      usedBytes,
      capacityBytes,
      used: formatBytes(usedBytes),
      capacity: storage.capacityBytes === null ? null : formatBytes(capacityBytes),
      left: formatBytes(Math.max(0, capacityBytes - usedBytes)),
    };
  });
}
