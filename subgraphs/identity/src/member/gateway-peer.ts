import type { Peers } from '@dezky/kit/peer/peers';
import type { AccessAttempt } from '../access-report/access-report.type';

interface Scope {
  readonly tenantId: string;
  readonly requestId: string;
}

type Answer = Pick<AccessAttempt, 'way' | 'outcome' | 'detail'> & { readonly at: string };

/** What identity asks of the gateway, which holds people's sessions and keeps their tokens to itself. */
export class GatewayPeer {
  constructor(private readonly peers: Peers) {}

  /** Tries whatever the gateway holds of a person. */
  async tryCredentials(subject: string, scope: Scope): Promise<Omit<AccessAttempt, 'system'>[]> {
    const query = `query TryCredentials($subject: String!) { tryCredentials(subject: $subject) { way outcome detail at } }`;
    const { tryCredentials } = await this.peers.ask<{ tryCredentials: Answer[] }>('gateway', query, { subject }, scope);
    return tryCredentials.map((attempt) => ({ ...attempt, at: new Date(attempt.at) }));
  }

  /** Closes every session of a person. */
  async forgetSessions(subject: string, scope: Scope): Promise<void> {
    await this.peers.ask('gateway', `mutation ForgetSessions($subject: String!) { forgetSessions(subject: $subject) }`, { subject }, scope);
  }
}
