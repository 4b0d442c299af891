import { Component, ElementRef, inject, input, output } from '@angular/core';
import { Field } from '../../ui/field';

/** What does not fit in the part before the @; null when it does. The API has the last word. */
export const localPartProblem = (part: string): string | null =>
  /^[a-z0-9]([a-z0-9._-]*[a-z0-9])?$/.test(part) ? null : 'Use letters, digits, dots and hyphens, such as ada.lovelace.';

/** The part of an address before the @, with the domain behind it: the one there is, or those to choose from. */
@Component({
  selector: 'dz-local-part-field',
  imports: [Field],
  template: `
    <dz-field [label]="label()" controlId="local-part" [help]="help()" [error]="error()">
      <div class="input-group">
        <input
          #box
          class="input"
          id="local-part"
          type="text"
          autocomplete="off"
          autocapitalize="none"
          spellcheck="false"
          [attr.aria-describedby]="help() !== null || error() !== null ? 'local-part-hint' : null"
          [attr.aria-invalid]="error() !== null"
          [value]="part()"
          (input)="typed.emit(box.value.toLowerCase().trim())"
        />
        @if (domains().length > 1) {
          <select #choice class="input domains" aria-label="Domain" (change)="domainChosen.emit(choice.value)">
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
    .domains {
      flex: 0 1 auto;
      width: auto;
      margin-left: -1px;
      border-radius: 0 var(--radius-m) var(--radius-m) 0;
    }
  `,
})
export class LocalPartField {
  readonly label = input.required<string>();
  readonly part = input.required<string>();
  /** The domain behind it; null while it is not known. */
  readonly domain = input.required<string | null>();
  /** Those to choose from; with one or none there is no choice. */
  readonly domains = input<readonly string[]>([]);
  readonly help = input<string | null>(null);
  readonly error = input.required<string | null>();
  /** What was typed, in small letters. */
  readonly typed = output<string>();
  readonly domainChosen = output<string>();

  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef);

  focus(): void {
    this.host.nativeElement.querySelector('input')?.focus();
  }
}
