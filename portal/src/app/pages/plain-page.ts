import { Component, input } from '@angular/core';
import { Icon } from '../ui/icon';
import type { IconName } from '../ui/icons';

/** A page with one thing to say: signed out, not found, denied. The ways on go inside as buttons. */
@Component({
  selector: 'dz-plain-page',
  imports: [Icon],
  template: `
    <main>
      <span class="mark"><dz-icon [name]="icon()" /></span>
      <h1>{{ heading() }}</h1>
      <p><ng-content /></p>
      <div class="row"><ng-content select="[dz-button]" /></div>
    </main>
  `,
  styles: `
    :host {
      display: block;
    }
    main {
      display: grid;
      justify-items: start;
      gap: 10px;
      max-width: 440px;
      margin: 0 auto;
      padding: 18vh 24px 48px;
    }
    .mark {
      display: grid;
      place-items: center;
      width: 44px;
      height: 44px;
      margin-bottom: 6px;
      background: var(--accent-soft);
      border-radius: var(--radius-l);
      color: var(--accent-soft-text);
    }
    p {
      color: var(--text-soft);
    }
    .row {
      margin-top: 10px;
    }
  `,
})
export class PlainPage {
  readonly icon = input.required<IconName>();
  readonly heading = input.required<string>();
}
