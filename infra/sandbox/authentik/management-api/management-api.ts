import { createHash, timingSafeEqual } from 'node:crypto';
import { type Exchange, type Handler, html, json, Router } from '../../http/router';
import type { AuthentikState } from '../authentik-state';
import { addApplicationRoutes } from './applications-api';
import { addGroupRoutes } from './groups-api';
import { addSessionRoutes } from './sessions-api';
import { addUserRoutes } from './users-api';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** A bad or missing token is 403, never 401 (contract 1.8). */
const refusal = (exchange: Exchange, adminToken: string): string | undefined => {
  const [scheme, token] = (exchange.header('authorization') ?? '').split(' ');
  if (!token || scheme?.toLowerCase() !== 'bearer') return 'Authentication credentials were not provided.';
  return timingSafeEqual(digest(token), digest(adminToken)) ? undefined : 'Token invalid/expired';
};

/** Answers everything under `/api/v3/`. */
export const managementApi = (state: AuthentikState, adminToken: string): Handler => {
  const router = new Router();
  addUserRoutes(router, state);
  addGroupRoutes(router, state);
  addSessionRoutes(router, state);
  addApplicationRoutes(router, state);

  return (exchange) => {
    const found = router.find(exchange);
    const open = exchange.path === '/api/v3/core/brands/current/';
    const detail = open ? undefined : refusal(exchange, adminToken);
    if ('allowed' in found && found.allowed.length === 0) return html(404, '<!doctype html><title>Not Found</title><h1>Not Found</h1>');
    if (detail !== undefined) return json(403, { detail });
    if ('allowed' in found) return json(405, { detail: `Method "${exchange.method}" not allowed.` }, { allow: found.allowed.join(', ') });
    return found.handler(exchange);
  };
};
