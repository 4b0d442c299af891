import type { IncomingMessage } from 'node:http';
import type { GatewayConfig } from '../config';

/**
 * Under which of our addresses a browser made the request: the portal's, or that of an Explorer on a host of its own.
 * Host only chooses between the two that are configured, so that whoever makes one up leads nobody anywhere.
 *
 * @returns without a slash at the end.
 */
export function ownUrl(request: IncomingMessage, { PORTAL_URL, OPERATOR_URL }: Pick<GatewayConfig, 'PORTAL_URL' | 'OPERATOR_URL'>): string {
  const operators = new URL(OPERATOR_URL);
  return operators.origin !== new URL(PORTAL_URL).origin && request.headers.host === operators.host ? operators.origin : PORTAL_URL;
}
