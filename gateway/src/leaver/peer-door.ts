import type { ActorVerifier } from '@dezky/kit/context/actor-token';
import type { PeerActor } from '@dezky/kit/context/actor';
import { forbidden, mask, unauthenticated } from '@dezky/kit/failure/errors';
import type { Logger } from '@dezky/kit/log/logger';
import type { SubgraphRequest } from '@dezky/kit/peer/peers';
import { type ExecutionResult, buildSchema, graphql } from 'graphql';
import type { SessionStore } from '../authenticate/session-store';
import type { CredentialAttempt } from './try-credentials';

const schema = buildSchema(`
  type Query {
    "Tries whatever the gateway holds of a person who has left a tenant. Harmless to repeat."
    tryCredentials(subject: String!): [CredentialAttempt!]!
  }
  type Mutation {
    "Closes every session of a person; returns how many there were."
    forgetSessions(subject: String!): Int!
  }
  type CredentialAttempt { way: String! outcome: String! detail: String! at: String! }
`);

export interface PeerDoorParts {
  readonly verifier: ActorVerifier;
  readonly sessions: Pick<SessionStore, 'forget'>;
  readonly tryCredentials: (who: { subject: string; tenantId: string; requestId: string }) => Promise<CredentialAttempt[]>;
  readonly log: Logger;
}

/**
 * What the gateway answers peers: for identity alone, and only inside a tenant. It is no part of the public graph and no route of the
 * public server; in a process of its own it has a port that only the private network reaches. A user's credential is no peer's signature.
 */
export class PeerDoor {
  readonly name = 'gateway';

  constructor(private readonly parts: PeerDoorParts) {}

  async answer(request: SubgraphRequest): Promise<ExecutionResult> {
    const actor = await this.parts.verifier.verify(request.actorToken);
    if (!actor || actor.kind === 'PUBLIC') return { errors: [unauthenticated()] };
    if (actor.kind !== 'PEER' || actor.peer !== 'identity' || actor.tenantId === null) return { errors: [forbidden()] };
    const result = await graphql({ schema, source: request.query, rootValue: this.rootFor(actor.tenantId, request), variableValues: request.variables ?? {} });
    if (!result.errors) return result;
    const errors = result.errors.map((error) => {
      const { answer, surprise } = mask(error, request.requestId);
      if (surprise) this.parts.log.error({ err: error.originalError ?? error, requestId: request.requestId }, 'a peer could not be answered');
      return answer;
    });
    return { ...result, errors };
  }

  private rootFor(tenantId: NonNullable<PeerActor['tenantId']>, { requestId }: SubgraphRequest): Record<string, unknown> {
    return {
      tryCredentials: async ({ subject }: { subject: string }) => (await this.parts.tryCredentials({ subject, tenantId, requestId })).map((attempt) => ({ ...attempt, at: attempt.at.toISOString() })),
      forgetSessions: ({ subject }: { subject: string }) => this.parts.sessions.forget(subject),
    };
  }
}
