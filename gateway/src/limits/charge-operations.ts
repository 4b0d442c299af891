import { type ApolloServerPlugin, type GraphQLRequestContext, HeaderMap } from '@apollo/server';
import { badUserInput, error, tooCostly } from '@dezky/kit/failure/errors';
import { type DocumentNode, GraphQLError, type GraphQLSchema, Kind, type OperationDefinitionNode, getVariableValues } from 'graphql';
import { type Budget, type Payer, budgetHeaders } from '../budget/budget';
import type { Budgets } from '../budget/budgets';
import type { GraphCosts } from '../cost/graph-costs';
import { OperationCost } from '../cost/operation-cost';

/** What reading and judging a request costs that is refused; without it, nonsense would be for free. */
export const refusalCost = 10;

/** What an answer costs that is sent once more, for an Idempotency-Key. */
const replayCost = 1;

/** Who pays for an operation, as the route found out. */
export interface Charged {
  readonly payer: Payer;
}

/** What every answer of an operation that was executed says in `extensions.cost`. */
export interface ReportedCost {
  /** The most it could have cost; this was needed to run it. */
  readonly requested: number;
  /** What it did cost; this was charged. */
  readonly actual: number;
  /** The most that one operation may request. */
  readonly limit: number;
  /** What is left of the budget. */
  readonly remaining: number;
}

/**
 * States the cost of an operation before it is planned, refuses what is too costly or beyond the caller's budget, and gives back afterwards
 * what it did not use.
 *
 * @param ceiling the most that one operation may request; a bucket that is smaller bounds it further
 */
export function chargeOperations(costs: GraphCosts, budgets: Pick<Budgets, 'take' | 'settle'>, ceiling: number): ApolloServerPlugin<Charged> {
  return {
    requestDidStart: async ({ contextValue: { payer } }) => {
      let running: { cost: OperationCost; requested: number; budget: Budget } | null = null;
      let executed = false;
      return {
        didResolveOperation: async ({ schema, document, operation, request }) => {
          // Another plugin refuses a name that no operation has.
          if (!operation) return;
          const cost = costOf(costs, schema, document, operation, request.variables ?? {});
          const requested = stated(cost);
          const limit = Math.min(ceiling, payer.bucket.capacity);
          if (requested > limit) {
            const stated = Number.isFinite(requested) ? requested : null;
            throw refusal(400, tooCostly(`This operation can cost ${stated ?? 'more than can be counted'}; ${limit} is allowed. Ask for shorter pages, or for less in each entry.`), { cost: { requested: stated, limit } });
          }
          const budget = await budgets.take(payer, requested);
          if (!budget.granted) throw overBudget(payer, budget, requested);
          running = { cost, requested, budget };
        },
        executionDidStart: async () => void (executed = true),
        willSendResponse: async ({ response }) => {
          if (!running && response.http.status !== 429) budgets.settle(payer, refusalCost);
          if (!running || response.body.kind !== 'single') return;
          const { cost, requested, budget } = running;
          const result = response.body.singleResult;
          const failed = (result.errors ?? []).length > 0;
          // What was answered from memory was paid for when it was done, and what was refused after all was not done.
          const actual = executed ? cost.actual(result.data ?? null, failed) : Math.min(requested, result.data ? replayCost : refusalCost);
          budgets.settle(payer, actual - requested);
          const remaining = Math.min(payer.bucket.capacity, budget.remaining + requested - actual);
          const reported: ReportedCost = { requested, actual, limit: Math.min(ceiling, payer.bucket.capacity), remaining };
          response.body.singleResult = { ...result, extensions: { ...result.extensions, cost: reported } };
          const fullInSeconds = Math.max(0, Math.ceil(budget.fullInSeconds - (requested - actual) / payer.bucket.perSecond));
          for (const [name, value] of Object.entries(budgetHeaders(payer, { ...budget, remaining, fullInSeconds }))) response.http.headers.set(name, value);
        },
      };
    },
  };
}

function costOf(costs: GraphCosts, schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode, inputs: Readonly<Record<string, unknown>>): OperationCost {
  const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], inputs, { maxErrors: 5 });
  if (errors) throw refusal(400, badUserInput(errors.map(({ message }) => message).join(' ')));
  const fragments = new Map(document.definitions.flatMap((definition) => (definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [])));
  return new OperationCost(costs, { schema, fragments, variables: coerced }, operation);
}

/** What cannot be priced cannot be run: there is no such root, or nothing says how long a list may be. */
function stated(cost: OperationCost): number {
  try {
    return cost.stated();
  } catch (problem) {
    throw problem instanceof GraphQLError ? refusal(400, problem) : problem;
  }
}

/** The answer to who has nothing left, as an error of the graph. */
export function overBudget(payer: Payer, budget: Budget, requested?: number): GraphQLError {
  const { retryInSeconds, remaining } = budget;
  const needs = requested === undefined ? '' : ` The operation needs ${requested}, and ${remaining} is left.`;
  return refusal(429, error('RATE_LIMITED', `You have asked for more than your budget of ${payer.bucket.capacity} holds.${needs} Try again in ${retryInSeconds} seconds.`), { retryInSeconds }, budgetHeaders(payer, budget));
}

function refusal(status: number, problem: GraphQLError, more: Readonly<Record<string, unknown>> = {}, headers: Readonly<Record<string, string>> = {}): GraphQLError {
  Object.assign(problem.extensions, more, { http: { status, headers: new HeaderMap(Object.entries(headers)) } });
  return problem;
}

/** Hints at what else there is are for those who may know. */
export const withoutSuggestions = (message: string): string => message.replace(/ Did you mean .+\?$/, '');

/** Takes the server's hints at names out of what visitors are told. */
export const hideSuggestions: ApolloServerPlugin<Charged> = {
  requestDidStart: async () => ({
    willSendResponse: async ({ contextValue, response }: GraphQLRequestContext<Charged>) => {
      if (contextValue.payer.kind !== 'public' || response.body?.kind !== 'single') return;
      const { errors } = response.body.singleResult;
      if (errors) response.body.singleResult = { ...response.body.singleResult, errors: errors.map((problem) => ({ ...problem, message: withoutSuggestions(problem.message) })) };
    },
  }),
};
