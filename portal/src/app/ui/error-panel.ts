import { Component, input, output } from '@angular/core';
import { Button } from './button';
import { Icon } from './icon';

/** Why this part cannot be shown, how to try again, and the id under which the operator finds the request. */
@Component({
  selector: 'dz-error-panel',
  imports: [Button, Icon],
  template: `
    <dz-icon name="warning" />
    <div class="words">
      <p class="heading">{{ heading() }}</p>
      <p class="soft">{{ message() }}</p>
      @if (requestId(); as id) {
        <p class="small faint">
          Request <code>{{ id }}</code>
        </p>
      }
    </div>
    <button dz-button size="small" icon="refresh" type="button" [busy]="busy()" (click)="retry.emit()">Retry</button>
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      align-items: flex-start;
      gap: 12px;
      padding: 14px 16px;
      background: var(--attention-soft);
      border-radius: var(--radius-m);
      font-size: var(--size-table);
    }
    :host > dz-icon {
      color: var(--attention);
    }
    .words {
      display: grid;
      flex: 1 1 180px;
      gap: 2px;
      min-width: 0;
    }
    .heading {
      font-weight: 600;
    }
    .faint {
      color: var(--text-soft);
    }
    code {
      font-size: 11.5px;
      overflow-wrap: anywhere;
    }
  `,
  host: { role: 'alert' },
})
export class ErrorPanel {
  readonly heading = input.required<string>();
  readonly message = input.required<string>();
  readonly requestId = input<string | null>(null);
  readonly busy = input(false);
  readonly retry = output();
}
