import { Injectable, signal } from '@angular/core';

/** A short message that shows in the corner and is read aloud. */
export interface Toast {
  readonly id: number;
  readonly text: string;
}

/** Says what just happened; `dz-toasts` shows and reads it. */
@Injectable({ providedIn: 'root' })
export class Announcer {
  private readonly shown = signal<readonly Toast[]>([]);
  readonly toasts = this.shown.asReadonly();
  private count = 0;

  say(text: string): void {
    const toast = { id: ++this.count, text };
    this.shown.update((toasts) => [...toasts, toast].slice(-3));
    setTimeout(() => this.dismiss(toast.id), 6_000);
  }

  dismiss(id: number): void {
    this.shown.update((toasts) => toasts.filter((toast) => toast.id !== id));
  }
}
