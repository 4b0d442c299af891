import { Component, input, output } from '@angular/core';
import { Button } from '../../ui/button';
import { IconButton } from '../../ui/icon-button';
import { type BulkAct, bulkWords } from './bulk-act';

/** Says how many users are picked and what can be done to them; says honestly that only loaded ones can be picked. */
@Component({
  selector: 'dz-bulk-bar',
  imports: [Button, IconButton],
  template: `
    <span class="words">
      <strong role="status">{{ count() }} selected</strong>
      @if (count() < loaded()) {
        <button dz-button size="small" variant="quiet" type="button" (click)="pickAll.emit()">Select all {{ loaded() }} shown</button>
      } @else if (total() > loaded()) {
        <span class="small soft">{{ total() }} match; only the {{ loaded() }} that are loaded can be selected.</span>
      }
    </span>
    <span class="row acts">
      @for (act of acts; track act) {
        <button dz-button size="small" type="button" [icon]="words[act].icon" (click)="choose.emit(act)">{{ words[act].verb }}</button>
      }
    </span>
    <button dz-icon-button icon="close" aria-label="Clear the selection" (click)="clear.emit()"></button>
  `,
  styles: `
    :host {
      position: sticky;
      bottom: 16px;
      z-index: 2;
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: space-between;
      gap: 8px 16px;
      justify-self: center;
      max-width: 100%;
      min-height: 48px;
      padding: 8px 8px 8px 16px;
      background: var(--raised);
      border: 1px solid var(--line-strong);
      border-radius: var(--radius-l);
      box-shadow: var(--shadow-2);
      font-size: var(--size-table);
      animation: rise var(--calm);
    }
    .words {
      display: flex;
      flex: 1 1 auto;
      flex-wrap: wrap;
      align-items: center;
      gap: 4px 8px;
      min-height: 28px;
    }
    @media (max-width: 720px) {
      :host {
        justify-self: stretch;
      }
      .words {
        flex-basis: 0;
      }
      .acts {
        order: 1;
        flex-basis: 100%;
      }
    }
    @keyframes rise {
      from {
        opacity: 0;
        transform: translateY(8px);
      }
    }
  `,
  host: { role: 'region', 'aria-label': 'Selected users' },
})
export class BulkBar {
  readonly count = input.required<number>();
  readonly loaded = input.required<number>();
  /** How many users match on all pages. */
  readonly total = input.required<number>();
  readonly choose = output<BulkAct>();
  readonly pickAll = output();
  readonly clear = output();

  protected readonly words = bulkWords;
  protected readonly acts = Object.keys(bulkWords) as BulkAct[];
}
