import { Component, computed, input } from '@angular/core';
import type { Tone } from './badge';
import { Icon } from './icon';

/** A sentence that belongs to the part it stands in: what happened, what it means, what to do. */
@Component({
  selector: 'dz-notice',
  imports: [Icon],
  template: `<dz-icon [name]="icon()" />
    <div><ng-content /></div>`,
  styles: `
    :host {
      --ink: var(--text-soft);
      display: flex;
      gap: 10px;
      padding: 12px 14px;
      background: var(--quiet-soft);
      border-radius: var(--radius-m);
      font-size: var(--size-table);
    }
    dz-icon {
      color: var(--ink);
    }
    div {
      min-width: 0;
      overflow-wrap: anywhere;
    }
    :host(.right) {
      --ink: var(--right);
      background: var(--right-soft);
    }
    :host(.attention) {
      --ink: var(--attention);
      background: var(--attention-soft);
    }
    :host(.wrong) {
      --ink: var(--wrong);
      background: var(--wrong-soft);
    }
    :host(.accent) {
      --ink: var(--accent-soft-text);
      background: var(--accent-soft);
    }
  `,
  host: { '[class]': 'tone()', '[attr.role]': "tone() === 'wrong' ? 'alert' : null" },
})
export class Notice {
  readonly tone = input<Tone>('quiet');
  protected readonly icon = computed(() =>
    this.tone() === 'right' ? 'checkCircle' : this.tone() === 'quiet' || this.tone() === 'accent' ? 'info' : 'warning',
  );
}
