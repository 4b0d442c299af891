import type { Actor } from '@dezky/kit/context/actor';
import { publicActor } from '@dezky/kit/context/actor';
import { BackEndError } from '@dezky/kit/http/back-end-error';
import type { HeldSession } from '../authenticate/session-store';
import { type CredentialAttempt, tryCredentials } from './try-credentials';

const person = (...tenantIds: string[]): Actor => ({ kind: 'USER', userId: 'u', email: 'lea@acme.test', name: 'Lea', memberships: tenantIds.map((tenantId) => ({ tenantId, memberId: 'm', role: 'MEMBER' as const })), operator: false, passwordChangeRequired: false });
const session = (name: string, expired = false): HeldSession => ({
  key: Buffer.from(name),
  subject: 's',
  openedAt: new Date(0),
  tokens: { accessToken: `access-${name}`, refreshToken: `refresh-${name}`, idToken: 'id', expiresAt: new Date(Date.now() + (expired ? -1_000 : 300_000)) },
});
const silent = (system: 'AUTHENTIK' | 'OCIS', message: string) => () => Promise.reject(new BackEndError(system, 'UNREACHABLE', message));

interface World {
  readonly held?: readonly HeldSession[];
  readonly behindSession?: Actor | null;
  readonly behindToken?: Actor;
  readonly renews?: (key: Buffer) => Promise<boolean | null>;
  readonly userinfo?: () => Promise<boolean>;
  readonly files?: (token: string) => Promise<boolean>;
  readonly trusts?: boolean;
}

/** Doors that are shut, but for what a test says. */
const attempts = (world: World = {}): Promise<CredentialAttempt[]> => {
  const { held = [session('a')], behindSession = publicActor, behindToken = publicActor, renews = async () => false, userinfo = async () => false, files = async () => false, trusts = true } = world;
  const doors = {
    sessions: { heldBy: async () => held, tryRenewal: renews },
    provider: { takesAccessToken: userinfo },
    authenticator: { actorOfSession: async (found: HeldSession, renew: () => Promise<HeldSession | null>) => (found.tokens.expiresAt.getTime() > Date.now() || (await renew()) ? behindSession : null), actorOfToken: async () => behindToken },
    files: { takes: files, trusts: () => trusts },
  };
  return tryCredentials(doors as never, { subject: 's', tenantId: 'acme', requestId: 'r' });
};
const outcomes = async (world?: World): Promise<Record<string, string>> => Object.fromEntries((await attempts(world)).map(({ way, outcome }) => [way, outcome]));
const all = (outcome: string): Record<string, string> => Object.fromEntries(['PORTAL_SESSION', 'API_ACCESS_TOKEN', 'SIGN_IN_REFRESH_TOKEN', 'SIGN_IN_ACCESS_TOKEN', 'FILES_ACCESS_TOKEN'].map((way) => [way, outcome]));
const detailOf = async (way: string, world?: World): Promise<string | undefined> => (await attempts(world)).find((attempt) => attempt.way === way)?.detail;

describe('what the gateway holds of a leaver', () => {
  it('is refused at every door', async () => {
    expect(await outcomes()).toEqual(all('REFUSED'));
    expect(await detailOf('SIGN_IN_REFRESH_TOKEN')).toBe('1 refresh token presented to Authentik: refused.');
  });

  it('is told to be nothing where there is nothing', async () => {
    expect(await outcomes({ held: [] })).toEqual(all('NONE_EXISTED'));
    expect(await outcomes({ renews: async () => null })).toMatchObject({ SIGN_IN_REFRESH_TOKEN: 'NONE_EXISTED' });
  });

  it.each<[string, World, string]>([
    ['a session', { behindSession: person('acme') }, 'PORTAL_SESSION'],
    ['a token at our API', { behindToken: person('acme') }, 'API_ACCESS_TOKEN'],
    ['a refresh token', { renews: async () => true }, 'SIGN_IN_REFRESH_TOKEN'],
    ['a token at the provider', { userinfo: async () => true }, 'SIGN_IN_ACCESS_TOKEN'],
    ['a token for files', { files: async () => true }, 'FILES_ACCESS_TOKEN'],
  ])('tells of %s that lets them in', async (_what, world, way) => {
    expect(await outcomes(world)).toEqual({ ...all('REFUSED'), [way]: 'LET_IN' });
  });

  it('is as bad as the worst of several', async () => {
    const held = [session('a'), session('b'), session('c')];
    expect(await detailOf('FILES_ACCESS_TOKEN', { held, files: async (token) => token === 'access-b' })).toBe('3 access tokens issued before presented to ownCloud: 1 let in.');
  });

  it('tries the newest of very many, and says so', async () => {
    const held = Array.from({ length: 51 }, (_, index) => session(String(index)));
    // The oldest would be let in.
    expect(await detailOf('FILES_ACCESS_TOKEN', { held, files: async (token) => token === 'access-0' })).toBe('50 access tokens issued before presented to ownCloud: refused. Of their 51 sessions the newest 50 were tried.');
    expect((await outcomes({ held, files: async (token) => token === 'access-50' }))['FILES_ACCESS_TOKEN']).toBe('LET_IN');
  });

  it('presents the refresh token of a session whose tokens have run out once, for both questions', async () => {
    let asked = 0;
    const renews = async (): Promise<boolean> => {
      asked += 1;
      return false;
    };
    expect(await outcomes({ held: [session('a', true)], renews })).toEqual(all('REFUSED'));
    expect(asked).toBe(1);
  });

  it('is kept, and not used up by trying, where the person is at home elsewhere', async () => {
    let tried = 0;
    const renews = async (): Promise<boolean> => {
      tried += 1;
      return true;
    };
    expect(await outcomes({ behindSession: person('globex'), renews })).toEqual(all('KEPT'));
    expect(await outcomes({ held: [session('a', true)], behindSession: person('globex'), renews })).toEqual(all('KEPT'));
    expect(tried).toBe(0);
  });

  it('tells who gave no answer, and tries the others', async () => {
    const found = await outcomes({ userinfo: silent('AUTHENTIK', 'Authentik cannot be reached.'), files: silent('OCIS', 'ownCloud cannot be reached.') });
    expect(found).toEqual({ ...all('REFUSED'), SIGN_IN_ACCESS_TOKEN: 'UNANSWERED', FILES_ACCESS_TOKEN: 'UNANSWERED' });
    expect(await detailOf('SIGN_IN_ACCESS_TOKEN', { userinfo: silent('AUTHENTIK', 'Authentik cannot be reached.') })).toBe('1 access token issued before presented to Authentik: left without an answer. Authentik cannot be reached.');
  });

  it('says of a refusal that it would have been one before as well', async () => {
    expect(await detailOf('FILES_ACCESS_TOKEN', { trusts: false })).toMatch(/another identity provider alone, and would have refused this one before as well\.$/);
  });

  it('has nothing of a credential in its words', async () => {
    expect(JSON.stringify(await attempts({ held: [session('a'), session('b')] }))).not.toMatch(/access-|refresh-/);
  });
});
