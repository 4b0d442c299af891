import { type FieldNode, type FragmentDefinitionNode, type FragmentSpreadNode, GraphQLIncludeDirective, type GraphQLObjectType, type GraphQLSchema, GraphQLSkipDirective, type InlineFragmentNode, Kind, type NamedTypeNode, type SelectionSetNode, getDirectiveValues, isAbstractType } from 'graphql';

/** What it takes to say which fields an operation asks for. */
export interface Asked {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Coerced, with their defaults. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/** The fields of one object, merged by the key they get in the answer, as they are executed (GraphQL section 6.3.2). */
export function selectedFields(asked: Asked, type: GraphQLObjectType, sets: readonly SelectionSetNode[]): ReadonlyMap<string, readonly FieldNode[]> {
  const found = new Map<string, FieldNode[]>();
  const visited = new Set<FragmentDefinitionNode>();
  const collect = (set: SelectionSetNode): void => {
    for (const selection of set.selections) {
      if (isLeftOut(asked, selection)) continue;
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        const same = found.get(key);
        if (same) same.push(selection);
        else found.set(key, [selection]);
        continue;
      }
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : asked.fragments.get(selection.name.value);
      if (!fragment || !applies(asked.schema, fragment.typeCondition, type)) continue;
      if (fragment.kind === Kind.FRAGMENT_DEFINITION) {
        if (visited.has(fragment)) continue;
        visited.add(fragment);
      }
      collect(fragment.selectionSet);
    }
  };
  sets.forEach(collect);
  return found;
}

export const selectionSetsOf = (nodes: readonly FieldNode[]): readonly SelectionSetNode[] => nodes.flatMap(({ selectionSet }) => (selectionSet ? [selectionSet] : []));

function isLeftOut({ variables }: Asked, selection: FieldNode | InlineFragmentNode | FragmentSpreadNode): boolean {
  return getDirectiveValues(GraphQLSkipDirective, selection, variables)?.['if'] === true || getDirectiveValues(GraphQLIncludeDirective, selection, variables)?.['if'] === false;
}

function applies(schema: GraphQLSchema, condition: NamedTypeNode | undefined, type: GraphQLObjectType): boolean {
  if (!condition || condition.name.value === type.name) return true;
  const named = schema.getType(condition.name.value);
  return named !== undefined && isAbstractType(named) && schema.isSubType(named, type);
}
