import { empty, type Exchange, json, type Router } from '../../http/router';
import type { AccessTokenRow, AuthentikState } from '../authentik-state';
import { invalid, missing, page } from './answers';
import { deviceObject, sessionObject, tokenObject } from './rows';

type TokenRow = Pick<AccessTokenRow, 'pk' | 'user' | 'provider' | 'scope' | 'expires'> & { key: string };

const accessTokens = (state: AuthentikState): TokenRow[] => state.accessTokens.entries().map(([key, row]) => ({ ...row, key }));

const refreshTokens = (state: AuthentikState): TokenRow[] =>
  state
    .oidc('RefreshToken')
    .entries()
    .flatMap(([key, { pk, payload, expiresAt }]) => {
      const user = state.userBySubject(String(payload.accountId));
      const provider = state.providers.values().find((one) => one.client_id === payload.clientId);
      if (!user || !provider) return [];
      return [{ key, pk, user: user.pk, provider: provider.pk, scope: String(payload.scope ?? '').split(' '), expires: new Date(expiresAt ?? 0).toISOString() }];
    });

export const addSessionRoutes = (router: Router, state: AuthentikState): void => {
  const username = (pk: number): string => state.user(pk)?.username ?? '';

  router
    .on('GET', '/api/v3/core/authenticated_sessions/', (exchange) => {
      const { query } = exchange;
      const search = query.get('search');
      // `?user=` is no filter: the server ignores what it does not know and answers with every session.
      const rows = state.sessions.values().filter((session) => {
        if (query.has('user__username') && query.get('user__username') !== username(session.user)) return false;
        if (query.has('session__last_ip') && query.get('session__last_ip') !== session.last_ip) return false;
        if (query.has('session__last_user_agent') && query.get('session__last_user_agent') !== session.last_user_agent) return false;
        return search === null || [username(session.user), session.last_ip, session.last_user_agent].some((text) => text.includes(search));
      });
      rows.sort((a, b) => username(a.user).localeCompare(username(b.user)));
      return page(exchange, rows.map(sessionObject), state.maximumPageSize);
    })
    .on('DELETE', '/api/v3/core/authenticated_sessions/bulk_delete/', ({ query }) => {
      const pks = query.getAll('user_pks').map(Number);
      if (pks.length === 0) throw invalid({ user_pks: ['This list may not be empty.'] });
      return json(200, { deleted: pks.reduce((sum, pk) => sum + state.endSessionsOf(pk), 0) });
    })
    .on('DELETE', '/api/v3/core/authenticated_sessions/:id/', (exchange) => {
      if (!state.endSession(exchange.param('id'))) throw missing('AuthenticatedSession');
      return empty(204);
    })
    .on('GET', '/api/v3/authenticators/admin/all/', ({ query }) => {
      const user = query.get('user');
      return json(200, state.devices.values().filter((device) => user === null || device.user === Number(user)).map(deviceObject));
    });

  const addTokenRoutes = (path: string, rows: () => TokenRow[], remove: (key: string) => void, model: string): void => {
    const find = (exchange: Exchange): TokenRow => {
      const row = rows().find(({ pk }) => String(pk) === exchange.param('id'));
      if (!row) throw missing(model);
      return row;
    };
    router
      .on('GET', path, (exchange) => {
        const user = exchange.query.get('user');
        const provider = exchange.query.get('provider');
        const found = rows().filter((row) => (user === null || row.user === Number(user)) && (provider === null || row.provider === Number(provider)));
        return page(exchange, found.flatMap((row) => tokenObject(state, row)), state.maximumPageSize);
      })
      .on('DELETE', `${path}:id/`, (exchange) => {
        remove(find(exchange).key);
        return empty(204);
      });
  };
  addTokenRoutes('/api/v3/oauth2/access_tokens/', () => accessTokens(state), (key) => void state.accessTokens.delete(key), 'AccessToken');
  addTokenRoutes('/api/v3/oauth2/refresh_tokens/', () => refreshTokens(state), (key) => void state.oidc('RefreshToken').delete(key), 'RefreshToken');
};
