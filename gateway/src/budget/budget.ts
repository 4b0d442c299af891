import { createHash } from 'node:crypto';
import type { Actor } from '@dezky/kit/context/actor';

/** A leaky bucket: cost flows in with each operation and out with time; what would make it run over is refused. */
export interface Bucket {
  /** Cost that fits at once. */
  readonly capacity: number;
  /** Cost that flows out in a second: what can be spent on and on. */
  readonly perSecond: number;
}

export type PayerKind = 'user' | 'client' | 'public';

/** Whose budget an operation is charged to. */
export interface Payer {
  readonly kind: PayerKind;
  /** Unique among all payers. */
  readonly key: string;
  readonly bucket: Bucket;
}

/** What is left of a budget. */
export interface Budget {
  readonly granted: boolean;
  readonly remaining: number;
  /** Until all of it is there again, if nothing more is spent. */
  readonly fullInSeconds: number;
  /** Until what was refused would be granted; 0 when it was. */
  readonly retryInSeconds: number;
}

/**
 * A person by id, whatever they use; a program by its client id; everybody else by address. Addresses are kept as a hash,
 * and of an IPv6 address the network counts: a household or a rented machine has as many addresses in it as it likes.
 */
export function payerOf(actor: Actor, ipAddress: string | null, buckets: Readonly<Record<PayerKind, Bucket>>): Payer {
  if (actor.kind === 'USER') return { kind: 'user', key: `user:${actor.userId}`, bucket: buckets.user };
  if (actor.kind === 'API_CLIENT') return { kind: 'client', key: `client:${actor.clientId}`, bucket: buckets.client };
  return { kind: 'public', key: `public:${createHash('sha256').update(networkOf(ipAddress ?? '')).digest('base64url').slice(0, 22)}`, bucket: buckets.public };
}

function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.split('%')[0]?.split('::') ?? [];
  const groups = head.split(':').filter(Boolean);
  const rest = tail?.split(':').filter(Boolean) ?? [];
  const all = tail === undefined ? groups : [...groups, ...Array.from({ length: Math.max(0, 8 - groups.length - rest.length) }, () => '0'), ...rest];
  return all.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16)).join(':');
}

/** What a level of a bucket means to whoever asked for this much. */
export function budgetAt({ capacity, perSecond }: Bucket, level: number, granted: boolean, asked: number): Budget {
  const over = granted ? 0 : Math.max(level + asked - capacity, perSecond / 1_000);
  return {
    granted,
    remaining: Math.max(0, Math.floor(capacity - level)),
    fullInSeconds: Math.ceil(level / perSecond),
    retryInSeconds: Math.ceil(over / perSecond),
  };
}

/** draft-ietf-httpapi-ratelimit-headers; the unit is cost as the answer's extensions say it, not requests. */
export function budgetHeaders({ kind, bucket: { capacity, perSecond } }: Payer, { granted, remaining, fullInSeconds, retryInSeconds }: Budget): Readonly<Record<string, string>> {
  return {
    'ratelimit-policy': `"${kind}";q=${capacity};qu="cost";w=${Math.ceil(capacity / perSecond)}`,
    ratelimit: `"${kind}";r=${remaining};t=${fullInSeconds}`,
    ...(granted ? {} : { 'retry-after': String(retryInSeconds) }),
  };
}
