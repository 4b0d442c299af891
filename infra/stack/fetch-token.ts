import { SignInBrowser } from '@dezky/sandbox/authentik/sign-in-browser';
import * as oidc from 'openid-client';

/** What `.dezky/credentials.json` says of the sign-in. */
export interface TokenPlaces {
  readonly authentikUrl: string;
  readonly portalUrl: string;
}

/**
 * An access token for /graphql, got the way a person gets one: authorization code with PKCE, the form filled in by us.
 * For the embedded stack only.
 */
export async function fetchToken(places: TokenPlaces, email: string, password: string): Promise<string> {
  const redirectUri = `${places.portalUrl}/cli`;
  const configuration = await oidc.discovery(new URL(`${places.authentikUrl}/application/o/dezky-cli/`), 'dezky-cli', undefined, oidc.None(), { execute: [oidc.allowInsecureRequests] });
  const codeVerifier = oidc.randomPKCECodeVerifier();
  const state = oidc.randomState();
  const url = oidc.buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri,
    scope: 'openid profile email',
    state,
    code_challenge: await oidc.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
  });
  const { url: callback, status } = await new SignInBrowser(redirectUri).signIn(url, email, password);
  if (status !== 0) throw new Error(`The identity provider did not let ${email} in.`);
  const { access_token: accessToken } = await oidc.authorizationCodeGrant(configuration, callback, { pkceCodeVerifier: codeVerifier, expectedState: state });
  return accessToken;
}
