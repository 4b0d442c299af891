import { badUserInput, tooCostly } from '@dezky/kit/failure/errors';
import { documentShape, shapeOf } from '@dezky/kit/limits/operation-shape';
import { type DocumentNode, type GraphQLError, Kind, parse } from 'graphql';

/** Far above what any screen of ours or a sensible program asks; an operation beyond them is a mistake or an attack. */
export const operationLimits = {
  /** The dearest document of the portal can cost a third of it, most of them a hundredth; 100 members with all their workflows are beyond. */
  cost: 5_000,
  /** Of the document, in characters. */
  length: 32_768,
  tokens: 4_000,
  depth: 15,
  aliases: 40,
  /** With fragments written out. */
  fields: 2_000,
  rootFields: 20,
  directives: 40,
  fragments: 40,
  operations: 10,
  /** Entries of lists and fields of objects that are written into the document. */
  literals: 500,
  /** Of one text written into the document, in characters. */
  text: 8_192,
  operationName: 200,
  variables: { levels: 8, entries: 2_000 },
} as const;

/**
 * Judges a document before it is validated: some rules of GraphQL compare every field with every other.
 *
 * @returns why it is refused; null when it is within the limits, or no GraphQL, which is for the server to say.
 */
export function refuseDocument(text: string): GraphQLError | null {
  if (text.length > operationLimits.length) return tooCostly(`This document has ${text.length} characters; ${operationLimits.length} are allowed. Send values as variables.`);
  let document: DocumentNode;
  try {
    document = parse(text, { maxTokens: operationLimits.tokens, noLocation: true });
  } catch {
    // The server meets the same error and words it.
    return null;
  }
  const written = documentShape(document);
  for (const [what, hint] of Object.entries(hints.document)) {
    const name = what as keyof typeof hints.document;
    if (written[name] > operationLimits[name]) return tooMuch(name, written[name], hint);
  }
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const shape = shapeOf(document, definition);
    for (const [what, hint] of Object.entries(hints.operation)) {
      const name = what as keyof typeof hints.operation;
      if (shape[name] > operationLimits[name]) return tooMuch(name, shape[name], hint);
    }
  }
  return null;
}

const hints = {
  document: {
    operations: 'operations; {limit} are allowed. Send what you want to run.',
    fragments: 'fragments; {limit} are allowed.',
    directives: 'directives; {limit} are allowed.',
    literals: 'values written into it; {limit} are allowed. Send them as variables.',
    text: 'characters in one text; {limit} are allowed. Send it as a variable.',
  },
  operation: {
    depth: 'levels; {limit} are allowed. Ask for the inner things by their ids in an operation of their own.',
    aliases: 'aliases; {limit} are allowed. Use a list, or several operations.',
    fields: 'fields, its fragments written out; {limit} are allowed.',
    rootFields: 'fields at its root; {limit} are allowed. Use several operations.',
  },
} as const;

const tooMuch = (name: keyof typeof hints.document | keyof typeof hints.operation, found: number, hint: string): GraphQLError => tooCostly(`This operation has ${found} ${hint.replace('{limit}', String(operationLimits[name]))}`);

/**
 * Judges what comes beside a document.
 *
 * @returns why it is refused, or null.
 */
export function refuseInputs(operationName: unknown, variables: unknown): GraphQLError | null {
  if (typeof operationName === 'string' && operationName.length > operationLimits.operationName) return badUserInput(`"operationName" has ${operationName.length} characters; ${operationLimits.operationName} are allowed.`);
  const { levels, entries } = operationLimits.variables;
  let counted = 0;
  let row: unknown[] = [variables];
  for (let level = 0; row.length > 0; level += 1) {
    if (level > levels) return badUserInput(`The variables are nested more than ${levels} levels deep.`);
    row = row.flatMap((value) => (typeof value === 'object' && value !== null ? (Object.values(value) as unknown[]) : []));
    counted += row.length;
    if (counted > entries) return badUserInput(`The variables have more than ${entries} values.`);
  }
  return null;
}
