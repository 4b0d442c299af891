import { empty, type Exchange, type Reply, Router, text } from '../../http/router';
import type { AccountRow, OcisState } from '../ocis-state';
import { type AddRoute, type GraphHandler, isPrivileged } from './answers';
import { addDriveRoutes } from './drives';
import { addGroupRoutes } from './groups';
import { addRoleRoutes } from './roles';
import { addUserRoutes } from './users';

const base = '/graph/v1.0';

/** Answers everything under `/graph` for a caller that is known. */
export const libreGraph = (state: OcisState, origin: () => string): ((exchange: Exchange, caller: Readonly<AccountRow>) => Reply) => {
  const router = new Router<GraphHandler>();
  // A trailing slash is tolerated.
  const add: AddRoute = (method, path, handler) => void router.on(method, `${base}${path}`, handler).on(method, `${base}${path}/`, handler);
  addUserRoutes(add, state, origin);
  addRoleRoutes(add, state);
  addGroupRoutes(add, state);
  addDriveRoutes(add, state, origin);

  return (exchange, caller) => {
    const route = router.find(exchange);
    if ('handler' in route) return route.handler({ exchange, caller, isAdmin: isPrivileged(state, caller) });
    return route.allowed.length > 0 ? empty(405, { allow: [...new Set(route.allowed)].join(', ') }) : text(404, '404 page not found\n');
  };
};
