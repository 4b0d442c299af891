import { Component, computed, input, signal } from '@angular/core';
import { Field } from './field';

/** Asks for a name to be typed before what it names is lost. */
@Component({
  selector: 'dz-confirm-field',
  imports: [Field],
  template: `
    <dz-field [label]="'Type “' + name() + '” to confirm'" [controlId]="controlId()">
      <input #box dialog-focus class="input" type="text" autocomplete="off" spellcheck="false" [id]="controlId()" [value]="typed()" (input)="typed.set(box.value)" />
    </dz-field>
  `,
})
export class ConfirmField {
  readonly name = input.required<string>();
  readonly controlId = input('confirm-name');

  protected readonly typed = signal('');
  readonly matches = computed(() => this.typed().trim() === this.name().trim());
}
