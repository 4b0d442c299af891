import type { ApolloServerPlugin } from '@apollo/server';
import { boundedName, graphqlRequests } from '@dezky/kit/observe/metrics';
import type { GatewayContext } from './subgraph-data-source';

/** Counts and times operations by their name, who asks and how they ended. */
export const countOperations: ApolloServerPlugin<GatewayContext> = {
  requestDidStart: async ({ contextValue }) => {
    const ended = graphqlRequests.startTimer({ actor: contextValue.actorKind });
    return {
      willSendResponse: async ({ operationName, response: { body } }) => {
        if (body.kind !== 'single') return;
        const { data, errors } = body.singleResult;
        const failed = errors?.some(({ extensions }) => extensions?.['code'] === 'INTERNAL');
        const outcome = !errors ? 'ok' : failed ? 'failed' : data ? 'partial' : 'refused';
        ended({ operation: boundedName(operationName), outcome });
      },
    };
  },
};
