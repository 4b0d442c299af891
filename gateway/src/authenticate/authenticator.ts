import type { IncomingMessage } from 'node:http';
import { type Actor, publicActor } from '@dezky/kit/context/actor';
import type { Peers } from '@dezky/kit/peer/peers';
import { parseCookie } from '../http/cookies';
import type { BearerTokens } from './bearer-tokens';
import type { IdentityProvider } from './identity-provider';
import type { OpenSession, Session, SessionStore } from './session-store';

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
      return { actor: scheme?.toLowerCase() === 'bearer' && token ? await this.actorOfToken(token, requestId) : publicActor, byCookie: false };
    }
    const id = parseCookie(request, sessionCookie);
    const found = id ? await this.sessions.find(id) : null;
    if (!id || !found) return { actor: publicActor, byCookie: false };
    const actor = await this.actorOfSession(found, () => this.sessions.renew(id, (tokens) => this.provider.renew(tokens)), requestId);
    if (actor) return { actor, byCookie: true };
    await this.sessions.close(id);
    return { actor: publicActor, byCookie: false };
  }

  /** The actor behind an access token; the public when it is not good for our API. */
  async actorOfToken(token: string, requestId: string): Promise<Actor> {
    const credential = await this.bearer.verify(token);
    if (!credential) return publicActor;
    if (credential.kind === 'CLIENT') return this.resolve({ clientId: credential.clientId, scopes: credential.scopes }, requestId);
    const actor = await this.resolve({ subject: credential.subject }, requestId);
    return signedOutSince(actor, credential.issuedAt) ? publicActor : actor;
  }

  /**
   * The actor behind a session; null when it is good for nothing any more: signed out everywhere since, or run out and not renewed.
   *
   * @param renew asked only when its tokens have run out.
   */
  async actorOfSession(found: OpenSession, renew: () => Promise<Session | null>, requestId: string): Promise<Actor | null> {
    const current = found.tokens.expiresAt.getTime() > Date.now() + 5_000 ? found : await renew();
    const actor = current && (await this.resolve({ subject: current.subject }, requestId));
    return actor && signedOutSince(actor, found.openedAt) ? null : actor;
  }

  private async resolve(variables: Record<string, unknown>, requestId: string): Promise<Actor> {
    const { actor } = await this.peers.ask<{ actor: string }>('identity', actorQuery, variables, { tenantId: null, requestId });
    return JSON.parse(actor) as Actor;
  }
}

/** Whether the person was signed out everywhere after this credential was given out: a token that is signed stays good until it expires, whatever its issuer has ended. */
const signedOutSince = (actor: Actor, givenAt: Date): boolean => actor.kind === 'USER' && actor.sessionsEndedAt !== undefined && givenAt.getTime() < Date.parse(actor.sessionsEndedAt);
