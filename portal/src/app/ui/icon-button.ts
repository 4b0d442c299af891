import { Component, input } from '@angular/core';
import { Icon } from './icon';
import type { IconName } from './icons';

/** A button that is an icon alone; its label is read aloud and shown on hover. */
@Component({
  selector: 'button[dz-icon-button]',
  imports: [Icon],
  template: `<dz-icon [name]="icon()" />`,
  styles: `
    :host {
      display: inline-grid;
      flex: none;
      place-items: center;
      width: 32px;
      height: 32px;
      padding: 0;
      background: none;
      border: 0;
      border-radius: var(--radius-m);
      color: var(--text-soft);
      cursor: pointer;
      transition: background var(--quick);
    }
    :host(:hover),
    :host([aria-expanded='true']) {
      background: var(--hover);
      color: var(--text);
    }
    :host(:disabled) {
      color: var(--line-strong);
      cursor: not-allowed;
    }
  `,
  host: { type: 'button', '[attr.aria-label]': 'ariaLabel()', '[title]': 'ariaLabel()' },
})
export class IconButton {
  readonly icon = input.required<IconName>();
  readonly ariaLabel = input.required<string>({ alias: 'aria-label' });
}
