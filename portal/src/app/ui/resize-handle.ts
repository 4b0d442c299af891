import { Component, input, output } from '@angular/core';

const keyStep = 24;

/** The left edge of a drawer, to be dragged, or moved by the arrow keys. */
@Component({
  selector: 'dz-resize-handle',
  template: '',
  styles: `
    :host {
      position: absolute;
      inset: 0 auto 0 0;
      z-index: 1;
      width: 8px;
      cursor: ew-resize;
      touch-action: none;
      transition: background var(--quick);
    }
    :host(:hover),
    :host(:focus-visible) {
      background: var(--accent);
      outline: none;
    }
    @media (max-width: 720px) {
      :host {
        display: none;
      }
    }
  `,
  host: {
    role: 'separator',
    tabindex: '0',
    'aria-orientation': 'vertical',
    'aria-label': 'Width',
    '[attr.aria-valuenow]': 'width()',
    '[attr.aria-valuemin]': 'least()',
    '[attr.aria-valuemax]': 'most()',
    '(pointerdown)': 'grip($event)',
    '(pointermove)': 'drag($event)',
    '(keydown)': 'steer($event)',
  },
})
export class ResizeHandle {
  /** Pixels, as the other measures. */
  readonly width = input.required<number>();
  readonly least = input.required<number>();
  readonly most = input.required<number>();
  readonly resized = output<number>();

  protected grip(event: PointerEvent): void {
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
  }

  protected drag(event: PointerEvent): void {
    const handle = event.currentTarget as HTMLElement;
    if (handle.hasPointerCapture(event.pointerId)) this.offer(window.innerWidth - event.clientX);
  }

  protected steer(event: KeyboardEvent): void {
    const step = { ArrowLeft: keyStep, ArrowRight: -keyStep }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    this.offer(this.width() + step);
  }

  private offer(width: number): void {
    this.resized.emit(Math.round(Math.min(this.most(), Math.max(this.least(), width))));
  }
}
