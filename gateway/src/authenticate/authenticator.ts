import type { IncomingMessage } from 'node:http';
import { type Actor, publicActor } from '@dezky/kit/context/actor';
import type { Peers } from '@dezky/kit/peer/peers';
import { parseCookie } from '../http/cookies';
import type { BearerTokens } from './bearer-tokens';
import type { IdentityProvider } from './identity-provider';
import type { SessionStore } from './session-store';

export const sessionCookie = 'dezky_session';

const actorQuery = `query Actor($subject: String, $clientId: String, $scopes: [String!]) { actor(subject: $subject, clientId: $clientId, scopes: $scopes) }`;

/** Turns the credential of a request into an actor; the rights behind it are read anew each time, so that they end when they end. */
export class Authenticator {
  constructor(
    private readonly sessions: SessionStore,
    private readonly provider: IdentityProvider,
    private readonly bearer: BearerTokens,
    private readonly peers: Peers,
  ) {}

  /** @returns the actor, and whether it came by the browser's cookie, which calls for protection against forged requests. */
  async actorOf(request: IncomingMessage, requestId: string): Promise<{ actor: Actor; byCookie: boolean }> {
    const authorization = request.headers.authorization;
    if (authorization !== undefined) {
      const [scheme, token] = authorization.split(' ');
      const credential = scheme?.toLowerCase() === 'bearer' && token ? await this.bearer.verify(token) : null;
      if (!credential) return { actor: publicActor, byCookie: false };
      if (credential.kind === 'CLIENT') return { actor: await this.resolve({ clientId: credential.clientId, scopes: credential.scopes }, requestId), byCookie: false };
      const actor = await this.resolve({ subject: credential.subject }, requestId);
      return { actor: signedOutSince(actor, credential.issuedAt) ? publicActor : actor, byCookie: false };
    }
    const id = parseCookie(request, sessionCookie);
    const found = id ? await this.sessions.find(id) : null;
    if (!id || !found) return { actor: publicActor, byCookie: false };
    const current = found.tokens.expiresAt.getTime() > Date.now() + 5_000 ? found : await this.sessions.renew(id, (tokens) => this.provider.renew(tokens));
    if (!current) return { actor: publicActor, byCookie: false };
    const actor = await this.resolve({ subject: current.subject }, requestId);
    if (!signedOutSince(actor, found.openedAt)) return { actor, byCookie: true };
    await this.sessions.close(id);
    return { actor: publicActor, byCookie: false };
  }

  private async resolve(variables: Record<string, unknown>, requestId: string): Promise<Actor> {
    const { actor } = await this.peers.ask<{ actor: string }>('identity', actorQuery, variables, { tenantId: null, requestId });
    return JSON.parse(actor) as Actor;
  }
}

/** Whether the person was signed out everywhere after this credential was given out: a token that is signed stays good until it expires, whatever its issuer has ended. */
const signedOutSince = (actor: Actor, givenAt: Date): boolean => actor.kind === 'USER' && actor.sessionsEndedAt !== undefined && givenAt.getTime() < Date.parse(actor.sessionsEndedAt);
