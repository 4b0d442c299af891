import { type DocumentNode, type FieldNode, GraphQLError, Kind, type SelectionNode } from 'graphql';

interface LostFields {
  readonly data: Readonly<Record<string, unknown>>;
  readonly errors: readonly GraphQLError[];
}

/**
 * What a subgraph that gave no answer leaves behind: each field it was asked for is null, with the error on its path, so
 * that callers see what is missing where. Without that the error would have no place in the answer at all.
 */
export function lostFields(document: DocumentNode, variables: Readonly<Record<string, unknown>>, { message, extensions }: Pick<GraphQLError, 'message' | 'extensions'>): LostFields {
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const lost = (path: readonly (string | number)[]): GraphQLError => new GraphQLError(message, { path, extensions });
  const fields = fieldsOf(document, operation?.selectionSet.selections ?? []);
  const data: Record<string, unknown> = {};
  const errors: GraphQLError[] = [];
  for (const field of fields) {
    const key = keyOf(field);
    if (field.name.value !== '_entities') {
      data[key] = null;
      errors.push(lost([key]));
      continue;
    }
    const argument = field.arguments?.find(({ name }) => name.value === 'representations')?.value;
    const representations = argument?.kind === Kind.VARIABLE ? variables[argument.name.value] : [];
    const asked = [...new Set(fieldsOf(document, field.selectionSet?.selections ?? []).map(keyOf))].filter((name) => name !== '__typename');
    data[key] = (representations as readonly unknown[]).map(() => null);
    errors.push(...(representations as readonly unknown[]).flatMap((_, index) => asked.map((name) => lost([key, index, name]))));
  }
  return { data, errors };
}

const keyOf = (field: FieldNode): string => field.alias?.value ?? field.name.value;

/** The fields of a selection, those of its fragments included. */
function fieldsOf(document: DocumentNode, selections: readonly SelectionNode[]): FieldNode[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    if (selection.kind === Kind.INLINE_FRAGMENT) return fieldsOf(document, selection.selectionSet.selections);
    const fragment = document.definitions.find((definition) => definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === selection.name.value);
    return fragment?.kind === Kind.FRAGMENT_DEFINITION ? fieldsOf(document, fragment.selectionSet.selections) : [];
  });
}
