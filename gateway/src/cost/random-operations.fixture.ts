import { type GraphQLArgument, type GraphQLCompositeType, type GraphQLField, type GraphQLInputType, type GraphQLSchema, getNamedType, isAbstractType, isCompositeType, isEnumType, isInputObjectType, isNonNullType, isObjectType, isRequiredArgument } from 'graphql';

export interface RandomOperation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** The same numbers for the same seed (mulberry32): a failure can be had again. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Values for arguments by their name, such as ids of things that exist. */
export type KnownValues = Readonly<Record<string, readonly unknown[]>>;

/** Writes valid operations over a schema: aliases, fragments of both kinds, variables with and without defaults, @skip and @include, introspection. */
export class RandomOperations {
  private variables: Record<string, unknown> = {};
  private declared: string[] = [];
  private fragments: string[] = [];
  private left = 0;
  private names = 0;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly random: () => number,
    private readonly known: KnownValues = {},
  ) {}

  next(kind: 'query' | 'mutation'): RandomOperation {
    Object.assign(this, { variables: {}, declared: [], fragments: [], left: 6 + this.below(24) });
    const root = kind === 'query' ? this.schema.getQueryType() : this.schema.getMutationType();
    if (!root) throw new Error(`The schema has no ${kind}.`);
    const selection = this.selection(root, 0, new Set());
    const declared = this.declared.length > 0 ? `(${this.declared.join(', ')})` : '';
    return { query: [`${kind} Random${declared} ${selection}`, ...this.fragments].join('\n'), variables: this.variables };
  }

  private below(bound: number): number {
    return Math.floor(this.random() * bound);
  }

  private chance(share: number): boolean {
    return this.random() < share;
  }

  private pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }

  private selection(type: GraphQLCompositeType, depth: number, keys: Set<string>): string {
    const parts: string[] = [];
    const wanted = 1 + this.below(4);
    for (let count = 0; count < wanted; count += 1) parts.push(this.part(type, depth, keys));
    return `{ ${parts.filter(Boolean).join(' ') || this.typeName(keys)} }`;
  }

  private part(type: GraphQLCompositeType, depth: number, keys: Set<string>): string {
    if (isAbstractType(type) && this.chance(0.8)) {
      const member = this.pick(this.schema.getPossibleTypes(type));
      return `... on ${member.name} ${this.selection(member, depth, keys)}`;
    }
    if (!isObjectType(type)) return this.typeName(keys);
    if (this.chance(0.1)) return `... ${this.condition()} ${this.selection(type, depth, keys)}`;
    if (this.chance(0.1)) {
      const name = `F${(this.names += 1)}`;
      // Every key inside is its own, so that the fragment fits wherever it is spread.
      this.fragments.push(`fragment ${name} on ${type.name} ${this.selection(type, depth, new Set(Object.keys(type.getFields())))}`);
      return this.chance(0.3) ? `...${name} ...${name}` : `...${name} ${this.condition()}`;
    }
    if (depth === 0 && type === this.schema.getQueryType() && this.chance(0.05)) return `${this.key(keys, '__schema')} { types { name fields { name } } }`;
    const fields = Object.values(type.getFields()).filter((field) => !isCompositeType(getNamedType(field.type)) || (depth < 7 && this.left > 0));
    return fields.length > 0 ? this.field(this.pick(fields), depth, keys) : this.typeName(keys);
  }

  private field(field: GraphQLField<unknown, unknown>, depth: number, keys: Set<string>): string {
    this.left -= 1;
    const key = this.key(keys, field.name);
    const given = field.args.flatMap((argument) => (isRequiredArgument(argument) || this.chance(0.6) ? [`${argument.name}: ${this.argument(argument)}`] : []));
    const named = getNamedType(field.type);
    return `${key}${given.length > 0 ? `(${given.join(', ')})` : ''} ${this.condition()} ${isCompositeType(named) ? this.selection(named, depth + 1, new Set()) : ''}`;
  }

  private typeName(keys: Set<string>): string {
    return this.key(keys, '__typename');
  }

  /** The field under its own name once, under another ever after. */
  private key(keys: Set<string>, name: string): string {
    if (!keys.has(name) && this.chance(0.7)) {
      keys.add(name);
      return name;
    }
    return `a${(this.names += 1)}: ${name}`;
  }

  private condition(): string {
    if (!this.chance(0.08)) return '';
    return `@${this.pick(['skip', 'include'])}(if: ${this.chance(0.5) ? String(this.chance(0.5)) : this.variable('Boolean!', this.chance(0.5))})`;
  }

  private argument({ name, type }: GraphQLArgument): string {
    const value = this.value(name, type);
    if (this.chance(0.4)) return this.variable(String(type), value);
    return this.literal(value, type);
  }

  private variable(type: string, value: unknown): string {
    const name = `v${(this.names += 1)}`;
    const scalar = type === 'Int!' && this.chance(0.3);
    this.declared.push(`$${name}: ${type}${scalar ? ` = ${String(value)}` : ''}`);
    if (!scalar) this.variables[name] = value;
    return `$${name}`;
  }

  private value(name: string, type: GraphQLInputType): unknown {
    if (!isNonNullType(type) && this.chance(0.2)) return null;
    const known = this.known[name];
    if (known) return this.pick(known);
    const named = getNamedType(type);
    if (isEnumType(named)) return this.pick(named.getValues()).name;
    if (isInputObjectType(named)) return Object.fromEntries(Object.values(named.getFields()).flatMap((field) => (isNonNullType(field.type) || this.chance(0.5) ? [[field.name, this.value(field.name, field.type)]] : [])));
    if (named.name === 'Int') return name === 'first' ? 1 + this.below(6) : this.below(100);
    return named.name === 'Boolean' ? this.chance(0.5) : this.pick(['a', 'example.test', '1']);
  }

  private literal(value: unknown, type: GraphQLInputType): string {
    const named = getNamedType(type);
    if (value === null || typeof value === 'number' || typeof value === 'boolean' || isEnumType(named)) return String(value);
    if (isInputObjectType(named)) return `{ ${Object.entries(value as object).map(([key, inner]) => `${key}: ${this.literal(inner, named.getFields()[key]?.type ?? type)}`).join(', ')} }`;
    return JSON.stringify(value);
  }
}
