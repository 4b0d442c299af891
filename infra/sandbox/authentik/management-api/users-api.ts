import { isDeepStrictEqual } from 'node:util';
import { empty, type Exchange, json, ReplyError, type Router } from '../../http/router';
import type { AuthentikState, GroupRow, UserRow } from '../authentik-state';
import { hashPassword } from '../password-hash';
import { Fields, invalid, missing, ordered, page, present, readObject } from './answers';
import { userObject } from './rows';

const types = ['internal', 'external', 'service_account', 'internal_service_account'];

/** `{"a__b": 1}` reaches into nesting; a nested object means equality of the whole (contract 4). */
const attributesMatch = (user: Readonly<UserRow>, wanted: Record<string, unknown>): boolean =>
  Object.entries(wanted).every(([path, value]) => {
    const found = path.split('__').reduce<unknown>((inner, key) => (typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>)[key] : undefined), user.attributes);
    return isDeepStrictEqual(found, value);
  });

const attributesFilter = (exchange: Exchange): Record<string, unknown> => {
  const text = exchange.query.get('attributes');
  if (text === null) return {};
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    throw new ReplyError(json(400, ['filter: failed to parse JSON']));
  }
};

const listUsers = (state: AuthentikState, exchange: Exchange): Readonly<UserRow>[] => {
  const { query } = exchange;
  const exact = ['username', 'email', 'name', 'uuid', 'path'] as const;
  const wanted = attributesFilter(exchange);
  const search = query.get('search')?.toLowerCase();
  const groupNames = query.getAll('groups_by_name');
  const groupKeys = query.getAll('groups_by_pk');
  const inGroups = (user: Readonly<UserRow>, test: (group: Readonly<GroupRow>) => boolean): boolean =>
    state.groups.values().some((group) => group.users.includes(user.pk) && test(group));
  return state.users.values().filter((user) => {
    if (exact.some((name) => query.has(name) && query.get(name) !== user[name])) return false;
    if (query.has('is_active') && (query.get('is_active') === 'true') !== user.is_active) return false;
    if (query.has('type') && !query.getAll('type').includes(user.type)) return false;
    if (search && ![user.email, user.name, user.uuid, user.username].some((text) => text.toLowerCase().includes(search))) return false;
    if (groupNames.length > 0 && !inGroups(user, (group) => groupNames.includes(group.name))) return false;
    if (groupKeys.length > 0 && !inGroups(user, (group) => groupKeys.includes(group.pk))) return false;
    return attributesMatch(user, wanted);
  });
};

/** `groups` of a body replaces the user's memberships. */
const setGroups = (state: AuthentikState, pk: number, groups: string[]): void => {
  for (const group of state.groups.values()) {
    const others = group.users.filter((member) => member !== pk);
    const users = groups.includes(group.pk) ? [...others, pk] : others;
    if (users.length !== group.users.length) state.groups.put(group.pk, { ...group, users });
  }
};

const readUser = (state: AuthentikState, exchange: Exchange, existing?: Readonly<UserRow>): { change: Partial<UserRow>; groups: string[] | undefined } => {
  const fields = new Fields(readObject(exchange), existing !== undefined);
  const username = fields.text('username', { required: true, max: 150 });
  if (username !== undefined && state.users.values().some((user) => user.username === username && user.pk !== existing?.pk)) {
    fields.fail('username', 'This field must be unique.');
  }
  const change = present<UserRow>({
    username,
    name: fields.text('name', { required: true, blank: true }),
    email: fields.text('email', { blank: true, max: 254, pattern: /^[^\s@]+@[^\s@]+$/, wrong: 'Enter a valid email address.' }),
    is_active: fields.flag('is_active'),
    attributes: fields.object('attributes'),
    path: fields.text('path', { pattern: /^[^/]+(\/[^/]+)*$/, wrong: 'No leading or trailing slashes allowed.' }),
    type: fields.choice('type', types),
  } as { [K in keyof UserRow]: UserRow[K] | undefined });
  const groups = fields.list('groups', (item) =>
    typeof item === 'string' && state.groups.has(item) ? item : { error: `Invalid pk "${String(item)}" - object does not exist.` },
  );
  fields.check();
  return { change, groups };
};

export const addUserRoutes = (router: Router, state: AuthentikState): void => {
  const find = (exchange: Exchange): Readonly<UserRow> => {
    const user = state.user(exchange.param('id'));
    if (!user) throw missing('User');
    return user;
  };

  router
    .on('GET', '/api/v3/core/users/', (exchange) => {
      const includeGroups = exchange.query.get('include_groups') !== 'false';
      return page(exchange, ordered(exchange, listUsers(state, exchange), 'username').map((user) => userObject(state, user, includeGroups)), state.maximumPageSize);
    })
    .on('POST', '/api/v3/core/users/', (exchange) => {
      const { change, groups } = readUser(state, exchange);
      const user = state.addUser({ ...change, username: change.username ?? '', name: change.name ?? '' });
      if (groups) setGroups(state, user.pk, groups);
      return json(201, userObject(state, user));
    })
    .on('GET', '/api/v3/core/users/me/', () => {
      const admin = state.users.values().find((user) => user.username === 'akadmin');
      if (!admin) throw missing('User');
      const { pk, username, name, is_active, is_superuser, email, uid, type } = admin;
      const self = { pk, username, name, is_active, is_superuser, is_current: true, groups: [], roles: [], email, avatar: '', uid, settings: {}, type, system_permissions: [] };
      return json(200, { user: self, users: [self] });
    })
    .on('GET', '/api/v3/core/users/:id/', (exchange) => json(200, userObject(state, find(exchange))))
    .on('PATCH', '/api/v3/core/users/:id/', (exchange) => {
      const { pk } = find(exchange);
      const { change, groups } = readUser(state, exchange, state.user(pk));
      const user = state.changeUser(pk, change);
      if (groups) setGroups(state, pk, groups);
      return json(200, userObject(state, user));
    })
    .on('DELETE', '/api/v3/core/users/:id/', (exchange) => {
      state.deleteUser(find(exchange).pk);
      return empty(204);
    })
    .on('POST', '/api/v3/core/users/:id/set_password/', async (exchange) => {
      const { pk } = find(exchange);
      const { password } = readObject(exchange);
      if (password === undefined) throw invalid({ password: ['This field is required.'] });
      if (typeof password !== 'string' || password === '') throw invalid({ password: ['This field may not be blank.'] });
      const hash = await hashPassword(password);
      state.changeUser(pk, { password: hash, password_change_date: new Date().toISOString() });
      return empty(204);
    });
};
