import { Component, input } from '@angular/core';

/** What a colour may mean. */
export type Tone = 'right' | 'attention' | 'wrong' | 'quiet' | 'accent';

/** A state in one or two words; the dot repeats the colour's meaning for a glance, the words carry it. */
@Component({
  selector: 'dz-badge',
  template: `<span class="dot" aria-hidden="true"></span><ng-content />`,
  styles: `
    :host {
      --ink: var(--text-soft);
      --wash: var(--quiet-soft);
      display: inline-flex;
      align-items: center;
      gap: 6px;
      height: 22px;
      padding: 0 8px;
      background: var(--wash);
      border-radius: 11px;
      color: var(--ink);
      font-weight: 550;
      font-size: var(--size-small);
      white-space: nowrap;
    }
    :host(.right) {
      --ink: var(--right);
      --wash: var(--right-soft);
    }
    :host(.attention) {
      --ink: var(--attention);
      --wash: var(--attention-soft);
    }
    :host(.wrong) {
      --ink: var(--wrong);
      --wash: var(--wrong-soft);
    }
    :host(.accent) {
      --ink: var(--accent-soft-text);
      --wash: var(--accent-soft);
    }
    .dot {
      width: 6px;
      height: 6px;
      border-radius: 50%;
      background: currentColor;
    }
  `,
  host: { '[class]': 'tone()' },
})
export class Badge {
  readonly tone = input<Tone>('quiet');
}
