import { Component, input, output } from '@angular/core';
import { CopyButton } from './copy-button';

/** A value to take elsewhere: an address, a record, a one-time secret. */
@Component({
  selector: 'dz-copy-field',
  imports: [CopyButton],
  template: `
    <code>{{ text() }}</code>
    <button [dz-copy]="text()" [aria-label]="'Copy ' + label()" (done)="copied.emit()"></button>
  `,
  styles: `
    :host {
      display: flex;
      align-items: center;
      gap: 8px;
      min-width: 0;
      padding: 4px 4px 4px 12px;
      background: var(--sunken);
      border: 1px solid var(--line);
      border-radius: var(--radius-m);
    }
    code {
      flex: 1;
      min-width: 0;
      overflow-wrap: anywhere;
      user-select: all;
    }
    :host(.large) code {
      font-size: 16px;
      letter-spacing: 0.02em;
    }
  `,
  host: { '[class.large]': "size() === 'large'" },
})
export class CopyField {
  readonly text = input.required<string>();
  readonly label = input.required<string>();
  readonly size = input<'normal' | 'large'>('normal');
  readonly copied = output();
}
