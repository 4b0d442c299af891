import type { Actor } from '@dezky/kit/context/actor';
import { badUserInput, error, forbidden, unauthenticated } from '@dezky/kit/failure/errors';
import type { GraphQLError } from 'graphql';

/** What a request asks to be run: a text, or the id of one that is known (GraphQL over HTTP, appendix on persisted documents). */
export interface AskedDocument {
  readonly query?: unknown;
  readonly documentId?: unknown;
}

/** A document may be run: its text, and whether it is one of ours. */
export interface Admitted {
  readonly text: string;
  readonly trusted: boolean;
}

/**
 * The documents the portal was built with, by id. A session is the portal's, and visitors have no other client: neither can make the API do
 * what no screen does. Programs send a token and write their own; so do operators, who look into things.
 */
export class TrustedDocuments {
  constructor(private readonly documents: Readonly<Record<string, string>>) {}

  /** @returns the document, why it is refused, or null where there is none and the server has to say so. */
  admit(actor: Actor, byCookie: boolean, { query, documentId }: AskedDocument): Admitted | { refused: GraphQLError; status: number } | null {
    if (documentId !== undefined && documentId !== null) {
      if (query !== undefined && query !== null) return { refused: badUserInput('Send either "query" or "documentId", not both.'), status: 400 };
      const text = typeof documentId === 'string' && Object.hasOwn(this.documents, documentId) ? this.documents[documentId] : undefined;
      if (text === undefined) return { refused: error('UNKNOWN_DOCUMENT', 'This version of Dezky does not know that document. Reload the page; programs send the text in "query".'), status: 400 };
      return { text, trusted: true };
    }
    if (typeof query !== 'string' || query === '') return null;
    if (actor.kind === 'PUBLIC') {
      const described = /\b__(?:schema|type)\b/.test(query);
      return { refused: described ? error('UNAUTHENTICATED', 'The description of the graph is for callers who are signed in. Send a bearer token.') : unauthenticated(), status: 401 };
    }
    if (byCookie && !(actor.kind === 'USER' && actor.operator)) return { refused: forbidden('A session runs the documents of the portal only, by "documentId". Write your own with a bearer token.'), status: 403 };
    return { text: query, trusted: false };
  }
}
