import { empty } from '../../http/router';
import { type OcisState, roles } from '../ocis-state';
import { type AddRoute, answer, forbidden, graphError, invalidRequest, notFound, readBody } from './answers';

const product = 'ownCloud Infinite Scale';

export const assignmentObject = (state: OcisState, principal: string): object[] => {
  const row = state.assignments.get(principal);
  return row ? [{ appRoleId: row.appRoleId, id: row.id, principalId: row.principalId, principalType: 'User', resourceDisplayName: product, resourceId: state.installation.applicationId }] : [];
};

const applicationObject = (state: OcisState): object => ({
  appRoles: [
    { displayName: 'Admin', id: roles.admin },
    { displayName: 'Space Admin', id: roles.spaceAdmin },
    { displayName: 'User', id: roles.user },
    { displayName: 'User Light', id: roles.userLight },
  ],
  displayName: product,
  id: state.installation.applicationId,
});

export const addRoleRoutes = (add: AddRoute, state: OcisState): void => {
  add('GET', '/applications', () => answer(200, { value: [applicationObject(state)] }));
  add('GET', '/applications/:application', ({ exchange }) => {
    const [id, own] = [exchange.param('application'), state.installation.applicationId];
    if (id !== own) throw notFound(`requested id ${id} does not match expected application id ${own}`);
    return answer(200, applicationObject(state));
  });
  add('GET', '/users/:user/appRoleAssignments', ({ exchange, isAdmin }) => {
    if (!isAdmin) throw forbidden();
    return answer(200, { value: assignmentObject(state, exchange.param('user')) });
  });
  // Unknown users and roles are taken as they come (contract 5).
  add('POST', '/users/:user/appRoleAssignments', ({ exchange, caller, isAdmin }) => {
    if (!isAdmin) throw forbidden();
    const body = readBody(exchange, ['principalId', 'resourceId', 'appRoleId']);
    for (const name of ['appRoleId', 'principalId', 'resourceId']) if (typeof body[name] !== 'string') throw invalidRequest(`invalid request body: no value given for required property ${name}`);
    const [principal, own] = [exchange.param('user'), state.installation.applicationId];
    if (body.principalId !== principal) throw invalidRequest(`user id ${principal} does not match principal id ${String(body.principalId)}`);
    if (body.resourceId !== own) throw invalidRequest(`resource id ${principal} does not match expected application id ${own}`);
    if (principal === caller.id) throw graphError(403, 'notAllowed', '{"id":"settings","code":403,"detail":"Changing own role assignment forbidden","status":"Forbidden"}');
    state.assign(principal, String(body.appRoleId));
    return answer(201, assignmentObject(state, principal)[0]);
  });
  add('DELETE', '/users/:user/appRoleAssignments/:assignment', ({ exchange, isAdmin }) => {
    if (!isAdmin) throw forbidden();
    const [principal, id] = [exchange.param('user'), exchange.param('assignment')];
    if (state.assignments.get(principal)?.id !== id) throw notFound(`appRoleAssignment ${id} not found for user ${principal}`);
    state.assignments.delete(principal);
    return empty(204);
  });
};
