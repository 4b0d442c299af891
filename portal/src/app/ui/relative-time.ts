import { Component, computed, DestroyRef, inject, input, signal } from '@angular/core';

const units: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number])[] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const exactWords = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'medium' });

/**
 * The distance between two moments in words.
 * @param at milliseconds since 1970
 * @param now milliseconds since 1970
 */
export function relativeTime(at: number, now: number): string {
  const seconds = Math.round((at - now) / 1000);
  const unit = units.find(([, length]) => Math.abs(seconds) >= length);
  return unit === undefined ? 'just now' : words.format(Math.trunc(seconds / unit[1]), unit[0]);
}

/** A moment as people say it, kept current; the exact one shows on hover. */
@Component({
  selector: 'dz-relative-time',
  template: `<time [attr.datetime]="iso()" [title]="exact()">{{ text() }}</time>`,
  styles: `
    :host {
      white-space: nowrap;
    }
  `,
})
export class RelativeTime {
  /** ISO 8601, or milliseconds since 1970. */
  readonly at = input.required<string | number>();

  private readonly now = signal(Date.now());
  private readonly date = computed(() => new Date(this.at()));
  protected readonly iso = computed(() => this.date().toISOString());
  protected readonly exact = computed(() => exactWords.format(this.date()));
  protected readonly text = computed(() => relativeTime(this.date().getTime(), this.now()));

  constructor() {
    const timer = setInterval(() => this.now.set(Date.now()), 30_000);
    inject(DestroyRef).onDestroy(() => clearInterval(timer));
  }
}
