import { Component, DestroyRef, inject, input, output } from '@angular/core';
import { Icon } from '../ui/icon';

const searchPauseMs = 200;

/** Search as you type, how many that finds, and what can be done. */
@Component({
  selector: 'dz-list-toolbar',
  imports: [Icon],
  template: `
    <div class="toolbar">
      <div class="search" role="search">
        <dz-icon name="search" />
        <input
          #box
          class="input"
          type="search"
          [attr.aria-label]="label()"
          [placeholder]="hint()"
          autocomplete="off"
          spellcheck="false"
          [value]="text() ?? ''"
          (input)="type(box.value)"
        />
      </div>
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

  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    inject(DestroyRef).onDestroy(() => clearTimeout(this.timer));
  }

  protected type(text: string): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.searched.emit(text.trim() || null), searchPauseMs);
  }
}

/** `3 lists found` */
export const counted = (total: number | null, one: string, many: string, searched: boolean): string => (total === null ? '' : `${total} ${total === 1 ? one : many}${searched ? ' found' : ''}`);
