import { Component, DestroyRef, type ElementRef, inject, input, output, viewChild } from '@angular/core';
import { Icon } from './icon';

const searchPauseMs = 200;

/** Searches as you type: what is typed is said a moment after the last key. In a dialog it is what one begins with. */
@Component({
  selector: 'dz-search-box',
  imports: [Icon],
  host: { class: 'search', role: 'search' },
  template: `
    <dz-icon name="search" />
    <input
      #box
      dialog-focus
      class="input"
      type="search"
      autocomplete="off"
      spellcheck="false"
      [attr.aria-label]="label()"
      [placeholder]="hint()"
      [value]="text() ?? ''"
      (input)="type(box.value)"
    />
  `,
})
export class SearchBox {
  readonly label = input.required<string>();
  /** What can be typed, such as “Name or address”. */
  readonly hint = input.required<string>();
  /** What is searched for now. */
  readonly text = input<string | null>();
  /** What to search for, without spaces around it; empty for everything. */
  readonly searched = output<string>();

  private readonly box = viewChild.required<ElementRef<HTMLInputElement>>('box');
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    inject(DestroyRef).onDestroy(() => this.rest());
  }

  focus(): void {
    this.box().nativeElement.focus();
  }

  /** Says nothing of what was typed last: something else decides what is searched for. */
  rest(): void {
    clearTimeout(this.timer);
  }

  protected type(text: string): void {
    this.rest();
    this.timer = setTimeout(() => this.searched.emit(text.trim()), searchPauseMs);
  }
}
