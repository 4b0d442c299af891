import { Component, input, output } from '@angular/core';

/** A box that picks a row, or all of them; `some` stands for a part of them. The target is larger than what is seen. */
@Component({
  selector: 'dz-pick-box',
  template: `<label>
    <input #box type="checkbox" [attr.aria-label]="label()" [checked]="picked() === 'all'" [indeterminate]="picked() === 'some'" (change)="turned.emit(box.checked)" />
  </label>`,
  styles: `
    :host {
      display: block;
    }
    label {
      display: grid;
      place-items: center;
      width: 28px;
      height: 28px;
      margin: -6px;
      cursor: pointer;
    }
    input {
      width: 16px;
      height: 16px;
      margin: 0;
      accent-color: var(--accent);
      cursor: pointer;
    }
  `,
})
export class PickBox {
  /** What it picks, as "Select Ada Lovelace". */
  readonly label = input.required<string>();
  readonly picked = input.required<'none' | 'some' | 'all'>();
  readonly turned = output<boolean>();
}
