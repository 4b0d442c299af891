import type { Stack } from './start-stack';

export const partnerClientId = 'northwind';

/** What `.dezky/credentials.json` tells: how to sign in everywhere. */
export function credentialsOf({ url, secrets, places }: Pick<Stack, 'url' | 'secrets' | 'places'>): Readonly<Record<string, unknown>> {
  return {
    portalUrl: url,
    graphqlUrl: `${url}/graphql`,
    accounts: secrets.accounts,
    partner: { clientId: partnerClientId, clientSecret: secrets.partnerClientSecret, tokenUrl: `${places.authentikUrl}/application/o/token/` },
    backEnds: {
      authentik: { url: places.authentikUrl, token: secrets.authentikToken },
      stalwart: { url: places.stalwartUrl, user: 'admin', password: secrets.stalwartAdminPassword, apiKey: secrets.stalwartApiKey, imapUrl: places.stalwartImapUrl, smtpUrl: places.stalwartSmtpUrl, masterUser: places.stalwartMaster.user, masterPassword: places.stalwartMaster.password },
      ocis: { url: places.ocisUrl, issuer: places.ocisIssuer, clientId: places.ocisClientId, refreshToken: places.ocisRefreshToken },
      stripe: { url: places.stripeUrl, key: secrets.stripeKey },
      dns: { address: places.dnsAddress, controlUrl: places.dnsControlUrl },
    },
  };
}
