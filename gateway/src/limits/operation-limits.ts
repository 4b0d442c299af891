import { type ASTVisitor, type FragmentDefinitionNode, GraphQLError, Kind, type SelectionSetNode, type ValidationContext, type ValidationRule } from 'graphql';

/** Far above what any screen of ours or a sensible program asks; an operation beyond them is a mistake or an attack. */
export const operationLimits = { tokens: 4_000, depth: 15, aliases: 40 } as const;

/** Stops counting here: fragments that contain each other are refused by another rule, and must not hold this one up. */
const enough = 10_000;

/** Refuses operations that are nested too deeply, or ask for the same things again and again under other names, before anything is planned. */
export const withinLimits: ValidationRule = (context: ValidationContext): ASTVisitor => ({
  OperationDefinition(operation) {
    const counted = { fields: 0, aliases: 0, depth: 0 };
    measure(context, operation.selectionSet, 1, [], counted);
    if (counted.depth > operationLimits.depth) refuse(context, 'depth', `This operation is nested ${counted.depth} levels deep; ${operationLimits.depth} are allowed. Ask for the inner things by their ids in an operation of their own.`);
    if (counted.aliases > operationLimits.aliases) refuse(context, 'aliases', `This operation has ${counted.aliases} aliases; ${operationLimits.aliases} are allowed. Use a list, or several operations.`);
  },
});

/** The server writes its own code over that of every validation error; `limit` tells ours apart. */
const refuse = (context: ValidationContext, limit: keyof typeof operationLimits, message: string): void => context.reportError(new GraphQLError(message, { extensions: { code: 'QUERY_TOO_COSTLY', limit } }));

/** Fragments count as often as they are used: that is how often they are executed. */
function measure(context: ValidationContext, set: SelectionSetNode, depth: number, path: readonly FragmentDefinitionNode[], counted: { fields: number; aliases: number; depth: number }): void {
  for (const selection of set.selections) {
    if (counted.fields >= enough) return;
    if (selection.kind === Kind.FIELD) {
      counted.fields += 1;
      counted.depth = Math.max(counted.depth, depth);
      if (selection.alias) counted.aliases += 1;
      if (selection.selectionSet) measure(context, selection.selectionSet, depth + 1, path, counted);
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      measure(context, selection.selectionSet, depth, path, counted);
    } else {
      const fragment = context.getFragment(selection.name.value);
      if (fragment && !path.includes(fragment)) measure(context, fragment.selectionSet, depth, [...path, fragment], counted);
    }
  }
}
