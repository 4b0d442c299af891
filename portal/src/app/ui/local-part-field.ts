import { Component, type ElementRef, input, output, viewChild } from '@angular/core';
import { Field } from './field';

/** What does not fit in the part before the @; null when it does. The API has the last word. */
export const localPartProblem = (part: string): string | null =>
  /^[a-z0-9]([a-z0-9._-]*[a-z0-9])?$/.test(part) ? null : 'Use letters, digits, dots and hyphens, such as ada.lovelace.';

/** The part of an address before the @, with the domain behind it: the one there is, or those to choose from. */
@Component({
  selector: 'dz-local-part-field',
  imports: [Field],
  template: `
    <dz-field [label]="label()" [controlId]="controlId()" [help]="help()" [error]="error()">
      <div class="input-group">
        <input
          #box
          class="input"
          type="text"
          autocomplete="off"
          autocapitalize="none"
          spellcheck="false"
          [id]="controlId()"
          [attr.aria-describedby]="help() !== null || error() !== null ? controlId() + '-hint' : null"
          [attr.aria-invalid]="error() !== null"
          [value]="part()"
          (input)="typed.emit(box.value.toLowerCase().trim())"
        />
        @if (domains().length > 1) {
          <select #choice class="suffix" [attr.aria-label]="domainLabel()" (change)="domainChosen.emit(choice.value)">
            @for (name of domains(); track name) {
              <option [value]="name" [selected]="name === domain()">&#64;{{ name }}</option>
            }
          </select>
        } @else {
          <span class="suffix">&#64;{{ domain() ?? '…' }}</span>
        }
      </div>
    </dz-field>
  `,
  styles: `
    select.suffix {
      max-width: 60%;
      font: inherit;
    }
  `,
})
export class LocalPartField {
  readonly label = input.required<string>();
  readonly controlId = input('local-part');
  readonly part = input.required<string>();
  /** The domain behind it; null while it is not known. */
  readonly domain = input.required<string | null>();
  /** Those to choose from; with one or none there is no choice. */
  readonly domains = input<readonly string[]>([]);
  /** What the choice is called. */
  readonly domainLabel = input('Domain of the address');
  readonly help = input<string | null>(null);
  readonly error = input.required<string | null>();
  /** What was typed, in small letters. */
  readonly typed = output<string>();
  readonly domainChosen = output<string>();

  private readonly box = viewChild.required<ElementRef<HTMLInputElement>>('box');

  focus(): void {
    this.box().nativeElement.focus();
  }
}
