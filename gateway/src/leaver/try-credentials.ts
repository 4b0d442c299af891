import type { Actor } from '@dezky/kit/context/actor';
import { BackEndError } from '@dezky/kit/http/back-end-error';
import type { Authenticator } from '../authenticate/authenticator';
import type { IdentityProvider } from '../authenticate/identity-provider';
import type { HeldSession, SessionStore } from '../authenticate/session-store';
import type { FilesDoor } from './files-door';

/** The ways in for which the gateway holds what opens them. */
export type CredentialWay = 'PORTAL_SESSION' | 'API_ACCESS_TOKEN' | 'SIGN_IN_REFRESH_TOKEN' | 'SIGN_IN_ACCESS_TOKEN' | 'FILES_ACCESS_TOKEN';

/**
 * - `NONE_EXISTED`: there was nothing to try.
 * - `KEPT`: not tried, since the person has it from elsewhere as well and is to keep it.
 * - `UNANSWERED`: tried, and nobody said yes or no.
 */
export type CredentialOutcome = 'REFUSED' | 'LET_IN' | 'NONE_EXISTED' | 'KEPT' | 'UNANSWERED';

export interface CredentialAttempt {
  readonly way: CredentialWay;
  readonly outcome: CredentialOutcome;
  /** In words, without anything of the credential. */
  readonly detail: string;
  readonly at: Date;
}

interface Doors {
  readonly sessions: SessionStore;
  readonly provider: IdentityProvider;
  readonly authenticator: Authenticator;
  readonly files: FilesDoor;
}

/** More sessions than people have; whoever opened thousands shall not keep the others of the proof waiting. */
const mostSessions = 50;

/** What became of one credential. */
interface Try {
  readonly outcome: 'REFUSED' | 'LET_IN' | 'NONE_EXISTED' | 'UNANSWERED';
  readonly words?: string;
}

const things: Record<CredentialWay, readonly [one: string, many: string, where: string]> = {
  PORTAL_SESSION: ['open portal session', 'open portal sessions', 'Dezky'],
  API_ACCESS_TOKEN: ['access token issued before', 'access tokens issued before', 'Dezky’s API'],
  SIGN_IN_REFRESH_TOKEN: ['refresh token', 'refresh tokens', 'Authentik'],
  SIGN_IN_ACCESS_TOKEN: ['access token issued before', 'access tokens issued before', 'Authentik'],
  FILES_ACCESS_TOKEN: ['access token issued before', 'access tokens issued before', 'ownCloud'],
};
const ways = Object.keys(things) as CredentialWay[];

/**
 * Tries whatever the gateway holds of a person: each session as the browser presents it, its refresh token and its access token
 * wherever they were good. Nothing of it leaves the gateway. Harmless to repeat; nothing is closed.
 *
 * @param tenantId the tenant the person has left; what they are let in for elsewhere is kept and not tried, since trying would use it up.
 */
export async function tryCredentials(doors: Doors, { subject, tenantId, requestId }: { subject: string; tenantId: string; requestId: string }): Promise<CredentialAttempt[]> {
  const held = await doors.sessions.heldBy(subject);
  const all = (outcome: CredentialOutcome, words: (thing: string) => string): CredentialAttempt[] => ways.map((way) => ({ way, outcome, detail: words(things[way][0]), at: new Date() }));
  if (held.length === 0) return all('NONE_EXISTED', (thing) => `There was none: the gateway holds no ${thing} of theirs.`);
  // Tokens that have run out are as good as any here: the question is who they are, not whether they get in.
  const actors = await Promise.all(held.slice(-mostSessions).map((session) => doors.authenticator.actorOfSession(session, () => Promise.resolve(session), requestId)));
  if (actors.some((actor) => livesElsewhere(actor, tenantId))) {
    return all('KEPT', (thing) => `Kept and not tried: the sign-in is used elsewhere as well, where their ${thing} stays good. It opens nothing here.`);
  }
  const newest = held.slice(-mostSessions);
  const tries = await Promise.all(newest.map((session) => trySession(doors, session, requestId)));
  const more = held.length > newest.length ? ` Of their ${held.length} sessions the newest ${newest.length} were tried.` : '';
  return ways.map((way) => summary(way, tries.map((one) => one[way]))).map((attempt) => ({ ...attempt, detail: `${attempt.detail}${more}` }));
}

const livesElsewhere = (actor: Actor | null, tenantId: string): boolean => actor?.kind === 'USER' && !actor.memberships.some((membership) => membership.tenantId === tenantId);

async function trySession({ sessions, provider, authenticator, files }: Doors, held: HeldSession, requestId: string): Promise<Record<CredentialWay, Try>> {
  const { accessToken } = held.tokens;
  const renewal = sessions.tryRenewal(held.key, (tokens) => provider.renew(tokens));
  const entering = async (actor: Promise<Actor | null>): Promise<Try> => {
    const found = await actor;
    return { outcome: found === null || found.kind === 'PUBLIC' ? 'REFUSED' : 'LET_IN' };
  };
  const taking = async (taken: Promise<boolean | null>): Promise<Try> => {
    const answer = await taken;
    return { outcome: answer === null ? 'NONE_EXISTED' : answer ? 'LET_IN' : 'REFUSED' };
  };
  const [session, api, refresh, userinfo, file] = await Promise.all([
    answered(entering(authenticator.actorOfSession(held, async () => ((await renewal) ? held : null), requestId))),
    answered(entering(authenticator.actorOfToken(accessToken, requestId))),
    answered(taking(renewal)),
    answered(taking(provider.takesAccessToken(accessToken))),
    answered(taking(files.takes(accessToken))),
  ]);
  return {
    PORTAL_SESSION: session,
    API_ACCESS_TOKEN: api,
    SIGN_IN_REFRESH_TOKEN: refresh,
    SIGN_IN_ACCESS_TOKEN: userinfo,
    FILES_ACCESS_TOKEN: file.outcome === 'REFUSED' && !files.trusts(accessToken) ? { ...file, words: 'ownCloud takes tokens of another identity provider alone, and would have refused this one before as well.' } : file,
  };
}

/** A door that says nothing is an outcome here: the others are told all the same. */
const answered = (attempt: Promise<Try>): Promise<Try> =>
  attempt.catch((error: unknown) => {
    if (!(error instanceof BackEndError)) throw error;
    return { outcome: 'UNANSWERED', words: error.message };
  });

const order = ['LET_IN', 'UNANSWERED', 'REFUSED', 'NONE_EXISTED'] as const;

/** One line for a way, as bad as its worst credential. */
function summary(way: CredentialWay, tries: readonly Try[]): CredentialAttempt {
  const outcome = order.find((one) => tries.some((attempt) => attempt.outcome === one)) ?? 'NONE_EXISTED';
  const [one, many, where] = things[way];
  const tried = tries.filter((attempt) => attempt.outcome !== 'NONE_EXISTED').length;
  const count = tries.filter((attempt) => attempt.outcome === outcome).length;
  const words = [...new Set(tries.flatMap((attempt) => attempt.words ?? []))];
  const what = { LET_IN: 'let in', UNANSWERED: 'left without an answer', REFUSED: 'refused', NONE_EXISTED: '' }[outcome];
  const detail = outcome === 'NONE_EXISTED' ? `There was none: the gateway holds no ${one} of theirs.` : `${tried} ${tried === 1 ? one : many} presented to ${where}: ${count === tried ? '' : `${count} `}${what}.`;
  return { way, outcome, detail: [detail, ...words].join(' '), at: new Date() };
}
