import { Component, effect, ElementRef, inject, viewChild } from '@angular/core';
import { Announcer } from './announcer';
import { IconButton } from './icon-button';

/** Where messages show: a live region that stands above dialogs too. */
@Component({
  selector: 'dz-toasts',
  imports: [IconButton],
  template: `
    <div #region class="region" popover="manual" role="status" aria-live="polite">
      @for (toast of announcer.toasts(); track toast.id) {
        <p class="toast">
          {{ toast.text }}
          <button dz-icon-button icon="close" aria-label="Dismiss" (click)="announcer.dismiss(toast.id)"></button>
        </p>
      }
    </div>
  `,
  styles: `
    .region {
      position: fixed;
      inset: auto 16px 16px auto;
      display: grid;
      gap: 8px;
      margin: 0;
      padding: 0;
      background: none;
      border: 0;
      max-width: calc(100vw - 32px);
      overflow: visible;
      pointer-events: none;
    }
    .toast {
      display: flex;
      align-items: center;
      justify-content: space-between;
      gap: 12px;
      max-width: 420px;
      padding: 6px 6px 6px 14px;
      background: var(--raised);
      border: 1px solid var(--line-strong);
      border-radius: var(--radius-m);
      box-shadow: var(--shadow-2);
      color: var(--text);
      font-size: var(--size-table);
      pointer-events: auto;
      animation: rise var(--calm);
    }
    @keyframes rise {
      from {
        opacity: 0;
        transform: translateY(8px);
      }
    }
  `,
})
export class Toasts {
  protected readonly announcer = inject(Announcer);
  private readonly region = viewChild.required<ElementRef<HTMLElement>>('region');

  constructor() {
    effect(() => {
      if (this.announcer.toasts().length === 0) return;
      const region = this.region().nativeElement;
      // Shown anew with each message: what enters the top layer last lies above an open dialog.
      if (typeof region.showPopover !== 'function') return;
      if (region.matches(':popover-open')) region.hidePopover();
      region.showPopover();
    });
  }
}
