import { type GraphQLObjectType, type GraphQLOutputType, getNamedType, isAbstractType, isLeafType, isObjectType, isRequiredArgument } from 'graphql';

/** Everything a type offers without arguments, as a selection; a type that is being printed already is left out. */
export function fullSelection(type: GraphQLOutputType, printing: readonly string[] = []): string {
  const named = getNamedType(type);
  if (isLeafType(named) || isAbstractType(named) || !isObjectType(named)) return '';
  return `{ ${fieldsOf(named, [...printing, named.name]).join(' ')} }`;
}

function fieldsOf(type: GraphQLObjectType, printing: readonly string[]): string[] {
  return Object.values(type.getFields()).flatMap((field) => {
    if (field.args.some(isRequiredArgument)) return [];
    const named = getNamedType(field.type);
    if (isLeafType(named)) return [field.name];
    if (!isObjectType(named) || printing.includes(named.name)) return [];
    return [`${field.name} ${fullSelection(named, printing)}`];
  });
}

/** Every text in an answer, at any depth. */
export function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap(textsIn);
}

/** Texts that one view has and the other has not: by them a leak is recognised. */
export function marksOf(view: unknown, other: unknown): ReadonlySet<string> {
  const shared = new Set(textsIn(other));
  return new Set(textsIn(view).filter((text) => text.length > 5 && !shared.has(text)));
}
