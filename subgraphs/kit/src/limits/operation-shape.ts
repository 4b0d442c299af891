import { type DocumentNode, type FragmentDefinitionNode, Kind, type OperationDefinitionNode, type SelectionSetNode, visit } from 'graphql';

/** How large an operation is once its fragments stand where they are used: that is how often they are executed. */
export interface OperationShape {
  /** Fields and all fields within them. */
  readonly fields: number;
  readonly rootFields: number;
  readonly aliases: number;
  readonly depth: number;
}

/** How large a document is as it was written. */
export interface DocumentShape {
  readonly operations: number;
  readonly fragments: number;
  readonly directives: number;
  /** Entries of lists and fields of objects that are written into the document. */
  readonly literals: number;
  /** Characters of the longest text written into the document. */
  readonly text: number;
}

/** Counting ends here: fragments that contain each other twice double at every level, and must not hold up whoever counts. */
export const enoughFields = 10_000;

/** The shape of one operation of a document; fragments that contain themselves are followed once. */
export function shapeOf(document: DocumentNode, operation: OperationDefinitionNode): OperationShape {
  const fragments = new Map(document.definitions.flatMap((definition) => (definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [])));
  const shape = { fields: 0, rootFields: 0, aliases: 0, depth: 0 };
  let spreads = 0;
  const measure = (set: SelectionSetNode, depth: number, path: readonly FragmentDefinitionNode[]): void => {
    for (const selection of set.selections) {
      if (shape.fields >= enoughFields || spreads >= enoughFields) return;
      if (selection.kind === Kind.FIELD) {
        shape.fields += 1;
        if (depth === 1) shape.rootFields += 1;
        if (selection.alias) shape.aliases += 1;
        shape.depth = Math.max(shape.depth, depth);
        if (selection.selectionSet) measure(selection.selectionSet, depth + 1, path);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        measure(selection.selectionSet, depth, path);
      } else {
        spreads += 1;
        const fragment = fragments.get(selection.name.value);
        if (fragment && !path.includes(fragment)) measure(fragment.selectionSet, depth, [...path, fragment]);
      }
    }
  };
  measure(operation.selectionSet, 1, []);
  // Fragments that spread nothing but each other have no fields, and are as much work to follow.
  return spreads >= enoughFields ? { ...shape, fields: enoughFields } : shape;
}

export function documentShape(document: DocumentNode): DocumentShape {
  const shape = { operations: 0, fragments: 0, directives: 0, literals: 0, text: 0 };
  visit(document, {
    OperationDefinition: () => void (shape.operations += 1),
    FragmentDefinition: () => void (shape.fragments += 1),
    Directive: () => void (shape.directives += 1),
    ListValue: ({ values }) => void (shape.literals += values.length),
    ObjectValue: ({ fields }) => void (shape.literals += fields.length),
    StringValue: ({ value }) => void (shape.text = Math.max(shape.text, value.length)),
  });
  return shape;
}
