import { Component, input } from '@angular/core';
import { Icon } from './icon';
import type { IconName } from './icons';

/** What a place is for while there is nothing in it; the action that starts it goes inside. */
@Component({
  selector: 'dz-empty-state',
  imports: [Icon],
  template: `
    <span class="mark"><dz-icon [name]="icon()" /></span>
    <h2>{{ heading() }}</h2>
    <p><ng-content /></p>
    <div class="actions"><ng-content select="[dz-button]" /></div>
  `,
  styles: `
    :host {
      display: grid;
      justify-items: center;
      gap: 8px;
      padding: 48px 24px;
      text-align: center;
    }
    .mark {
      display: grid;
      place-items: center;
      width: 44px;
      height: 44px;
      margin-bottom: 4px;
      background: var(--quiet-soft);
      border-radius: var(--radius-l);
      color: var(--text-soft);
    }
    p {
      max-width: 46ch;
      color: var(--text-soft);
    }
    .actions {
      display: flex;
      flex-wrap: wrap;
      justify-content: center;
      gap: 8px;
      margin-top: 8px;
    }
  `,
})
export class EmptyState {
  readonly icon = input.required<IconName>();
  readonly heading = input.required<string>();
}
