import { Kind, type DirectiveNode, type ValueNode, parse, valueFromASTUntyped } from 'graphql';

/** How long a list is, as @listSize says. */
export interface ListSize {
  readonly assumed: number | null;
  /** Arguments that say how many entries are wanted. */
  readonly slicing: readonly string[];
  /** The lists of the answered object that are this long; without any it is the field itself. */
  readonly sized: readonly string[];
  /** One slicing argument has to be there, and not two. */
  readonly requireOne: boolean;
}

export interface FieldCosts {
  readonly weight: number | null;
  readonly size: ListSize | null;
  /** Weights of arguments by name. */
  readonly arguments: ReadonlyMap<string, number>;
}

/** What the graph says of itself: @cost and @listSize of its supergraph. */
export interface GraphCosts {
  /** By `Type.field`; of input types, too. */
  readonly fields: ReadonlyMap<string, FieldCosts>;
  /** Objects, scalars and enums by name. */
  readonly types: ReadonlyMap<string, number>;
}

/**
 * The numbers of a supergraph, read once at the start.
 *
 * @throws when it has none: every operation would seem to be for free.
 */
export function readCosts(supergraphSdl: string): GraphCosts {
  const fields = new Map<string, FieldCosts>();
  const types = new Map<string, number>();
  for (const definition of parse(supergraphSdl).definitions) {
    if (!('name' in definition) || !definition.name || !('directives' in definition)) continue;
    const type = definition.name.value;
    const own = weightIn(definition.directives);
    if (own !== null) types.set(type, own);
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION && definition.kind !== Kind.INPUT_OBJECT_TYPE_DEFINITION) continue;
    for (const field of definition.fields ?? []) {
      const given = 'arguments' in field ? (field.arguments ?? []) : [];
      const weights = new Map(given.flatMap(({ name, directives }) => (weightIn(directives) === null ? [] : [[name.value, weightIn(directives) as number] as const])));
      const found = { weight: weightIn(field.directives), size: sizeIn(field.directives), arguments: weights };
      if (found.weight !== null || found.size || weights.size > 0) fields.set(`${type}.${field.name.value}`, found);
    }
  }
  if (fields.size === 0) throw new Error('The supergraph says of no field what it costs (@cost, @listSize); without that no operation can be bounded.');
  return { fields, types };
}

const argumentsOf = (directives: readonly DirectiveNode[] | undefined, name: string): ReadonlyMap<string, ValueNode> | null => {
  const directive = directives?.find((candidate) => candidate.name.value === name);
  return directive ? new Map((directive.arguments ?? []).map((argument) => [argument.name.value, argument.value])) : null;
};

function weightIn(directives: readonly DirectiveNode[] | undefined): number | null {
  const weight = argumentsOf(directives, 'cost')?.get('weight');
  return weight ? Number(valueFromASTUntyped(weight)) : null;
}

function sizeIn(directives: readonly DirectiveNode[] | undefined): ListSize | null {
  const given = argumentsOf(directives, 'listSize');
  if (!given) return null;
  const value = (name: string): unknown => {
    const node = given.get(name);
    return node && valueFromASTUntyped(node);
  };
  return { assumed: (value('assumedSize') as number | undefined) ?? null, slicing: (value('slicingArguments') as string[] | undefined) ?? [], sized: (value('sizedFields') as string[] | undefined) ?? [], requireOne: value('requireOneSlicingArgument') !== false };
}
