import { Component, computed, input } from '@angular/core';

/** How much of something is used, as a bar; the figures stand in the words beside it and are read as the bar's value. */
@Component({
  selector: 'dz-progress-bar',
  template: `<span [class.some]="percent() > 0" [style.width.%]="percent()"></span>`,
  styles: `
    :host {
      display: block;
      height: 8px;
      background: var(--quiet-soft);
      border-radius: 4px;
      overflow: hidden;
    }
    span {
      display: block;
      height: 100%;
      background: var(--accent);
      border-radius: 4px;
      transition: width var(--calm);
    }
    .some {
      min-width: 3px;
    }
    :host(.attention) span {
      background: var(--attention);
    }
    :host(.wrong) span {
      background: var(--wrong);
    }
    :host(.right) span {
      background: var(--right);
    }
  `,
  host: {
    role: 'meter',
    '[class]': 'tone()',
    '[attr.aria-label]': 'label()',
    '[attr.aria-valuetext]': 'text()',
    '[attr.aria-valuemin]': '0',
    '[attr.aria-valuemax]': 'max()',
    '[attr.aria-valuenow]': 'value()',
  },
})
export class ProgressBar {
  readonly label = input.required<string>();
  readonly value = input.required<number>();
  readonly max = input.required<number>();
  /** The value in words, as "12 of 25 seats". */
  readonly text = input.required<string>();
  /** Fixes the colour, `plain` where being full is the aim; by default it warns from 90 % on. */
  readonly meaning = input<'right' | 'plain' | null>(null);

  protected readonly percent = computed(() => (this.max() > 0 ? Math.min(100, (this.value() / this.max()) * 100) : 0));
  protected readonly tone = computed(() => this.meaning() ?? (this.percent() >= 100 ? 'wrong' : this.percent() >= 90 ? 'attention' : 'plain'));
}
