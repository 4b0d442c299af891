import { type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import { badUserInput } from '@dezky/kit/failure/errors';
import type { Hold, IdempotencyKeys } from '@dezky/kit/idempotency/idempotency-keys';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { GatewayContext } from '../federation/subgraph-data-source';

interface KeptAnswer {
  readonly data: Record<string, unknown>;
  readonly errors?: readonly GraphQLFormattedError[];
}

const refused = (status: number, message: string): GraphQLError => {
  const problem = badUserInput(message);
  problem.extensions['http'] = { status, headers: new HeaderMap() };
  return problem;
};

const stillRunning = (): GraphQLError =>
  new GraphQLError('The same request is still at work. Send it again in a moment, with the same key.', {
    extensions: { code: 'BACKEND_UNAVAILABLE', http: { status: 503, headers: new HeaderMap([['retry-after', '2']]) } },
  });

/**
 * A mutation with an `Idempotency-Key` happens once for each caller and key, and whoever sends it again gets the answer
 * of the first: after an answer that was lost, while the first is at work, and from another replica
 * (draft-ietf-httpapi-idempotency-key-header). An answer without data says that nothing was done, and is not kept.
 */
export function oncePerKey(keys: IdempotencyKeys): ApolloServerPlugin<GatewayContext> {
  return {
    requestDidStart: async () => {
      let hold: Hold | null = null;
      let kept: KeptAnswer | null = null;
      return {
        didResolveOperation: async ({ operation, request, contextValue }) => {
          const { idempotency, deadline } = contextValue;
          if (operation?.operation !== 'mutation' || !idempotency) return;
          const fingerprint = keys.digest(JSON.stringify([request.query ?? null, request.operationName ?? null, request.variables ?? null]), idempotency.rights);
          const admission = await keys.admit({ id: keys.digest(idempotency.caller, idempotency.key), fingerprint, deadline });
          if (admission.kind === 'OTHER_REQUEST') throw refused(422, 'This Idempotency-Key was sent with another request, or with other rights. Use a new key for each request that differs.');
          if (admission.kind === 'STILL_RUNNING') throw stillRunning();
          if (admission.kind === 'HELD') hold = admission.hold;
          else kept = admission.answer as KeptAnswer;
        },
        responseForOperation: async () => {
          if (!kept) return null;
          const { data, errors } = kept;
          return { http: { headers: new HeaderMap([['idempotency-replayed', 'true']]) }, body: { kind: 'single', singleResult: { data, ...(errors ? { errors } : {}) } } };
        },
        willSendResponse: async ({ response: { body } }) => {
          if (!hold || body.kind !== 'single') return;
          const { data, errors } = body.singleResult;
          const happened = data && Object.values(data).every((value) => value !== null);
          if (happened) await hold.keep({ data, ...(errors ? { errors } : {}) });
          else await hold.release();
        },
      };
    },
  };
}
