import { randomUUID } from 'node:crypto';
import { empty, type Exchange, json, type Router } from '../../http/router';
import type { AuthentikState, GroupRow } from '../authentik-state';
import { Fields, missing, ordered, page, present, readObject } from './answers';
import { groupObject } from './rows';

const readGroup = (state: AuthentikState, exchange: Exchange, existing?: Readonly<GroupRow>): Partial<GroupRow> => {
  const fields = new Fields(readObject(exchange), existing !== undefined);
  const name = fields.text('name', { required: true });
  if (name !== undefined && state.groups.values().some((group) => group.name === name && group.pk !== existing?.pk)) {
    fields.fail('name', 'Group with this name already exists.');
  }
  const change = present<GroupRow>({
    name,
    is_superuser: fields.flag('is_superuser'),
    attributes: fields.object('attributes'),
    parents: fields.list('parents', (item) => (typeof item === 'string' && state.groups.has(item) ? item : { error: `Invalid pk "${String(item)}" - object does not exist.` })),
    users: fields.list('users', (item) => (typeof item === 'number' && state.user(item) ? item : { error: `Invalid pk "${String(item)}" - object does not exist.` })),
  } as { [K in keyof GroupRow]: GroupRow[K] | undefined });
  fields.check();
  return change;
};

export const addGroupRoutes = (router: Router, state: AuthentikState): void => {
  const find = (exchange: Exchange): Readonly<GroupRow> => {
    const group = state.groups.get(exchange.param('id'));
    if (!group) throw missing('Group');
    return group;
  };
  const changeMember = (exchange: Exchange, change: (users: number[], pk: number) => number[]): void => {
    const group = find(exchange);
    const { pk } = readObject(exchange);
    if (typeof pk !== 'number' || !state.user(pk)) throw missing('User');
    state.groups.put(group.pk, { ...group, users: change(group.users, pk) });
  };

  router
    .on('GET', '/api/v3/core/groups/', (exchange) => {
      const { query } = exchange;
      const members = query.getAll('members_by_pk').map(Number);
      const rows = state.groups.values().filter((group) => {
        if (query.has('name') && query.get('name') !== group.name) return false;
        if (query.has('is_superuser') && (query.get('is_superuser') === 'true') !== group.is_superuser) return false;
        return members.length === 0 || members.some((pk) => group.users.includes(pk));
      });
      const includeUsers = query.get('include_users') !== 'false';
      return page(exchange, ordered(exchange, rows, 'name').map((group) => groupObject(state, group, includeUsers)), state.maximumPageSize);
    })
    .on('POST', '/api/v3/core/groups/', (exchange) => {
      const change = readGroup(state, exchange);
      const group: GroupRow = {
        name: '', is_superuser: false, parents: [], users: [], attributes: {},
        ...change,
        pk: randomUUID(),
        num_pk: state.nextNumber('group'),
      };
      state.groups.put(group.pk, group);
      return json(201, groupObject(state, group));
    })
    .on('GET', '/api/v3/core/groups/:id/', (exchange) => json(200, groupObject(state, find(exchange))))
    .on('PATCH', '/api/v3/core/groups/:id/', (exchange) => {
      const group = find(exchange);
      const next = { ...group, ...readGroup(state, exchange, group) };
      state.groups.put(group.pk, next);
      return json(200, groupObject(state, next));
    })
    .on('DELETE', '/api/v3/core/groups/:id/', (exchange) => {
      state.groups.delete(find(exchange).pk);
      return empty(204);
    })
    .on('POST', '/api/v3/core/groups/:id/add_user/', (exchange) => {
      changeMember(exchange, (users, pk) => [...users.filter((member) => member !== pk), pk]);
      return empty(204);
    })
    .on('POST', '/api/v3/core/groups/:id/remove_user/', (exchange) => {
      changeMember(exchange, (users, pk) => users.filter((member) => member !== pk));
      return empty(204);
    });
};
