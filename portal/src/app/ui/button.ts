import { Component, ElementRef, inject, input } from '@angular/core';
import { Icon } from './icon';
import type { IconName } from './icons';

/** The look of a control that acts; on `<button>`, or on `<a>` where the act is to go somewhere. A busy button keeps its words and its focus. */
@Component({
  selector: 'button[dz-button], a[dz-button]',
  imports: [Icon],
  template: `
    @if (busy()) {
      <dz-icon name="running" size="small" class="turning" />
    } @else if (icon(); as name) {
      <dz-icon [name]="name" size="small" />
    }
    <ng-content />
  `,
  styleUrl: './button.css',
  host: {
    '[class]': 'variant()',
    '[class.small]': "size() === 'small'",
    '[attr.aria-disabled]': 'busy() || null',
    '[attr.aria-busy]': 'busy() || null',
  },
})
export class Button {
  readonly variant = input<'primary' | 'plain' | 'quiet' | 'danger'>('plain');
  readonly size = input<'small' | 'normal'>('normal');
  readonly icon = input<IconName | null>(null);
  readonly busy = input(false);

  constructor() {
    const { nativeElement } = inject<ElementRef<HTMLElement>>(ElementRef);
    // In the capture phase, so that it comes before the listeners of the template the button stands in.
    nativeElement.addEventListener('click', (event) => this.swallowWhileBusy(event), { capture: true });
  }

  private swallowWhileBusy(event: Event): void {
    if (!this.busy()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}
