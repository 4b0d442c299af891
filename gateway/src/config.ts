import { type Environment, readEnvironment, shape, variable } from '@dezky/kit/config/environment';

export const gatewayVariables = {
  PORT: variable('The port the gateway listens on.', shape.port, { local: '4000' }),
  LISTEN_HOST: variable('The address the gateway listens on.', shape.text, { local: '127.0.0.1' }),
  PORTAL_URL: variable('Under which browsers reach the portal; the only origin that may use a session.', shape.url, { local: 'http://localhost:4000' }),
  AUTH_URL: variable('Where Authentik is, as browsers reach it.', shape.url),
  PORTAL_OIDC_APP_SLUG: variable('Slug of the portal’s application at Authentik.', shape.text, { local: 'dezky-portal' }),
  PORTAL_OIDC_CLIENT_ID: variable('Client id of the portal.', shape.text, { local: 'dezky-portal' }),
  PORTAL_OIDC_CLIENT_SECRET: variable('Client secret of the portal.', shape.text, { secret: true }),
  API_OIDC_CLIENT_IDS: variable('Further clients whose users may call /graphql with their access token, separated by commas.', shape.list, { local: 'dezky-cli' }),
  BUDGET_USER: variable('What a signed-in person may ask of the API: the cost that fits at once, and the cost made good in a second.', shape.budget, { local: '20000/200' }),
  BUDGET_CLIENT: variable('The same for a partner’s program.', shape.budget, { local: '20000/200' }),
  BUDGET_PUBLIC: variable('The same for everybody who is not signed in, by address.', shape.budget, { local: '5000/50' }),
  GATEWAY_DATABASE_URL: variable('PostgreSQL as role gateway_app; keeps sessions and budgets.', shape.url, { secret: true }),
};

export type GatewayConfig = Environment<typeof gatewayVariables>;

export const readGatewayConfig = (environment: NodeJS.ProcessEnv): GatewayConfig => readEnvironment(gatewayVariables, environment);
