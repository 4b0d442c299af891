import { Component, computed, input, output, signal, viewChild } from '@angular/core';
import { LocalPartField } from './local-part-field';

/** The names of the domains that addresses can be on: those whose records are right. Null while they are not known. */
export const verifiedNames = (domains: readonly { readonly name: string; readonly status: string }[] | null | undefined): readonly string[] | null =>
  domains?.filter(({ status }) => status === 'VERIFIED').map(({ name }) => name) ?? null;

/** A whole address on one of the domains given. Whoever pastes a whole address means its domain too; one on any other domain stays as it is, for the API to refuse. */
@Component({
  selector: 'dz-address-field',
  imports: [LocalPartField],
  template: `
    <dz-local-part-field
      [label]="label()"
      [controlId]="controlId()"
      [part]="part()"
      [domain]="domain() || null"
      [domains]="domains() ?? []"
      [domainLabel]="domainLabel()"
      [help]="domains()?.length === 0 ? 'An address needs a domain whose DNS records are right.' : null"
      [error]="error()"
      (typed)="type($event)"
      (domainChosen)="choose($event)"
    />
  `,
})
export class AddressField {
  readonly label = input.required<string>();
  readonly controlId = input.required<string>();
  /** Those that addresses can be on, the first of them offered first; null while they are not known. */
  readonly domains = input.required<readonly string[] | null>();
  readonly domainLabel = input('Domain of the address');
  readonly error = input<string | null>(null);
  /** What it begins with; `reset` goes back to it. */
  readonly initial = input('');
  /** Something was typed or chosen. */
  readonly changed = output();

  private readonly field = viewChild.required(LocalPartField);
  private readonly typed = signal<string | null>(null);
  private readonly picked = signal<string | null>(null);
  private readonly whole = computed(() => this.typed() ?? this.initial());
  /** The domain of a whole address, where it is one to choose. */
  private readonly own = (address: string): string | null => {
    const name = address.slice(address.lastIndexOf('@') + 1);
    return address.includes('@') && (this.domains()?.includes(name) ?? address === this.initial()) ? name : null;
  };
  protected readonly domain = computed(() => this.own(this.whole()) ?? this.picked() ?? this.own(this.initial()) ?? this.domains()?.[0] ?? '');
  protected readonly part = computed(() => (this.own(this.whole()) === null ? this.whole() : this.whole().slice(0, this.whole().lastIndexOf('@'))));
  /** The whole address; empty while nothing is typed. */
  readonly address = computed(() => {
    const part = this.part();
    return part === '' || (part.includes('@') && this.own(this.whole()) === null) ? part : `${part}@${this.domain()}`;
  });
  /** What has to be done before it can be sent; null when nothing has. The API has the last word. */
  readonly problem = computed(() => (this.address() === '' ? 'Enter the part of the address before the @.' : null));

  focus(): void {
    this.field().focus();
  }

  reset(): void {
    this.typed.set(null);
    this.picked.set(null);
  }

  protected type(text: string): void {
    // What was pasted whole has chosen its domain, also for what is typed next.
    const own = this.own(this.whole());
    if (own !== null) this.picked.set(own);
    this.typed.set(text);
    this.changed.emit();
  }

  protected choose(name: string): void {
    this.typed.set(this.part());
    this.picked.set(name);
    this.changed.emit();
  }
}
