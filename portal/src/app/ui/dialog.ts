import { afterNextRender, Component, computed, DestroyRef, DOCUMENT, effect, ElementRef, inject, Injector, input, output, signal, type Signal, viewChild } from '@angular/core';
import { Button } from './button';
import { IconButton } from './icon-button';
import { Notice } from './notice';
import { ResizeHandle } from './resize-handle';
import { LeaveGuard, type Unsaved } from './unsaved';

/**
 * A decision in the middle of the screen, on the browser's own modal dialog (focus kept inside, Escape asks to close).
 * It shows for as long as it is in the template; `dismiss` is a wish that the owner may refuse.
 * While `unsaved` has words, every way out asks with them first: Escape, the cross, Back, another page, a closed tab.
 * The actions carry `dialog-actions`, the control to begin with `dialog-focus`; without one the heading has the focus.
 */
@Component({
  selector: 'dz-dialog',
  imports: [Button, IconButton, Notice, ResizeHandle],
  template: `
    <dialog
      #dialog
      [class]="side()"
      [attr.aria-labelledby]="id"
      [style.--drawer-width.px]="width()"
      (cancel)="ask($event)"
      (close)="askAfterClose()"
      (mousedown)="dismissOnVeil($event)"
    >
      @if (side() === 'right') {
        <dz-resize-handle [width]="width()" [least]="least" [most]="most" (resized)="keepWidth($event)" />
      }
      <div class="frame">
        <header>
          <h2 [id]="id" tabindex="-1">{{ heading() }}</h2>
          <span class="tools">
            <ng-content select="[dialog-tools]" />
            <button dz-icon-button icon="close" aria-label="Close" (click)="leave()"></button>
          </span>
        </header>
        <div class="body"><ng-content /></div>
        @if (question(); as words) {
          <div class="question" role="alert">
            <dz-notice tone="attention"
              ><strong>{{ words.title }}</strong> {{ words.text }}</dz-notice
            >
          </div>
          <footer>
            <button #keep dz-button type="button" (click)="stay()">{{ words.keep }}</button>
            <button dz-button type="button" variant="danger" (click)="release()">{{ words.leave }}</button>
          </footer>
        }
        <footer [hidden]="question() !== null"><ng-content select="[dialog-actions]" /></footer>
      </div>
    </dialog>
  `,
  styleUrl: './dialog.css',
})
export class Dialog {
  readonly heading = input.required<string>();
  /** `middle` for decisions, `right` for details, `left` for the places on a small screen. */
  readonly side = input<'middle' | 'right' | 'left'>('middle');
  /** What closing would lose; a signal, so that it counts at once and not after the next rendering. */
  readonly unsaved = input<Signal<Unsaved | null>>(nothingUnsaved);
  readonly dismiss = output();
  /** Told to go on instead of losing what is unsaved. */
  readonly kept = output();

  protected readonly asked = signal(false);
  protected readonly question = computed(() => (this.asked() ? this.unsaved()() : null));
  private released = false;
  protected readonly id = `dialog-${++count}`;
  protected readonly least = narrowest;
  protected readonly most = widest;
  protected readonly width = signal(keptWidth());
  /** Where the focus was when the question came. */
  private left: HTMLElement | null = null;
  private readonly keep = viewChild<string, ElementRef<HTMLElement>>('keep', { read: ElementRef });
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');

  constructor() {
    const document = inject(DOCUMENT);
    const injector = inject(Injector);
    effect(() => {
      const { nativeElement } = this.dialog();
      if (nativeElement.open) return;
      nativeElement.showModal();
      // What the dialog shows may be there a moment later only. Asked for together, the heading would be found always: it comes first in the page.
      afterNextRender(() => (nativeElement.querySelector<HTMLElement>('[dialog-focus]') ?? nativeElement.querySelector<HTMLElement>('h2'))?.focus(), { injector });
    });
    // Who asked by a key answers by one: the question has the focus, and what had it before gets it back.
    effect(() => {
      const keep = this.keep()?.nativeElement;
      if (keep === undefined) return;
      this.left = document.activeElement instanceof HTMLElement ? document.activeElement : null;
      keep.focus();
    });
    // Once all is saved or discarded a dialog that stays, such as a drawer that goes to the next one, asks anew.
    effect(() => {
      if (this.unsaved()() !== null) return;
      this.released = false;
      this.asked.set(false);
    });
    // An element that leaves the page while its dialog is open takes the focus along; it goes back to where it came from.
    const before = document.activeElement;
    const end = inject(DestroyRef);
    inject(LeaveGuard).register({ holds: () => !this.released && this.unsaved()() !== null, ask: () => this.asked.set(true) }, end);
    end.onDestroy(() => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    });
  }

  protected keepWidth(width: number): void {
    this.width.set(width);
    localStorage.setItem(widthKey, String(width));
  }

  /** Closes, or asks first while something would be lost. */
  leave(): void {
    if (this.unsaved()() === null) this.dismiss.emit();
    else this.asked.set(true);
  }

  protected stay(): void {
    this.asked.set(false);
    this.kept.emit();
    if (this.left?.isConnected) this.left.focus();
  }

  protected release(): void {
    this.released = true;
    this.dismiss.emit();
  }

  protected ask(event: Event): void {
    event.preventDefault();
    this.leave();
  }

  /** A second Escape closes the element without asking; while the owner keeps the dialog it shows again. */
  protected askAfterClose(): void {
    this.leave();
    setTimeout(() => {
      const { nativeElement } = this.dialog();
      if (nativeElement.isConnected && !nativeElement.open) nativeElement.showModal();
    });
  }

  protected dismissOnVeil(event: MouseEvent): void {
    if (this.side() !== 'middle' && event.target === this.dialog().nativeElement) this.leave();
  }
}

let count = 0;

const nothingUnsaved = signal(null);

const widthKey = 'dezky.drawer';
const narrowest = 360;
const widest = 960;

/** The width somebody gave the drawer in this browser, or 480 pixels. */
function keptWidth(): number {
  const kept = Number(localStorage.getItem(widthKey));
  return kept >= narrowest && kept <= widest ? kept : 480;
}
