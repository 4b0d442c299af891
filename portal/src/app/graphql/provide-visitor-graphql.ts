import { type EnvironmentProviders, inject, makeEnvironmentProviders } from '@angular/core';
import { ApolloLink, HttpLink } from '@apollo/client';
import { provideApollo } from 'apollo-angular';
import { NewerVersion } from '../session/newer-version';
import { answersInOrder } from './answers-in-order';
import { byDocumentId, heedNewerVersion } from './by-document-id';
import { lostRoots } from './lost-roots';
import { graphqlCache } from './provide-graphql';

/**
 * The API's client for pages that need no sign-in. No session goes along: one that has ended would be refused, and sends
 * nobody from here to the identity provider.
 */
export const provideVisitorGraphql = (): EnvironmentProviders =>
  makeEnvironmentProviders([provideApollo(() => ({ link: ApolloLink.from([answersInOrder(), heedNewerVersion(inject(NewerVersion)), lostRoots(), new HttpLink({ uri: '/graphql', credentials: 'omit', fetch: byDocumentId })]), cache: graphqlCache() }))]);
