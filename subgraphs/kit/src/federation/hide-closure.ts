import { type ConstDirectiveNode, type DefinitionNode, type DocumentNode, Kind, type TypeNode } from 'graphql';

const inaccessible: ConstDirectiveNode = { kind: Kind.DIRECTIVE, name: { kind: Kind.NAME, value: 'inaccessible' } };

/** Scalars, enums and interfaces stay: other subgraphs may offer the same ones openly, and a mark here would hide them there. */
const kinds: ReadonlySet<string> = new Set([Kind.OBJECT_TYPE_DEFINITION, Kind.UNION_TYPE_DEFINITION, Kind.INPUT_OBJECT_TYPE_DEFINITION]);

const has = (node: { readonly directives?: readonly ConstDirectiveNode[] | undefined }, ...names: string[]): boolean => (node.directives ?? []).some(({ name }) => names.includes(name.value));

const named = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : named(type.type));

/** The types a definition mentions; through its accessible fields only when `open` is set. */
function mentions(definition: DefinitionNode, open: boolean): string[] {
  if (definition.kind === Kind.UNION_TYPE_DEFINITION) return (definition.types ?? []).map(({ name }) => name.value);
  if (definition.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION) return (definition.fields ?? []).map(({ type }) => named(type));
  if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) return [];
  const fields = (definition.fields ?? []).filter((field) => !open || !has(field, 'inaccessible'));
  return [...(definition.interfaces ?? []).map(({ name }) => name.value), ...fields.flatMap((field) => [named(field.type), ...(field.arguments ?? []).map(({ type }) => named(type))])];
}

/**
 * Hides what is reached from hidden fields alone: type-graphql has no directives on unions and enums,
 * so the result of a hidden mutation would stay in the public graph.
 */
export function hideClosure(document: DocumentNode): DocumentNode {
  const definitions = new Map(document.definitions.flatMap((definition) => ('name' in definition && definition.name && 'directives' in definition ? [[definition.name.value, definition] as const] : [])));
  const roots = ['Query', 'Mutation'];
  const isOpenRoot = (definition: DefinitionNode): boolean => has(definition as never, 'key', 'shareable');
  const seen = new Set<string>([...roots, ...[...definitions].filter(([, definition]) => isOpenRoot(definition)).map(([name]) => name)]);
  const queue = [...seen];
  for (let name = queue.pop(); name; name = queue.pop()) {
    const definition = definitions.get(name);
    if (!definition) continue;
    for (const next of mentions(definition, true)) {
      if (seen.has(next)) continue;
      seen.add(next);
      queue.push(next);
    }
  }
  return {
    ...document,
    definitions: document.definitions.map((definition) => {
      const name = 'name' in definition ? definition.name?.value : undefined;
      const hideable = kinds.has(definition.kind) && name !== undefined && !seen.has(name);
      return hideable && !has(definition as never, 'inaccessible') ? ({ ...definition, directives: [...(definition.directives ?? []), inaccessible] } as DefinitionNode) : definition;
    }),
  };
}
