import { Component, input } from '@angular/core';
import { ActivityPanel } from './activity-panel';
import { DomainsPanel } from './domains-panel';
import { SeatsPanel } from './seats-panel';
import { StoragePanel } from './storage-panel';
import { SubscriptionPanel } from './subscription-panel';

/** The state of a workspace at a glance; each panel asks for itself and stays alive when another's back end is down. */
@Component({
  selector: 'dz-dashboard',
  imports: [ActivityPanel, DomainsPanel, SeatsPanel, StoragePanel, SubscriptionPanel],
  template: `
    <div class="page">
      <header class="page-head">
        <div>
          <h1>Dashboard</h1>
          <p>Where the workspace stands, and what asks for you.</p>
        </div>
      </header>
      <div class="figures">
        <dz-seats-panel [slug]="slug()" />
        <dz-storage-panel [slug]="slug()" />
        <dz-subscription-panel [slug]="slug()" />
      </div>
      <div class="lists">
        <dz-activity-panel [slug]="slug()" />
        <dz-domains-panel [slug]="slug()" />
      </div>
    </div>
  `,
  styles: `
    .figures,
    .lists {
      display: grid;
      grid-template-columns: repeat(3, minmax(0, 1fr));
      gap: 16px;
    }
    .lists {
      align-items: start;
    }
    dz-activity-panel {
      grid-column: span 2;
    }
    @media (max-width: 960px) {
      .figures,
      .lists {
        grid-template-columns: minmax(0, 1fr);
      }
      dz-activity-panel {
        grid-column: auto;
      }
    }
  `,
})
export class Dashboard {
  readonly slug = input.required<string>();
}
