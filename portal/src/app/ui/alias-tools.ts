import { Component, input, output } from '@angular/core';
import { Button } from './button';
import { IconButton } from './icon-button';

/** What can be done with an alias, each named with its address. */
@Component({
  selector: 'dz-alias-tools',
  imports: [Button, IconButton],
  template: `
    <button dz-button size="small" variant="quiet" type="button" [attr.aria-label]="'Label ' + alias().address" (click)="label.emit()">Label</button>
    <button
      dz-icon-button
      [icon]="alias().enabled ? 'pause' : 'play'"
      [disabled]="busy()"
      [aria-label]="(alias().enabled ? 'Switch off ' : 'Switch on ') + alias().address"
      (click)="switched.emit()"
    ></button>
    <button dz-icon-button icon="trash" [disabled]="busy()" [aria-label]="'Remove ' + alias().address" (click)="remove.emit()"></button>
  `,
  styles: `
    :host {
      display: flex;
      align-items: center;
      min-width: 0;
    }
  `,
})
export class AliasTools {
  readonly alias = input.required<{ readonly address: string; readonly enabled: boolean }>();
  /** A change of an alias is being sent. */
  readonly busy = input(false);
  readonly label = output();
  readonly switched = output();
  readonly remove = output();
}
