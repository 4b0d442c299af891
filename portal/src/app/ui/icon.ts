import { Component, computed, input } from '@angular/core';
import { type IconName, icons } from './icons';

/** A line icon in the colour of the text around it; hidden from screen readers, which read the words beside it. */
@Component({
  selector: 'dz-icon',
  template: `
    <svg
      viewBox="0 0 20 20"
      width="20"
      height="20"
      fill="none"
      stroke="currentColor"
      stroke-width="1.5"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      @for (line of lines(); track line) {
        <path [attr.d]="line" />
      }
    </svg>
  `,
  styles: `
    :host {
      display: inline-flex;
      flex: none;
    }
    :host(.small) svg {
      width: 16px;
      height: 16px;
    }
  `,
  host: { '[class.small]': "size() === 'small'" },
})
export class Icon {
  readonly name = input.required<IconName>();
  readonly size = input<'small' | 'normal'>('normal');

  protected readonly lines = computed(() => icons[this.name()]);
}
