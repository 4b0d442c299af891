import { Component, computed, ElementRef, input, output, signal, viewChild } from '@angular/core';
import { liveQuery } from '../../graphql/live-query';
import { Field } from '../../ui/field';
import { MailDomainsDocument } from './add-alias-dialog.generated';

/** An address on one of the domains whose records are right. Whoever pastes a whole address means its domain too. */
@Component({
  selector: 'dz-address-field',
  imports: [Field],
  template: `
    <dz-field [label]="label()" [controlId]="controlId()" [error]="error()" [help]="domains()?.length === 0 ? 'An address needs a domain whose DNS records are right.' : null">
      <div class="input-group">
        <input
          #box
          class="input"
          autocomplete="off"
          autocapitalize="none"
          spellcheck="false"
          [id]="controlId()"
          [attr.aria-describedby]="error() === null ? null : controlId() + '-hint'"
          [attr.aria-invalid]="error() !== null"
          [value]="part()"
          (input)="type(box.value)"
        />
        @if ((domains()?.length ?? 0) > 1) {
          <select #domainBox class="suffix" aria-label="Domain of the address" (change)="choose(domainBox.value)">
            @for (name of domains(); track name) {
              <option [value]="name" [selected]="name === domain()">&#64;{{ name }}</option>
            }
          </select>
        } @else {
          <span class="suffix">&#64;{{ domain() || '…' }}</span>
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
export class AddressField {
  readonly slug = input.required<string>();
  readonly label = input.required<string>();
  readonly controlId = input.required<string>();
  readonly error = input<string | null>(null);
  /** What it begins with; discarding goes back to it. */
  readonly initial = input('');
  /** Something was typed or chosen. */
  readonly changed = output();

  private readonly box = viewChild.required<ElementRef<HTMLInputElement>>('box');
  private readonly choices = liveQuery(MailDomainsDocument, () => ({ slug: this.slug() }));
  protected readonly domains = computed(() => this.choices.data()?.tenant?.domains?.filter(({ status }) => status === 'VERIFIED').map(({ name }) => name) ?? null);
  private readonly typed = signal<string | null>(null);
  private readonly picked = signal<string | null>(null);
  private readonly whole = computed(() => this.typed() ?? this.initial());
  private readonly own = (address: string): string | null => {
    const name = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
    return address.includes('@') && (this.domains()?.includes(name) ?? address === this.initial()) ? name : null;
  };
  protected readonly domain = computed(() => this.own(this.whole()) ?? this.picked() ?? this.own(this.initial()) ?? this.domains()?.[0] ?? '');
  protected readonly part = computed(() => (this.own(this.whole()) === null ? this.whole() : this.whole().slice(0, this.whole().lastIndexOf('@'))));
  /** The whole address; empty while nothing is typed. */
  readonly address = computed(() => {
    const part = this.part();
    return part === '' || (part.includes('@') && this.own(this.whole()) === null) ? part : `${part}@${this.domain()}`;
  });

  focus(): void {
    this.box().nativeElement.focus();
  }

  reset(): void {
    this.typed.set(null);
    this.picked.set(null);
  }

  protected type(text: string): void {
    this.typed.set(text.trim());
    this.changed.emit();
  }

  protected choose(name: string): void {
    this.typed.set(this.part());
    this.picked.set(name);
    this.changed.emit();
  }
}
