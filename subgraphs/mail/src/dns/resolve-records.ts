import { Resolver } from 'node:dns/promises';
import type { DnsType } from './dns-record';

/** `missing`: the name servers say there is none. `unknown`: they did not say. */
export type Lookup =
  | { readonly outcome: 'found'; readonly values: readonly string[] }
  | { readonly outcome: 'missing' }
  | { readonly outcome: 'unknown'; readonly reason: string };

export interface RecordLookup {
  /** Never throws: what goes wrong is an outcome. */
  lookup(host: string, type: DnsType): Promise<Lookup>;
}

/** NXDOMAIN and NODATA (RFC 2308): a definite no. */
const definite = new Set(['ENOTFOUND', 'ENODATA']);

const reasons: Record<string, string> = {
  ETIMEOUT: 'they did not answer in time',
  ESERVFAIL: 'they reported a failure (SERVFAIL)',
  EREFUSED: 'they refused the question',
  ECONNREFUSED: 'they cannot be reached',
};

/**
 * Asks resolvers over UDP, and over TCP where an answer was cut short.
 *
 * @param options.servers `address[:port]`, asked in turn.
 * @param options.timeoutMs for one try at one server; a lookup ends after `tries` rounds.
 */
export function recordLookup(options: { servers: readonly string[]; timeoutMs?: number; tries?: number }): RecordLookup {
  const resolver = new Resolver({ timeout: options.timeoutMs ?? 2_000, tries: options.tries ?? 2 });
  resolver.setServers([...options.servers]);
  return {
    async lookup(host, type) {
      try {
        const values = await ask(resolver, host, type);
        return values.length > 0 ? { outcome: 'found', values } : { outcome: 'missing' };
      } catch (error) {
        const code = (error as NodeJS.ErrnoException).code ?? '';
        return definite.has(code) ? { outcome: 'missing' } : { outcome: 'unknown', reason: reasons[code] ?? `they gave an answer that cannot be used (${code})` };
      }
    },
  };
}

async function ask(resolver: Resolver, host: string, type: DnsType): Promise<string[]> {
  switch (type) {
    case 'MX':
      return (await resolver.resolveMx(host)).sort((left, right) => left.priority - right.priority).map(({ priority, exchange }) => `${priority} ${hostName(exchange)}`);
    case 'TXT':
      // One record's strings belong together without a space in between (RFC 7208 section 3.3).
      return (await resolver.resolveTxt(host)).map((strings) => strings.join(''));
    case 'SRV':
      return (await resolver.resolveSrv(host)).map(({ priority, weight, port, name }) => `${priority} ${weight} ${port} ${hostName(name)}`);
    case 'CNAME':
      return (await resolver.resolveCname(host)).map(hostName);
  }
}

/** The root stands for "none" in MX (RFC 7505) and SRV (RFC 2782). */
const hostName = (name: string): string => name.toLowerCase().replace(/\.$/, '') || '.';
