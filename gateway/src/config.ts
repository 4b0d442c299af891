import { type Environment, readEnvironment, shape, variable } from '@dezky/kit/config/environment';

export const gatewayVariables = {
  PORT: variable('The port the gateway listens on.', shape.port, { local: '4000' }),
  LISTEN_HOST: variable('The address the gateway listens on.', shape.text, { local: '127.0.0.1' }),
  TRUSTED_PROXIES: variable('Addresses or networks (10.0.0.0/8) of the proxies in front, separated by commas; only they are believed about where a request comes from (X-Forwarded-For).', shape.list, { local: '' }),
  PORTAL_URL: variable('Under which browsers reach the portal; its origin and that of OPERATOR_URL alone may use a session.', shape.url, { local: 'http://localhost:4000' }),
  OPERATOR_URL: variable(
    'Where operators reach the Explorer; without it, /explorer beside the portal. On a host of its own, that host leads to the gateway with its name in the Host header, people sign in and out there apart from the portal, and the portal’s application at Authentik needs <origin>/auth/callback as redirect URI and <origin>/signed-out as logout URI as well.',
    shape.url.refine((url) => new URL(url).pathname === '/explorer', 'its path has to be /explorer'),
    { local: 'http://localhost:4000/explorer' },
  ),
  AUTH_URL: variable('Where Authentik is, as browsers reach it.', shape.url),
  PORTAL_OIDC_APP_SLUG: variable('Slug of the portal’s application at Authentik.', shape.text, { local: 'dezky-portal' }),
  PORTAL_OIDC_CLIENT_ID: variable('Client id of the portal.', shape.text, { local: 'dezky-portal' }),
  PORTAL_OIDC_CLIENT_SECRET: variable('Client secret of the portal.', shape.text, { secret: true }),
  API_OIDC_CLIENT_IDS: variable('Further clients whose users may call /graphql with their access token, separated by commas.', shape.list, { local: 'dezky-cli' }),
  OCIS_URL: variable('Where ownCloud Infinite Scale is; the leaver’s proof presents access tokens there.', shape.url),
  OCIS_ISSUER: variable('The OpenID provider that ownCloud trusts.', shape.url),
  BUDGET_USER: variable('What a signed-in person may ask of the API: the cost that fits at once, and the cost made good in a second.', shape.budget, { local: '20000/200' }),
  BUDGET_CLIENT: variable('The same for a partner’s program.', shape.budget, { local: '20000/200' }),
  BUDGET_PUBLIC: variable('The same for everybody who is not signed in, by address.', shape.budget, { local: '5000/50' }),
  GATEWAY_DATABASE_URL: variable('PostgreSQL as role gateway_app; keeps sessions and budgets.', shape.url, { secret: true }),
};

export type GatewayConfig = Environment<typeof gatewayVariables>;

export function readGatewayConfig(environment: NodeJS.ProcessEnv): GatewayConfig {
  const portalUrl = environment['PORTAL_URL']?.replace(/\/+$/, '');
  return readEnvironment(gatewayVariables, { ...(portalUrl ? { OPERATOR_URL: `${portalUrl}/explorer` } : {}), ...environment });
}
