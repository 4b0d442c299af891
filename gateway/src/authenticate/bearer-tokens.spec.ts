import type { KeyObject } from 'node:crypto';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { newRsaPair } from '@dezky/sandbox/rsa-keys';
import { SignJWT } from 'jose';
import { BearerTokens } from './bearer-tokens';
import type { GatewayConfig } from '../config';

/** Tokens that the provider itself signed: what is wrong with them is what they say. */
describe('bearer tokens', () => {
  const { privateKey, publicKey } = newRsaPair();
  let server: Server;
  let origin: string;
  let tokens: BearerTokens;
  const asked: string[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k', alg: 'RS256', use: 'sig' }] }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    tokens = new BearerTokens({ AUTH_URL: origin, PORTAL_OIDC_CLIENT_ID: 'dezky-portal', API_OIDC_CLIENT_IDS: ['dezky-cli'] } as unknown as GatewayConfig);
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  const now = (): number => Math.floor(Date.now() / 1_000);
  type Claims = Record<string, unknown>;
  const signed = (claims: Claims, key: KeyObject = privateKey): Promise<string> => new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'k', typ: 'JWT' }).sign(key);
  /** What Authentik gives to a partner's program. */
  const partners = (claims: Claims = {}): Claims => ({
    iss: `${origin}/application/o/northwind/`,
    sub: 'service-account',
    aud: 'northwind',
    azp: 'northwind',
    scope: 'tenant:read members:read',
    iat: now(),
    exp: now() + 300,
    ...claims,
  });
  const persons = (claims: Claims = {}): Claims => ({ ...partners(), iss: `${origin}/application/o/dezky-cli/`, sub: 'person', aud: 'dezky-cli', azp: 'dezky-cli', scope: 'openid profile email', ...claims });

  it('of a partner’s program are its client’s, with the scopes that were granted and no other', async () => {
    expect(await tokens.verify(await signed(partners()))).toEqual({ kind: 'CLIENT', clientId: 'northwind', scopes: ['tenant:read', 'members:read'] });
    expect(await tokens.verify(await signed(partners({ aud: ['northwind'] })))).toMatchObject({ clientId: 'northwind' });
  });

  it('of a partner’s program to which no scope was granted open nothing', async () => {
    for (const scope of ['', ' ']) expect(await tokens.verify(await signed(partners({ scope })))).toEqual({ kind: 'CLIENT', clientId: 'northwind', scopes: [] });
  });

  it.each(['dezky-portal', 'dezky-cli'])('of a person at %s are the person’s, whatever their scopes', async (client) => {
    expect(await tokens.verify(await signed(persons({ aud: client, azp: client, scope: 'openid members:write' })))).toEqual({ kind: 'USER', subject: 'person', issuedAt: expect.any(Date) });
  });

  const refused: [string, () => Claims][] = [
    ['an ID token, which has no scope', () => partners({ scope: undefined })],
    ['scopes that are no text', () => partners({ scope: ['tenant:read'] })],
    ['the audience of another application', () => partners({ aud: 'other' })],
    ['no audience', () => partners({ aud: undefined })],
    ['an audience of none', () => partners({ aud: [] })],
    ['two audiences', () => partners({ aud: ['northwind', 'other'] })],
    ['another application’s client, with the portal among its audience', () => persons({ aud: ['other', 'dezky-portal'], azp: 'other' })],
    ['the portal’s audience, given to another application', () => persons({ aud: 'dezky-portal', azp: 'other' })],
    ['a partner’s client, given to the portal', () => partners({ azp: 'dezky-portal' })],
    ['no client', () => partners({ azp: undefined })],
    ['an empty client', () => partners({ aud: '', azp: '' })],
    ['a client that is no text', () => partners({ azp: ['northwind'], aud: ['northwind'] })],
    ['nobody behind it', () => persons({ sub: undefined })],
    ['a life that is over', () => partners({ exp: now() - 1 })],
    ['a life that has not begun', () => partners({ nbf: now() + 60 })],
    ['the issuer of another provider', () => partners({ iss: 'http://127.0.0.1:1/application/o/northwind/' })],
    ['an issuer without its slash', () => partners({ iss: `${origin}/application/o/northwind` })],
    ['no issuer', () => partners({ iss: undefined })],
  ];
  it.each(refused)('are refused with %s', async (_what, claims) => {
    expect(await tokens.verify(await signed(claims()))).toBeNull();
  });

  it('are refused when another key signed them', async () => {
    expect(await tokens.verify(await signed(partners(), newRsaPair().privateKey))).toBeNull();
  });

  it('have the provider asked for the keys of their own application alone', () => {
    expect(new Set(asked)).toEqual(new Set(['/application/o/northwind/jwks/', '/application/o/dezky-cli/jwks/']));
  });
});
