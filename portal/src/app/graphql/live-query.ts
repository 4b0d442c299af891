import { computed, DestroyRef, effect, inject, signal, type Signal, untracked } from '@angular/core';
import type { OperationVariables, TypedDocumentNode } from '@apollo/client';
import { toErrorLike } from '@apollo/client/errors';
import { Apollo } from 'apollo-angular';
import type { Subscription } from 'rxjs';
import { problemsOf, type RequestProblem } from './request-problem';

/** One query of the API as signals, refreshed while the page is visible. */
export interface LiveQuery<TData, TVariables = OperationVariables> {
  /** The newest answer, or null before the first. An answer that failed as a whole leaves the one before in place. */
  readonly data: Signal<TData | null>;
  /** What went wrong in the newest answer; empty when all is well. */
  readonly problems: Signal<readonly RequestProblem[]>;
  /** True until there is something to show, data or problem. */
  readonly loading: Signal<boolean>;
  /** True while any request of this query is on its way. */
  readonly fetching: Signal<boolean>;
  /** When `data` came from the server, in milliseconds since 1970; null before the first. */
  readonly asOf: Signal<number | null>;
  /** Asks again now; one that is on its way already was asked earlier, and is followed by another. */
  refetch(): void;
  /** Asks for a further page; the cache's merge rule says how it joins what is there. */
  fetchMore(variables: Partial<TVariables>): void;
}

export interface LiveQueryOptions {
  /** Milliseconds between two requests while the page is visible; 0 asks once. */
  readonly pollMs?: number | (() => number);
  /** Keeps the last answer on show while the one for new variables is fetched. */
  readonly keepPrevious?: boolean;
}

/**
 * Watches a query; call it where injection is possible. Asks anew when a signal read by `variables` changes, and rests while `variables` gives null.
 * Fields that failed are null in `data` and named in `problems`.
 */
export function liveQuery<TData, TVariables extends OperationVariables>(
  query: TypedDocumentNode<TData, TVariables>,
  variables: () => NoInfer<TVariables> | null,
  options: LiveQueryOptions = {},
): LiveQuery<TData, TVariables> {
  const apollo = inject(Apollo);
  const data = signal<TData | null>(null);
  const problems = signal<readonly RequestProblem[]>([]);
  const fetching = signal(false);
  const asOf = signal<number | null>(null);
  const wanted = computed(variables, { equal: (left, right) => JSON.stringify(left) === JSON.stringify(right) });
  let running: Subscription | undefined;
  let refetch = (): void => undefined;
  let fetchMore: (variables: Partial<TVariables>) => void = () => undefined;
  let setPollInterval: (ms: number) => void = () => undefined;

  const pollMs = (): number => (typeof options.pollMs === 'function' ? options.pollMs() : (options.pollMs ?? 0));

  const watch = (now: TVariables): void => {
    const ref = apollo.watchQuery<TData, TVariables>({
      query,
      variables: now,
      errorPolicy: 'all',
      // Stays so after the first answer: under another policy a view does not show what a mutation changed until its own request is answered.
      fetchPolicy: 'cache-and-network',
      pollInterval: untracked(pollMs),
      skipPollAttempt: () => document.hidden,
    });
    refetch = () => {
      // The outcome, good or bad, arrives at the subscription below.
      const ask = (): Promise<unknown> => ref.refetch().catch(() => undefined);
      // The client joins a request that is on its way to the same question.
      const joins = untracked(fetching);
      void ask().then(() => (joins && running === mine && !mine.closed ? ask() : undefined));
    };
    fetchMore = (variables) => {
      ref
        .fetchMore({ variables })
        .then(({ error }) => problems.set(problemsOf(error)))
        .catch((error: unknown) => problems.set(problemsOf(toErrorLike(error))));
    };
    const mine = ref.valueChanges.subscribe((result) => {
      fetching.set(result.loading);
      if (result.dataState === 'complete') {
        data.set(result.data as TData);
        if (!result.loading) asOf.set(Date.now());
      }
      if (!result.loading) problems.set(problemsOf(result.error));
    });
    running = mine;
    setPollInterval = (ms) => (ms > 0 ? ref.startPolling(ms) : ref.stopPolling());
  };

  effect(() => {
    const now = wanted();
    running?.unsubscribe();
    untracked(() => {
      if (options.keepPrevious !== true) data.set(null);
      problems.set([]);
      fetching.set(now !== null);
      if (now === null) return;
      watch(now);
    });
  });
  effect(() => setPollInterval(pollMs()));
  inject(DestroyRef).onDestroy(() => running?.unsubscribe());

  return {
    data: data.asReadonly(),
    problems: problems.asReadonly(),
    fetching: fetching.asReadonly(),
    asOf: asOf.asReadonly(),
    loading: computed(() => data() === null && problems().length === 0 && wanted() !== null),
    refetch: () => refetch(),
    fetchMore: (variables) => fetchMore(variables),
  };
}
