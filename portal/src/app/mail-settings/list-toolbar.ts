import { Component, input, output } from '@angular/core';
import { SearchBox } from '../ui/search-box';

/** Search as you type, how many that finds, and what can be done. */
@Component({
  selector: 'dz-list-toolbar',
  imports: [SearchBox],
  template: `
    <div class="toolbar">
      <dz-search-box [label]="label()" [hint]="hint()" [text]="text()" (searched)="searched.emit($event || null)" />
      <ng-content />
      <span class="count" role="status">{{ count() }}</span>
    </div>
  `,
})
export class ListToolbar {
  readonly label = input.required<string>();
  readonly hint = input.required<string>();
  readonly text = input<string>();
  readonly count = input('');
  readonly searched = output<string | null>();
}

/** `3 lists found` */
export const counted = (total: number | null, one: string, many: string, searched: boolean): string => (total === null ? '' : `${total} ${total === 1 ? one : many}${searched ? ' found' : ''}`);
