import { randomUUID } from 'node:crypto';
import { empty } from '../../http/router';
import type { GroupRow, OcisState } from '../ocis-state';
import { type AddRoute, answer, forbidden, type GraphRequest, graphError, invalidRequest, notFound, readBody } from './answers';

const groupObject = ({ id, displayName }: Readonly<GroupRow>): object => ({ displayName, groupTypes: [], id });

/** Groups by name; members are left out, the product keeps its own. */
export const addGroupRoutes = (add: AddRoute, state: OcisState): void => {
  const find = ({ exchange }: GraphRequest): Readonly<GroupRow> => {
    const key = exchange.param('group');
    const group = state.groups.get(key) ?? state.groups.values().find((row) => row.displayName === key);
    if (!group) throw notFound();
    return group;
  };

  add('GET', '/groups', ({ exchange, isAdmin }) => {
    const search = exchange.query.get('$search')?.replaceAll('"', '') ?? '';
    if (!isAdmin && search.length < 3) throw forbidden('search term too short');
    return answer(200, { value: state.groups.values().filter((group) => group.displayName.toLowerCase().includes(search.toLowerCase())).map(groupObject) });
  });
  add('POST', '/groups', ({ exchange, isAdmin }) => {
    if (!isAdmin) throw forbidden();
    const { displayName } = readBody(exchange, ['displayName', 'description']);
    if (typeof displayName !== 'string' || displayName === '') throw invalidRequest('Missing Required Attribute');
    if (state.groups.values().some((group) => group.displayName === displayName)) throw graphError(409, 'nameAlreadyExists', 'group already exists');
    const group = { id: randomUUID(), displayName };
    state.groups.put(group.id, group);
    return answer(201, groupObject(group));
  });
  add('GET', '/groups/:group', (request) => answer(200, groupObject(find(request))));
  add('DELETE', '/groups/:group', (request) => {
    if (!request.isAdmin) throw forbidden();
    state.groups.delete(find(request).id);
    return empty(204);
  });
};
