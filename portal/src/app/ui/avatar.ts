import { Component, computed, input } from '@angular/core';

/** The first letters of a name, for the eye to find a row again. */
@Component({
  selector: 'dz-avatar',
  template: `{{ letters() }}`,
  styles: `
    :host {
      display: inline-grid;
      flex: none;
      place-items: center;
      width: 32px;
      height: 32px;
      background: var(--accent-soft);
      border-radius: 50%;
      color: var(--accent-soft-text);
      font-weight: 600;
      font-size: 11.5px;
      letter-spacing: 0.02em;
    }
    :host(.square) {
      border-radius: var(--radius-m);
    }
    :host(.large) {
      width: 44px;
      height: 44px;
      font-size: 15px;
    }
  `,
  host: { 'aria-hidden': 'true', '[class.square]': "shape() === 'square'", '[class.large]': "size() === 'large'" },
})
export class Avatar {
  readonly name = input.required<string>();
  readonly shape = input<'round' | 'square'>('round');
  readonly size = input<'normal' | 'large'>('normal');

  protected readonly letters = computed(() => {
    const words = this.name().trim().split(/\s+/);
    const first = words[0]?.charAt(0) ?? '';
    const last = words.length > 1 ? (words.at(-1)?.charAt(0) ?? '') : '';
    return (first + last).toUpperCase();
  });
}
