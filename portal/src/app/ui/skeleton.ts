import { Component, computed, input } from '@angular/core';

/** The shape of what is coming: bars that appear after 150 ms, so that a quick answer shows none. */
@Component({
  selector: 'dz-skeleton',
  template: `
    <span class="visually-hidden">Loading</span>
    @for (bar of bars(); track bar) {
      <span class="bar" [style.width.%]="$last && lines() > 1 ? 60 : 100" [style.height.px]="height()"></span>
    }
  `,
  styles: `
    :host {
      display: grid;
      gap: 10px;
      animation: appear 150ms 150ms both;
    }
    .bar {
      display: block;
      border-radius: 6px;
      background: linear-gradient(90deg, var(--quiet-soft) 30%, var(--hover) 50%, var(--quiet-soft) 70%) 0 0 / 300% 100%;
      animation: sweep 1.6s ease-in-out infinite;
    }
    @keyframes sweep {
      from {
        background-position: 100% 0;
      }
      to {
        background-position: 0 0;
      }
    }
    @keyframes appear {
      from {
        opacity: 0;
      }
    }
    @media (prefers-reduced-motion: reduce) {
      .bar {
        animation: none;
      }
    }
  `,
  host: { role: 'status' },
})
export class Skeleton {
  readonly lines = input(3);
  /** Pixels of one bar. */
  readonly height = input(14);

  protected readonly bars = computed(() => Array.from({ length: this.lines() }, (_, at) => at));
}
