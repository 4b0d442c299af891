import { type ConstDirectiveNode, type DefinitionNode, type DocumentNode, type FieldDefinitionNode, Kind, type ObjectTypeDefinitionNode, type TypeNode, parse } from 'graphql';
import { Directive } from 'type-graphql';

/**
 * What answering one thing weighs, where an object is 1 and a scalar 0. The gateway adds these numbers up before it runs an operation
 * (directives @cost and @listSize of Apollo Federation, after IBM's GraphQL Cost Directive specification).
 */
export const weight = {
  /** A back end is asked while the caller waits: some ten times the row of a table. */
  backEnd: 10,
  /** As `backEnd`, where one call serves all things of its kind in an answer. */
  backEndShared: 5,
  /** All rows of a list are counted, not one page of them. */
  count: 5,
  /** Several systems are changed, step by step, each step written down, done and read back. */
  mutation: 100,
} as const;

type Decorator = PropertyDecorator & MethodDecorator & ClassDecorator;

/** For a field that asks a back end while the caller waits. */
export const AsksBackEnd = (): Decorator => Directive(`@cost(weight: ${weight.backEnd})`);

/** For a field that a back end is asked for once, whatever the number of things that want it. */
export const SharesBackEndCall = (): Decorator => Directive(`@cost(weight: ${weight.backEndShared})`);

/** For a type that is worked out in memory from what was counted already. */
export const CostsNothing = (): Decorator => Directive('@cost(weight: 0)');

/** For `totalCount` and its like. */
export const CountsAll = (): Decorator => Directive(`@cost(weight: ${weight.count})`);

/**
 * How many entries a plain list has at most. It is a bound, not a guess: a longer list is refused when it is answered, so whatever fills
 * the list has to stop there as well. What can grow without end is a connection.
 */
export const AtMost = (entries: number): Decorator => Directive(`@listSize(assumedSize: ${entries})`);

const directiveOf = (text: string): ConstDirectiveNode => (parse(`type T { f: T ${text} }`).definitions[0] as ObjectTypeDefinitionNode).fields?.[0]?.directives?.[0] as ConstDirectiveNode;
const costOfMutation = directiveOf(`@cost(weight: ${weight.mutation})`);
const sizeOfConnection = directiveOf('@listSize(slicingArguments: ["first"], sizedFields: ["edges"])');

const has = (node: { readonly directives?: readonly ConstDirectiveNode[] | undefined }, name: string): boolean => (node.directives ?? []).some((directive) => directive.name.value === name);
const bare = (type: TypeNode): TypeNode => (type.kind === Kind.NON_NULL_TYPE ? type.type : type);
const named = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : named(type.type));

/**
 * Writes the weight of mutations and the size of connections into a schema, where each of them would have to say the same.
 *
 * @throws naming the public lists of objects that have no size: one forgotten would make every cost a lie.
 */
export function priced(document: DocumentNode): DocumentNode {
  const composite: ReadonlySet<string> = new Set(
    document.definitions.flatMap((definition) => ([Kind.OBJECT_TYPE_DEFINITION, Kind.INTERFACE_TYPE_DEFINITION, Kind.UNION_TYPE_DEFINITION] as string[]).includes(definition.kind) && 'name' in definition && definition.name ? [definition.name.value] : []),
  );
  const unsized: string[] = [];
  const fieldOf = (type: string, field: FieldDefinitionNode): FieldDefinitionNode => {
    const sliced = (field.arguments ?? []).some(({ name }) => name.value === 'first');
    const added = [...(type === 'Mutation' && !has(field, 'cost') ? [costOfMutation] : []), ...(sliced && named(field.type).endsWith('Connection') && !has(field, 'listSize') ? [sizeOfConnection] : [])];
    const isEdges = type.endsWith('Connection') && field.name.value === 'edges';
    if (bare(field.type).kind === Kind.LIST_TYPE && composite.has(named(field.type)) && !isEdges && !has(field, 'listSize') && !has(field, 'inaccessible')) unsized.push(`${type}.${field.name.value}`);
    return added.length > 0 ? { ...field, directives: [...(field.directives ?? []), ...added] } : field;
  };
  const definitions = document.definitions.map((definition): DefinitionNode => {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION || has(definition, 'inaccessible')) return definition;
    return { ...definition, fields: (definition.fields ?? []).map((field) => fieldOf(definition.name.value, field)) };
  });
  if (unsized.length > 0) throw new Error(`These lists name no size; add @AtMost(entries), or make them connections: ${unsized.join(', ')}`);
  return { ...document, definitions };
}

/** The bounds of plain lists by `Type.field`. */
export function boundsOf(document: DocumentNode): ReadonlyMap<string, number> {
  const bounds = new Map<string, number>();
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    for (const field of definition.fields ?? []) {
      const size = field.directives?.find(({ name }) => name.value === 'listSize')?.arguments?.find(({ name }) => name.value === 'assumedSize')?.value;
      if (size?.kind === Kind.INT) bounds.set(`${definition.name.value}.${field.name.value}`, Number(size.value));
    }
  }
  return bounds;
}
