import { Component, DestroyRef, DOCUMENT, effect, ElementRef, inject, input, output, viewChild } from '@angular/core';
import { IconButton } from './icon-button';

/**
 * A decision in the middle of the screen, on the browser's own modal dialog (focus kept inside, Escape asks to close).
 * It shows for as long as it is in the template; `dismiss` is a wish that the owner may refuse.
 * The actions carry `dialog-actions`, the control to begin with `dialog-focus`; without one the heading has the focus.
 */
@Component({
  selector: 'dz-dialog',
  imports: [IconButton],
  template: `
    <dialog #dialog [class]="side()" [attr.aria-labelledby]="id" (cancel)="ask($event)" (close)="askAfterClose()" (mousedown)="dismissOnVeil($event)">
      <div class="frame">
        <header>
          <h2 [id]="id" tabindex="-1">{{ heading() }}</h2>
          <span class="tools">
            <ng-content select="[dialog-tools]" />
            <button dz-icon-button icon="close" aria-label="Close" (click)="dismiss.emit()"></button>
          </span>
        </header>
        <div class="body"><ng-content /></div>
        <footer><ng-content select="[dialog-actions]" /></footer>
      </div>
    </dialog>
  `,
  styleUrl: './dialog.css',
})
export class Dialog {
  readonly heading = input.required<string>();
  /** `middle` for decisions, `right` for details, `left` for the places on a small screen. */
  readonly side = input<'middle' | 'right' | 'left'>('middle');
  readonly dismiss = output();

  protected readonly id = `dialog-${++count}`;
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');

  constructor() {
    effect(() => {
      const { nativeElement } = this.dialog();
      if (nativeElement.open) return;
      nativeElement.showModal();
      nativeElement.querySelector<HTMLElement>('[dialog-focus], h2')?.focus();
    });
    // An element that leaves the page while its dialog is open takes the focus along; it goes back to where it came from.
    const before = inject(DOCUMENT).activeElement;
    inject(DestroyRef).onDestroy(() => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    });
  }

  protected ask(event: Event): void {
    event.preventDefault();
    this.dismiss.emit();
  }

  /** A second Escape closes the element without asking; while the owner keeps the dialog it shows again. */
  protected askAfterClose(): void {
    this.dismiss.emit();
    setTimeout(() => {
      const { nativeElement } = this.dialog();
      if (nativeElement.isConnected && !nativeElement.open) nativeElement.showModal();
    });
  }

  protected dismissOnVeil(event: MouseEvent): void {
    if (this.side() !== 'middle' && event.target === this.dialog().nativeElement) this.dismiss.emit();
  }
}

let count = 0;
