import { ApolloLink } from '@apollo/client';
import { BehaviorSubject, concat, concatMap, defer, filter, ignoreElements, type Observable, of, race, take, tap, timer } from 'rxjs';

/** How many answers to one question are thrown away because a mutation came between; the next is believed, so that nobody waits for ever. */
const patience = 2;
/** Milliseconds until such an answer is asked for again where one mutation follows the other. */
const unrestMs = 5_000;

/**
 * Lets no answer to an earlier question win. A query that was sent before a mutation of this client was answered, and is answered after it, may tell of
 * the time before: its answer comes neither to the cache nor to a view, and the query is sent again at once. Where mutations follow each other so closely
 * that each answer crosses one, the third is believed, and asked for again when they rest. An answer without data says nothing of any time, and is passed on.
 *
 * Mutations that cross each other are passed on as they come: their answers are what was pressed for.
 */
export const answersInOrder = (): ApolloLink => {
  let answered = 0;
  const underWay = new BehaviorSubject(0);

  const counted = (mutation: Observable<ApolloLink.Result>): Observable<ApolloLink.Result> =>
    defer(() => {
      let over = false;
      const end = (): void => {
        if (over) return;
        over = true;
        answered += 1;
        underWay.next(underWay.value - 1);
      };
      underWay.next(underWay.value + 1);
      return mutation.pipe(tap({ next: end, error: end, finalize: end }));
    });

  const rest = defer(() => race(underWay.pipe(filter((count) => count === 0)), timer(unrestMs)).pipe(take(1), ignoreElements()));

  return new ApolloLink((operation, forward) => {
    if (operation.operationType === 'mutation') return counted(forward(operation));
    const ask = (more: number): Observable<ApolloLink.Result> =>
      defer(() => {
        const before = answered;
        return forward(operation).pipe(
          concatMap((answer) => {
            if (answered === before || !('data' in answer) || answer.data == null) return of(answer);
            return more > 0 ? ask(more - 1) : concat(of(answer), rest, ask(patience));
          }),
        );
      });
    return ask(patience);
  });
};
