import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';
import { ConfigurationError } from '@dezky/kit/config/environment';

/** Proxies whose word on where a request comes from is taken. */
export type TrustedProxies = Pick<BlockList, 'check'>;

const family = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

/** IPv4 on a socket that speaks both is written as IPv6 (RFC 4291 section 2.5.5.2). */
const plain = (address: string): string => address.trim().replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');

/**
 * @param list addresses, or networks as `10.0.0.0/8`.
 * @throws ConfigurationError naming the entry that is neither.
 */
export function trustedProxies(list: readonly string[]): TrustedProxies {
  const proxies = new BlockList();
  for (const entry of list) {
    const [, address = '', prefix] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(entry) ?? [];
    const longest = isIP(address) === 6 ? 128 : 32;
    if (isIP(address) === 0 || Number(prefix ?? longest) > longest) throw new ConfigurationError('TRUSTED_PROXIES', `has "${entry}"; write addresses or networks such as 10.0.0.0/8, separated by commas.`);
    proxies.addSubnet(address, Number(prefix ?? longest), family(address));
  }
  return proxies;
}

/**
 * Where a request comes from: the sender, or, as far as the senders are trusted, whom they name in X-Forwarded-For.
 * What stands further left was written by strangers and is not looked at.
 */
export function clientAddress(request: Pick<IncomingMessage, 'headers' | 'socket'>, trusted: TrustedProxies): string | null {
  const remote = request.socket.remoteAddress;
  if (remote === undefined) return null;
  const named = String(request.headers['x-forwarded-for'] ?? '').split(',').map(plain).filter((address) => isIP(address) !== 0);
  let client = plain(remote);
  while (named.length > 0 && trusted.check(client, family(client))) client = named.pop() ?? client;
  return client;
}
