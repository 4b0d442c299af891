import { AccessToken } from './access-token';

const json = (status: number, body: unknown): Response => new Response(JSON.stringify(body), { status });

/** An identity provider that numbers its tokens. */
const provider = (expiresIn: number, events: string[] = []) => {
  let issued = 0;
  const fake = async (input: unknown, init?: RequestInit): Promise<Response> => {
    if (String(input).endsWith('/.well-known/openid-configuration')) return json(200, { token_endpoint: 'https://idp.test/token' });
    const used = new URLSearchParams(String(init?.body)).get('refresh_token');
    issued += 1;
    events.push(`refresh with ${used}`);
    return json(200, { access_token: `access-${issued}`, refresh_token: `refresh-${issued}`, expires_in: expiresIn });
  };
  return fake as typeof fetch;
};
const store = (events: string[] = []) => {
  let token = 'refresh-0';
  return {
    load: async () => token,
    save: async (newest: string) => {
      events.push(`save ${newest}`);
      token = newest;
    },
  };
};

describe('AccessToken', () => {
  it('keeps a token for its life', async () => {
    const token = new AccessToken({ issuer: 'https://idp.test/o/ocis/', clientId: 'web', credentialStore: store(), fetch: provider(300) });
    expect([await token.get(), await token.get()]).toEqual(['access-1', 'access-1']);
  });

  it('goes on from the newest refresh token and saves each before it hands out the access token', async () => {
    const events: string[] = [];
    const token = new AccessToken({ issuer: 'https://idp.test', clientId: 'web', credentialStore: store(events), fetch: provider(300, events) });
    events.push(await token.get());
    events.push(await token.renew('access-1'));
    expect(events).toEqual(['refresh with refresh-0', 'save refresh-1', 'access-1', 'refresh with refresh-1', 'save refresh-2', 'access-2']);
  });

  it('renews once however many callers were refused', async () => {
    const events: string[] = [];
    const token = new AccessToken({ issuer: 'https://idp.test', clientId: 'web', credentialStore: store(events), fetch: provider(300, events) });
    await token.get();
    expect(await Promise.all([token.renew('access-1'), token.renew('access-1')])).toEqual(['access-2', 'access-2']);
    expect(await token.renew('access-1')).toBe('access-2');
    expect(events.filter((event) => event.startsWith('refresh'))).toHaveLength(2);
  });

  it('does not hand out a token that could not be saved', async () => {
    const failing = { load: async () => 'refresh-0', save: async () => Promise.reject(new Error('disk full')) };
    const token = new AccessToken({ issuer: 'https://idp.test', clientId: 'web', credentialStore: failing, fetch: provider(300) });
    await expect(token.get()).rejects.toThrow('disk full');
  });

  it.each([
    [200, 'no json', 'BROKEN'],
    [200, '{}', 'BROKEN'],
    [400, '{"error":"invalid_grant"}', 'UNAUTHORIZED'],
    [400, '{"error":"invalid_request","error_description":"token is expired by 3s"}', 'UNAUTHORIZED'],
    [429, '', 'BUSY'],
    [502, '', 'BROKEN'],
  ])('calls a token answer of %i %s %s', async (status, body, fault) => {
    const discovery = provider(300);
    const answering = (async (input: unknown, init?: RequestInit) => (init?.method === 'POST' ? new Response(body, { status }) : discovery(String(input), init))) as typeof fetch;
    const token = new AccessToken({ issuer: 'https://idp.test', clientId: 'web', credentialStore: store(), fetch: answering });
    await expect(token.get()).rejects.toMatchObject({ system: 'OCIS', fault });
  });
});
