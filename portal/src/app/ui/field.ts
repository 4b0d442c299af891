import { Component, input } from '@angular/core';

/** Label above, help below, error in place of the help. The control inside takes `controlId` as its id and `controlId + '-hint'` as its description. */
@Component({
  selector: 'dz-field',
  template: `
    <label [for]="controlId()">{{ label() }}</label>
    <ng-content />
    @if (error(); as words) {
      <p class="error" [id]="controlId() + '-hint'" role="alert">{{ words }}</p>
    } @else if (help(); as words) {
      <p class="help" [id]="controlId() + '-hint'">{{ words }}</p>
    }
  `,
  styles: `
    :host {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 6px;
    }
    label {
      font-weight: 550;
      font-size: var(--size-table);
    }
    p {
      font-size: var(--size-small);
      line-height: 16px;
    }
    .help {
      color: var(--text-faint);
    }
    .error {
      color: var(--wrong);
    }
  `,
})
export class Field {
  readonly label = input.required<string>();
  readonly controlId = input.required<string>();
  readonly help = input<string | null>(null);
  readonly error = input<string | null>(null);
}
