import type { ApolloServerPlugin, BaseContext, GraphQLRequestListener } from '@apollo/server';

/**
 * Two plugins of which the second sees an operation once the first has let it pass. By themselves the server asks all plugins at the same
 * time, and a second that acquired something would not hear that the first has refused.
 */
export function inTurn<Context extends BaseContext>(first: ApolloServerPlugin<Context>, second: ApolloServerPlugin<Context>): ApolloServerPlugin<Context> {
  return {
    requestDidStart: async (request) => {
      const [one, other] = [(await first.requestDidStart?.(request)) ?? {}, (await second.requestDidStart?.(request)) ?? {}] as [GraphQLRequestListener<Context>, GraphQLRequestListener<Context>];
      return {
        didResolveOperation: async (context) => {
          await one.didResolveOperation?.(context);
          await other.didResolveOperation?.(context);
        },
        responseForOperation: async (context) => (await one.responseForOperation?.(context)) ?? (await other.responseForOperation?.(context)) ?? null,
        executionDidStart: async (context) => {
          await one.executionDidStart?.(context);
          await other.executionDidStart?.(context);
        },
        willSendResponse: async (context) => {
          await other.willSendResponse?.(context);
          await one.willSendResponse?.(context);
        },
      };
    },
  };
}
