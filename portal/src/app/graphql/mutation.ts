import { inject, signal, type Signal } from '@angular/core';
import type { OperationVariables, TypedDocumentNode } from '@apollo/client';
import { Apollo } from 'apollo-angular';
import { firstValueFrom } from 'rxjs';
import { problemsOf, type RequestProblem } from './request-problem';

/** One mutation of the API as something that can be pressed. */
export interface Mutation<TData, TVariables> {
  readonly busy: Signal<boolean>;
  /** What went wrong with the last run; failures the API expects are in its result instead. */
  readonly problem: Signal<RequestProblem | null>;
  /**
   * Sends the mutation. The same variables sent again after an answer was lost carry the same idempotency key, so that nothing is done twice.
   * @returns the answer, or null when `problem` says why there is none
   */
  run(variables: TVariables): Promise<TData | null>;
  clear(): void;
}

export interface MutationOptions {
  /** How long the answer may wait for the work that it starts; without it the answer comes at once, and the work is followed. */
  readonly waitSeconds?: number;
}

/** Call it where injection is possible. */
export function mutation<TData, TVariables extends OperationVariables>(
  document: TypedDocumentNode<TData, TVariables>,
  options: MutationOptions = {},
): Mutation<TData, TVariables> {
  const apollo = inject(Apollo);
  const busy = signal(false);
  const problem = signal<RequestProblem | null>(null);
  let unanswered: { readonly variables: string; readonly key: string } | null = null;

  const run = async (variables: TVariables): Promise<TData | null> => {
    const sent = JSON.stringify(variables);
    const key = unanswered?.variables === sent ? unanswered.key : crypto.randomUUID();
    unanswered = { variables: sent, key };
    busy.set(true);
    problem.set(null);
    try {
      const result = await firstValueFrom(
        apollo.mutate<TData, TVariables>({
          mutation: document,
          variables,
          errorPolicy: 'all',
          // Our dialogs follow the work they start, so they want its steps from the first on, not its end (RFC 7240); who cannot follow it waits.
          context: { headers: { 'idempotency-key': key, prefer: options.waitSeconds === undefined ? 'respond-async' : `wait=${options.waitSeconds}` } },
        } as Apollo.MutateOptions<TData, TVariables>),
      );
      const first = problemsOf(result.error)[0];
      if (first !== undefined) {
        problem.set(first);
        return null;
      }
      unanswered = null;
      return result.data ?? null;
    } finally {
      busy.set(false);
    }
  };

  return { busy: busy.asReadonly(), problem: problem.asReadonly(), run, clear: () => problem.set(null) };
}
