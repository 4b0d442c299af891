import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Peers } from '@dezky/kit/peer/peers';
import { type AuthentikSandbox, startAuthentikSandbox } from '@dezky/sandbox/authentik/authentik-sandbox';
import { type DnsSandbox, startDnsSandbox } from '@dezky/sandbox/dns/dns-sandbox';
import { type OcisSandbox, startOcisSandbox } from '@dezky/sandbox/ocis/ocis-sandbox';
import { sandboxPage } from '@dezky/sandbox/page/sandbox-page';
import { type StalwartSandbox, startStalwartSandbox } from '@dezky/sandbox/stalwart/stalwart-sandbox';
import type { RsaKeys } from '@dezky/sandbox/rsa-keys';
import { type StripeSandbox, startStripeSandbox } from '@dezky/sandbox/stripe/stripe-sandbox';
import { partnerClientId } from './credentials';
import type { StackSecrets } from './secrets';

/** Where the back ends are. */
export interface SandboxPlaces {
  readonly authentikUrl: string;
  readonly stalwartUrl: string;
  readonly stalwartImapUrl: string;
  readonly stalwartSmtpUrl: string;
  /** An account there that may log in as others, with its password. */
  readonly stalwartMaster: { readonly user: string; readonly password: string };
  readonly ocisUrl: string;
  readonly ocisIssuer: string;
  readonly ocisClientId: string;
  /** Of an account with role Admin. */
  readonly ocisRefreshToken: string;
  readonly stripeUrl: string;
  readonly dnsAddress: string;
  readonly dnsControlUrl: string;
}

export interface Sandboxes {
  readonly places: SandboxPlaces;
  readonly authentik: AuthentikSandbox;
  readonly stalwart: StalwartSandbox;
  readonly ocis: OcisSandbox;
  readonly stripe: StripeSandbox;
  readonly dns: DnsSandbox;
  /** The page that shows what arrived. */
  page(peers: Peers): (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;
  close(): Promise<void>;
}

/** The name the mail server calls itself by in zones and banners. */
export const mailHost = 'mail.dezky.test';

/** Starts small servers on the wire protocols of all back ends, with their state in one folder. */
export async function startSandboxes(options: { home: string; at: (offset: number) => number; secrets: StackSecrets; portalUrl: string; operatorOrigin?: string; rsaKeys?: RsaKeys }): Promise<Sandboxes> {
  const { home, at, secrets, portalUrl, operatorOrigin = portalUrl, rsaKeys } = options;
  const origins = [...new Set([portalUrl, operatorOrigin])];
  const directory = (name: string): string => join(home, name);
  const authentikPort = at(1);
  const started: { close(): Promise<void> }[] = [];
  const keep = async <S extends { close(): Promise<void> }>(sandbox: Promise<S>): Promise<S> => {
    const up = await sandbox;
    started.push(up);
    return up;
  };
  try {
    const authentik = await keep(
      startAuthentikSandbox({
        port: authentikPort,
        directory: directory('authentik'),
        adminToken: secrets.authentikToken,
        ...(authentikPort === 0 ? {} : { origin: `http://localhost:${authentikPort}` }),
        applications: [
          {
            slug: 'dezky-portal',
            clientId: 'dezky-portal',
            clientSecret: secrets.portalClientSecret,
            redirectUris: origins.map((origin) => `${origin}/auth/callback`),
            postLogoutRedirectUris: origins.map((origin) => `${origin}/signed-out`),
            grantTypes: ['authorization_code', 'refresh_token'],
          },
          { slug: 'dezky-cli', clientId: 'dezky-cli', public: true, redirectUris: [`${portalUrl}/cli`], postLogoutRedirectUris: [], grantTypes: ['authorization_code'] },
          {
            slug: partnerClientId,
            clientId: partnerClientId,
            clientSecret: secrets.partnerClientSecret,
            redirectUris: [],
            postLogoutRedirectUris: [],
            grantTypes: ['client_credentials'],
            scopes: ['tenant:read', 'members:read', 'members:write', 'mail:read', 'mail:write', 'storage:read', 'billing:read'],
          },
        ],
      }),
    );
    const stalwart = await keep(
      startStalwartSandbox({ port: at(2), directory: directory('stalwart'), adminUser: 'admin', adminPassword: secrets.stalwartAdminPassword, serviceApiKey: secrets.stalwartApiKey, servicePassword: secrets.stalwartAdminPassword, defaultHostname: mailHost, ...(rsaKeys ? { rsaKeys, rsaDelayMs: 100 } : {}) }),
    );
    const ocis = await keep(startOcisSandbox({ port: at(3), directory: directory('ocis'), externalIssuer: `${authentik.url}/application/o/dezky-portal/` }));
    const stripe = await keep(startStripeSandbox({ port: at(4), directory: directory('stripe'), secretKey: secrets.stripeKey }));
    const dns = await keep(startDnsSandbox({ port: at(6), controlPort: at(5), directory: directory('dns') }));
    const credential = ocis.credential();
    const places: SandboxPlaces = {
      authentikUrl: authentik.url,
      stalwartUrl: stalwart.url,
      stalwartImapUrl: stalwart.imapUrl,
      stalwartSmtpUrl: stalwart.smtpUrl,
      stalwartMaster: stalwart.master,
      ocisUrl: ocis.url,
      ocisIssuer: credential.issuer,
      ocisClientId: credential.clientId,
      ocisRefreshToken: credential.refreshToken,
      stripeUrl: stripe.url,
      dnsAddress: dns.address,
      dnsControlUrl: dns.url,
    };
    return {
      places,
      authentik,
      stalwart,
      ocis,
      stripe,
      dns,
      page: (peers) => sandboxPage({ authentik, stalwart, ocis, stripe, dns, expectedRecords: () => expectedRecords(peers) }),
      close: async () => {
        await Promise.all(started.map((sandbox) => sandbox.close()));
      },
    };
  } catch (error) {
    await Promise.all(started.map((sandbox) => sandbox.close()));
    throw error;
  }
}

interface ExpectedRecords {
  readonly domain: string;
  readonly records: readonly { readonly host: string; readonly type: string; readonly value: string }[];
}

/** What the portal tells admins to publish, of all tenants; of a name that several claim, what each of them is told. */
async function expectedRecords(peers: Peers): Promise<ExpectedRecords[]> {
  const query = `query RecordsToPublish { recordsToPublish { domain records { host type value } } }`;
  const { recordsToPublish } = await peers.ask<{ recordsToPublish: ExpectedRecords[] }>('mail', query, {}, { tenantId: null, requestId: 'sandbox-page' });
  const names = [...new Set(recordsToPublish.map(({ domain }) => domain))];
  return names.map((name) => ({ domain: name, records: recordsToPublish.filter(({ domain }) => domain === name).flatMap(({ records }) => records) }));
}
