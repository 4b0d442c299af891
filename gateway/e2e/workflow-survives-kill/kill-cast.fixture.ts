import { randomUUID } from 'node:crypto';
import type { StepMoment } from '@dezky/kit/workflow/run-workflow';
import { fetchToken } from '@dezky/stack/fetch-token';
import { SignInBrowser } from '@dezky/sandbox/authentik/sign-in-browser';
import type { KillBench } from './kill-bench.fixture';
import type { KillPoint } from './replica';

export const moments: readonly StepMoment[] = ['BEFORE', 'AFTER_EFFECT', 'RECORDED'];

/** Every point of some steps of a workflow. */
export const everyPoint = (workflow: string, steps: readonly string[], direction: KillPoint['direction'] = 'FORWARD'): KillPoint[] => steps.flatMap((step) => moments.map((moment) => ({ workflow, direction, step, moment })));

export interface Person {
  readonly id: string;
  readonly address: string;
  readonly password: string | null;
}

/** Asked as often as one likes, it happens once: what a caller does whose answer never came. */
export type Ask = () => Promise<Answer>;

interface Answer {
  readonly __typename: string;
  readonly member?: { readonly id: string };
  readonly oneTimePassword?: string | null;
}

const members: Readonly<Record<string, string>> = { createMember: 'MemberCreated', createMailbox: 'MailboxCreated', resetMemberPassword: 'MemberPasswordReset' };

/** People who are there to be changed, what is asked about them, and what each system has of them. */
export class KillCast {
  private people = 0;

  constructor(private readonly bench: KillBench) {}

  /** A change that is to be asked for. */
  change(name: string, input: Record<string, unknown>): Ask {
    const type = members[name];
    const query = `mutation ($input: ${inputs[name] ?? `${name[0]?.toUpperCase()}${name.slice(1)}Input`}!) { ${name}(input: $input) { __typename ${type ? `... on ${type} { member { id } oneTimePassword }` : ''} } }`;
    const key = randomUUID();
    return async () => (await this.bench.ask<Record<string, Answer>>('identity', query, { input }, key))[name] as Answer;
  }

  /** People of a tenant, with a mailbox each, or with a sign-in from outside. */
  async make(tenantId: string, how: 'mailbox' | 'outside', count: number): Promise<Person[]> {
    return Promise.all(
      this.wanted(tenantId, how, count).map(async ({ address, ask }) => {
        const person = this.made(address, await ask());
        expect((await this.bench.ended(person.id, how === 'mailbox' ? 'createMember' : 'createExternalMember')).state).toBe('SUCCEEDED');
        return person;
      }),
    );
  }

  wanted(tenantId: string, how: 'mailbox' | 'outside', count: number): { address: string; ask: Ask }[] {
    return Array.from({ length: count }, () => {
      const localPart = this.name();
      const address = how === 'mailbox' ? `${localPart}@acme.test` : `${localPart}@outside.example`;
      const input = { tenantId, displayName: `Person ${localPart}`, ...(how === 'mailbox' ? { localPart } : { externalSignIn: address }) };
      return { address, ask: this.change('createMember', input) };
    });
  }

  made(address: string, { member, oneTimePassword = null, ...answer }: Answer): Person {
    if (!member) throw new Error(`${address} was not made: ${answer.__typename}`);
    return { id: member.id, address, password: oneTimePassword };
  }

  name(): string {
    this.people += 1;
    return `cast-${this.people}`;
  }

  /** Kills the process with each of the points reached by a workflow of its own, and asks everything again. */
  async killedAt(points: readonly KillPoint[], asks: readonly Ask[]): Promise<Answer[]> {
    await this.bench.killedTogether(points, () => asks.map((ask) => ask()));
    return Promise.all(asks.map((ask) => ask()));
  }

  /** The newest workflow of that name about somebody has done all it was to do. */
  async succeeded(id: string, workflow: string): Promise<void> {
    const { state, steps, secret, id: workflowId } = await this.bench.ended(id, workflow);
    const at = this.bench.stoodAt(workflowId);
    expect({ at, workflow, state, secret, steps: steps.map((step) => step.state) }).toEqual({ at, workflow, state: 'SUCCEEDED', secret: null, steps: steps.map(() => 'DONE') });
  }

  /** All that has this address, at every system. */
  at(address: string): { signIns: unknown[]; mailboxes: unknown[]; drives: unknown[] } {
    const { authentik, stalwart, ocis } = this.bench.sandboxes;
    return {
      signIns: authentik.accounts().filter(({ username, email }) => username === address || email === address).map(({ username, email, active, sessions }) => ({ username, email, active, sessions })),
      mailboxes: stalwart.mailboxes().filter((mailbox) => mailbox.address === address).map(({ frozen, aliases }) => ({ frozen, aliases: aliases.map((alias) => alias.address).sort() })),
      drives: ocis.drives().filter(({ username }) => username === address).map(({ enabled }) => ({ enabled })),
    };
  }

  /** Signs in as the portal does, which leaves a session and tokens of every kind at the identity provider. */
  async signIn({ address, password }: Person): Promise<void> {
    const { authentikUrl } = this.bench.sandboxes.places;
    const redirect = 'http://localhost:1/auth/callback';
    const asked = new URLSearchParams({ client_id: 'dezky-portal', response_type: 'code', redirect_uri: redirect, scope: 'openid profile email offline_access', state: 'any' });
    const { url } = await new SignInBrowser(redirect).signIn(`${authentikUrl}/application/o/authorize/?${asked}`, address, password ?? '');
    const body = new URLSearchParams({ grant_type: 'authorization_code', code: url.searchParams.get('code') ?? '', redirect_uri: redirect, client_id: 'dezky-portal', client_secret: this.bench.portalClientSecret });
    const answer = (await (await fetch(`${authentikUrl}/application/o/token/`, { method: 'POST', body })).json()) as Record<string, unknown>;
    expect(Object.keys(answer)).toEqual(expect.arrayContaining(['access_token', 'refresh_token']));
  }

  /** Where a password opens something. */
  async opens(address: string, password: string | null): Promise<{ signIn: boolean; mailbox: boolean }> {
    const { authentikUrl, stalwartUrl } = this.bench.sandboxes.places;
    const signIn = fetchToken({ authentikUrl, portalUrl: 'http://localhost:1' }, address, password ?? '').then(
      () => true,
      () => false,
    );
    const basic = Buffer.from(`${address}:${password ?? ''}`).toString('base64');
    const jmap = await fetch(`${stalwartUrl}/jmap/session`, { headers: { authorization: `Basic ${basic}` } });
    return { signIn: await signIn, mailbox: jmap.status === 200 };
  }
}

const inputs: Readonly<Record<string, string>> = { suspendMember: 'MemberInput', resumeMember: 'MemberInput', signOutMember: 'MemberInput', resetMemberPassword: 'MemberInput', removeMember: 'MemberInput', undoWorkflow: 'WorkflowInput' };
