import { Component, input, output } from '@angular/core';
import { Icon } from './icon';

/** The head of a column that sorts the table; pressing it again turns the order round. */
@Component({
  selector: 'th[dz-sort-header]',
  imports: [Icon],
  template: `<button type="button" (click)="sort.emit()">
    <ng-content /><dz-icon [class.off]="direction() === null" [name]="direction() === 'descending' ? 'arrowDown' : 'arrowUp'" size="small" />
  </button>`,
  styles: `
    button {
      display: inline-flex;
      align-items: center;
      gap: 4px;
      min-height: 24px;
      margin: -4px -6px;
      padding: 0 6px;
      background: none;
      border: 0;
      border-radius: var(--radius-s);
      font-weight: inherit;
      cursor: pointer;
    }
    button:hover {
      background: var(--hover);
      color: var(--text);
    }
    .off {
      opacity: 0;
    }
    button:hover .off,
    button:focus-visible .off {
      opacity: 0.5;
    }
  `,
  host: { scope: 'col', '[attr.aria-sort]': 'direction()' },
})
export class SortHeader {
  /** How the table is sorted by this column; null when it is sorted by another. */
  readonly direction = input.required<'ascending' | 'descending' | null>();
  readonly sort = output();
}
