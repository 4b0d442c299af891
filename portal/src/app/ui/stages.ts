import { Component, input, model } from '@angular/core';
import { Icon } from './icon';

/** One stage of something that is done in order. */
export interface Stage {
  readonly id: string;
  readonly name: string;
  readonly done: boolean;
}

/** Where one is in something with an order: what is done stays open to look at, what comes after what is not done waits. */
@Component({
  selector: 'dz-stages',
  imports: [Icon],
  template: `
    <ol [attr.aria-label]="label()">
      @for (stage of stages(); track stage.id) {
        <li [class.done]="stage.done" [class.here]="stage.id === at()">
          <button type="button" [attr.aria-current]="stage.id === at() ? 'step' : null" [disabled]="!reachable($index)" (click)="at.set(stage.id)">
            <span class="mark">
              @if (stage.done) {
                <dz-icon name="check" size="small" />
                <span class="visually-hidden">Done:</span>
              } @else {
                {{ $index + 1 }}
              }
            </span>
            {{ stage.name }}
          </button>
        </li>
      }
    </ol>
  `,
  styles: `
    ol {
      display: flex;
      flex-wrap: wrap;
      gap: 4px 20px;
    }
    button {
      display: flex;
      align-items: center;
      gap: 8px;
      min-height: 32px;
      padding: 0 4px;
      border: 0;
      border-radius: var(--radius-m);
      background: none;
      color: var(--text-soft);
      font: inherit;
      cursor: pointer;
    }
    button:disabled {
      cursor: default;
    }
    .mark {
      display: grid;
      place-items: center;
      width: 22px;
      height: 22px;
      border: 1px solid var(--line-strong);
      border-radius: 50%;
      font-size: var(--size-small);
    }
    .done .mark {
      border-color: var(--right);
      color: var(--right);
    }
    .here button {
      color: var(--text);
      font-weight: 600;
    }
    .here:not(.done) .mark {
      border-color: var(--accent);
      color: var(--accent);
    }
  `,
})
export class Stages {
  readonly label = input.required<string>();
  readonly stages = input.required<readonly Stage[]>();
  readonly at = model.required<string>();

  protected reachable(index: number): boolean {
    return this.stages()
      .slice(0, index)
      .every(({ done }) => done);
  }
}
