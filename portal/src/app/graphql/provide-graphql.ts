import { type EnvironmentProviders, inject, makeEnvironmentProviders } from '@angular/core';
import { ApolloLink, type FieldPolicy, HttpLink, InMemoryCache } from '@apollo/client';
import { ErrorLink } from '@apollo/client/link/error';
import { provideApollo } from 'apollo-angular';
import { NewerVersion } from '../session/newer-version';
import { SignIn } from '../session/sign-in';
import { answersInOrder } from './answers-in-order';
import { byDocumentId, heedNewerVersion } from './by-document-id';
import { lostRoots } from './lost-roots';
import possibleTypes from './possible-types.generated';
import { problemsOf } from './request-problem';

interface Pages {
  readonly edges: readonly unknown[];
}

/** A page asked for with `after` follows the ones before it; an answer without it starts the list anew. */
const growing = (keyArgs: string[]): FieldPolicy<Pages> => ({
  keyArgs,
  // What an operation does not ask for, such as the total, stays from the one that did.
  merge: (existing, incoming, { args }) =>
    args?.['after'] == null || existing === undefined ? { ...existing, ...incoming } : { ...existing, ...incoming, edges: [...existing.edges, ...incoming.edges] },
});

/** A cache that knows the API's unions and interfaces; without them `... on Failure` is dropped silently. */
export const graphqlCache = (): InMemoryCache =>
  new InMemoryCache({
    possibleTypes: possibleTypes.possibleTypes,
    typePolicies: {
      Tenant: { fields: { billing: { merge: true }, storage: { merge: true }, seats: { merge: true }, members: growing(['search', 'filter', 'orderBy']), bookings: growing(['filter']), aliases: growing(['search']), mailboxes: growing(['search']), distributionLists: growing(['search']) } },
      DistributionList: { fields: { recipients: growing(['search']) } },
      Partner: { fields: { tenants: growing(['search']) } },
      // Known by its address, so that operations which ask for different things of it add up.
      RoleAddress: { keyFields: ['address'] },
      MemberImport: { fields: { rows: growing(['filter']) } },
      Viewer: { merge: true },
      PublicBookingPage: { merge: true },
    },
  });

/** The API's client on the gateway's own origin: the session cookie signs the requests, the header tells them from a foreign page's. */
export const provideGraphql = (): EnvironmentProviders =>
  makeEnvironmentProviders([
    provideApollo(() => {
      const signIn = inject(SignIn);
      const toSignIn = new ErrorLink(({ error }) => {
        if (problemsOf(error).some(({ code }) => code === 'UNAUTHENTICATED')) signIn.start();
      });
      const http = new HttpLink({ uri: '/graphql', credentials: 'same-origin', headers: { 'x-dezky-csrf': '1' }, fetch: byDocumentId });
      return { link: ApolloLink.from([answersInOrder(), toSignIn, heedNewerVersion(inject(NewerVersion)), lostRoots(), http]), cache: graphqlCache() };
    }),
  ]);
