import { type EnvironmentProviders, makeEnvironmentProviders } from '@angular/core';
import { ApolloLink, Observable } from '@apollo/client';
import { provideApollo } from 'apollo-angular';
import type { GraphQLFormattedError } from 'graphql';
import { answersInOrder } from '../answers-in-order';
import { lostRoots } from '../lost-roots';
import { graphqlCache } from '../provide-graphql';

/** One request as it would have gone to the gateway. */
export interface SentRequest {
  readonly name: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
}

interface Given {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly GraphQLFormattedError[];
}

/** Gives the data of an operation, `{ errors }` beside it, or throws where the network fails; a promise is an answer that takes its time. */
export type Answer = (variables: Readonly<Record<string, unknown>>) => Given | Promise<Given>;

/** An API whose answers a spec writes by operation name; the client and its cache are the real ones. */
export class FakeApi {
  readonly sent: SentRequest[] = [];

  constructor(readonly answers: Record<string, Answer>) {}

  provide(): EnvironmentProviders {
    return makeEnvironmentProviders([provideApollo(() => ({ link: ApolloLink.from([answersInOrder(), lostRoots(), this.link()]), cache: graphqlCache() }))]);
  }

  /** How often an operation was asked for. */
  count(name: string): number {
    return this.sent.filter((request) => request.name === name).length;
  }

  private link(): ApolloLink {
    return new ApolloLink(
      (operation) =>
        new Observable((observer) => {
          const name = operation.operationName ?? '';
          const headers = (operation.getContext()['headers'] ?? {}) as Record<string, string>;
          this.sent.push({ name, variables: operation.variables, headers });
          const give = async (): Promise<void> => {
            try {
              const answer = this.answers[name];
              if (answer === undefined) throw new Error(`The spec has no answer for ${name}.`);
              observer.next((await answer(operation.variables)) as ApolloLink.Result);
              observer.complete();
            } catch (error) {
              observer.error(error);
            }
          };
          queueMicrotask(() => void give());
        }),
    );
  }
}
