import { type DocumentNode, GraphQLError, Kind } from 'graphql';
import { badUserInput, tooCostly } from '../failure/errors';
import { shapeOf } from '../limits/operation-shape';

/**
 * What a subgraph takes, whoever asks: the gateway bounds operations before it plans them, and a subgraph that trusted that alone would
 * fall with it. The gateway writes fragments out, so what it sends is longer than what it was sent.
 */
export const subgraphLimits = {
  tokens: 20_000,
  depth: 20,
  fields: 5_000,
  /** Every reference stands for an object of the answer, and the gateway runs nothing that costs more. */
  representations: 5_000,
} as const;

/** @returns why the document is refused, or nothing. */
export function refuseShape(document: DocumentNode): readonly GraphQLError[] {
  return document.definitions.flatMap((definition) => {
    if (definition.kind !== Kind.OPERATION_DEFINITION) return [];
    const { depth, fields } = shapeOf(document, definition);
    if (depth > subgraphLimits.depth) return [tooCostly(`A subgraph takes operations of ${subgraphLimits.depth} levels; this one has ${depth}.`)];
    if (fields > subgraphLimits.fields) return [tooCostly(`A subgraph takes operations of ${subgraphLimits.fields} fields; this one has more.`)];
    return [];
  });
}

/** @returns why the variables are refused, or null. References to entities come as variables, from the gateway alone. */
export function refuseVariables(variables: Readonly<Record<string, unknown>> | undefined): GraphQLError | null {
  const lists = Object.values(variables ?? {}).filter((value) => Array.isArray(value));
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  return longest > subgraphLimits.representations ? badUserInput(`A list in the variables has ${longest} entries; ${subgraphLimits.representations} are allowed.`) : null;
}
