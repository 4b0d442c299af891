import { type FormMembers, type FormValue, isMembers } from './form';
import { StripeFailure } from './stripe-error';

/** Reads parameters by name; what is left over at the end is unknown. */
export class Parameters {
  private readonly taken = new Set<string>(['expand']);

  constructor(
    private readonly members: FormMembers,
    private readonly path = '',
  ) {}

  text(name: string): string | undefined {
    const value = this.take(name);
    if (value === undefined) return undefined;
    if (typeof value !== 'string') throw StripeFailure.refused(`Invalid string: ${this.at(name)}`, this.at(name));
    return value;
  }

  required(name: string): string {
    const value = this.text(name);
    if (value === undefined || value === '') throw StripeFailure.parameter('parameter_missing', this.at(name));
    return value;
  }

  integer(name: string): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    if (!/^-?\d+$/.test(value)) throw StripeFailure.parameter('parameter_invalid_integer', this.at(name));
    return Number(value);
  }

  flag(name: string): boolean | undefined {
    const value = this.text(name);
    if (value !== undefined && value !== 'true' && value !== 'false') throw StripeFailure.refused(`Invalid boolean: ${value}`, this.at(name));
    return value === undefined ? undefined : value === 'true';
  }

  choice<T extends string>(name: string, values: readonly T[]): T | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const found = values.find((known) => known === value);
    if (found === undefined) throw StripeFailure.refused(`Invalid ${this.at(name)}: must be one of ${values.join(', ')}`, this.at(name));
    return found;
  }

  /** A nested object, or nothing. */
  group(name: string): Parameters | undefined {
    const value = this.take(name);
    if (value === undefined || value === '') return undefined;
    if (!isMembers(value)) throw StripeFailure.refused(`Invalid object: ${this.at(name)}`, this.at(name));
    return new Parameters(value, this.at(name));
  }

  groups(name: string): Parameters[] | undefined {
    const value = this.take(name);
    if (value === undefined) return undefined;
    if (!Array.isArray(value)) throw StripeFailure.refused(`Invalid array: ${this.at(name)}`, this.at(name));
    return value.map((entry, index) => new Parameters(isMembers(entry) ? entry : {}, `${this.at(name)}[${index}]`));
  }

  texts(name: string): string[] | undefined {
    const value = this.take(name);
    if (value === undefined) return undefined;
    if (!Array.isArray(value) || !value.every((entry) => typeof entry === 'string')) throw StripeFailure.refused(`Invalid array: ${this.at(name)}`, this.at(name));
    return value as string[];
  }

  /** The metadata after a change: an empty value removes a key. */
  metadata(current: Record<string, string> = {}): Record<string, string> {
    const value = this.take('metadata');
    const changes = Object.entries(isMembers(value) ? value : {}).map(([key, entry]): [string, string] => {
      if (typeof entry !== 'string') throw StripeFailure.refused('Metadata values can have up to 500 characters.', this.at('metadata'));
      return [key, entry];
    });
    return Object.fromEntries([...Object.entries(current), ...changes].filter(([key]) => !changes.some(([name, entry]) => name === key && entry === '')));
  }

  /** @throws StripeFailure naming the first parameter nobody asked for. */
  finish(): void {
    const unknown = Object.keys(this.members).find((name) => !this.taken.has(name));
    if (unknown !== undefined) throw StripeFailure.parameter('parameter_unknown', this.at(unknown));
  }

  private take(name: string): FormValue | undefined {
    this.taken.add(name);
    return this.members[name];
  }

  private at(name: string): string {
    return this.path === '' ? name : `${this.path}[${name}]`;
  }
}
