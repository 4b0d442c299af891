import type { ApolloLink } from '@apollo/client';
import { ErrorLink } from '@apollo/client/link/error';
import type { NewerVersion } from '../session/newer-version';
import { documentHashes } from './document-hashes.generated';
import { problemsOf } from './request-problem';

/**
 * Sends each operation as the id it got at build, not as its text (GraphQL over HTTP, persisted documents): for a session the gateway
 * runs these alone, whatever a script in the page would like to ask.
 */
export const byDocumentId: typeof fetch = (input, init) => {
  const { operationName, variables } = JSON.parse(String(init?.body)) as { operationName: string; variables?: unknown };
  const hash = documentHashes[operationName];
  if (hash === undefined) throw new Error(`The operation ${operationName} has no id. Run npm run codegen.`);
  // Mutations bring a key of their own. A query changes nothing, and says so: what stands before several gateways may ask the next one when one dies over it.
  const headers = new Headers(init?.headers);
  if (!headers.has('idempotency-key')) headers.set('idempotency-key', crypto.randomUUID());
  return fetch(input, { ...init, headers, body: JSON.stringify({ documentId: `sha256:${hash}`, operationName, variables }) });
};

/** A gateway that does not know an id is of a newer version than this page. */
export const heedNewerVersion = (newerVersion: NewerVersion): ApolloLink =>
  new ErrorLink(({ error }) => {
    if (problemsOf(error).some(({ code }) => code === 'UNKNOWN_DOCUMENT')) newerVersion.announce();
  });
