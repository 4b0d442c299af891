import type { Db } from '@dezky/kit/database/rows';
import { In } from 'typeorm';
import { type Holder, type SeenAddress, baseOf, holdersOf, recipientsOfLists, seenBy } from '../distribution-list/list-recipient.repository';
import { DomainEntity } from '../domain/domain.entity';
import { type DeliveryHop, type DeliveryPath, type HopOutcome, hopsShown } from './delivery-path.type';

/** A way through lists of lists ends here; what is beyond is said to be there. */
const most = 10_000;

interface Seen extends SeenAddress {
  readonly holder: Holder;
  readonly next: readonly string[];
}

/** Follows mail to addresses through aliases and lists, in a few statements for each list that lies inside another, whatever the number of addresses. @returns the paths in the order of what was asked. */
export async function traceDeliveries(db: Db, asked: readonly SeenAddress[]): Promise<DeliveryPath[]> {
  const domains = await db.findBy(DomainEntity, { tenantId: In([...new Set(asked.map(({ tenantId }) => tenantId))]), name: In([...new Set(asked.map(nameOf))]), claimed: false });
  const domainOf = (one: SeenAddress): DomainEntity | undefined => domains.find(({ tenantId, name }) => tenantId === one.tenantId && name === nameOf(one));
  const seen = await walk(db, asked.filter(domainOf));
  return asked.map((one) => pathOf(one, domainOf(one) ?? null, seen));
}

const nameOf = ({ address }: SeenAddress): string => address.slice(address.indexOf('@') + 1);

/** Everything that mail to these addresses comes by, by `seenBy`; one walk for all of them. */
async function walk(db: Db, from: readonly SeenAddress[]): Promise<Map<string, Seen>> {
  const seen = new Map<string, Seen>();
  for (let level = from; level.length > 0 && seen.size < most; ) {
    const holders = await holdersOf(db, level.map(({ tenantId, address }) => ({ tenantId, address: baseOf(address) })));
    const handedOn = await recipientsOfLists(db, [...holders.values()].flatMap(({ list }) => (list ? [list.id] : [])), most);
    const ahead = new Map<string, SeenAddress>();
    for (const { tenantId, address } of level) {
      const holder = holders.get(seenBy({ tenantId, address: baseOf(address) })) ?? { kind: 'NOBODY' };
      const next = nextOf(holder, handedOn);
      seen.set(seenBy({ tenantId, address }), { tenantId, address, holder, next });
      for (const one of next) ahead.set(seenBy({ tenantId, address: one }), { tenantId, address: one });
    }
    level = [...ahead].filter(([key]) => !seen.has(key)).slice(0, most - seen.size).map(([, one]) => one);
  }
  return seen;
}

function pathOf({ tenantId, address }: SeenAddress, domain: DomainEntity | null, seen: ReadonlyMap<string, Seen>): DeliveryPath {
  const nothing = { address, tenantId, mailboxCount: 0, outsideCount: 0, refusedCount: 0, hops: [], truncated: false, isRead: false, stalwartDomainId: domain?.stalwartId ?? null };
  if (!domain) return { ...nothing, verdict: 'NOT_OURS' };
  const hops = inOrder({ tenantId, address }, seen);
  const count = (outcome: HopOutcome): number => hops.filter((hop) => hop.outcome === outcome).length;
  const [mailboxCount, outsideCount, refusedCount] = [count('DELIVERED'), count('SENT_OUT'), count('REFUSED')];
  const verdict = mailboxCount + outsideCount === 0 ? 'REFUSED' : refusedCount > 0 ? 'PARTLY' : 'DELIVERED';
  return { ...nothing, verdict, mailboxCount, outsideCount, refusedCount, hops: hops.slice(0, hopsShown), truncated: hops.length > hopsShown, isRead: hops.some(({ outcome, holder }) => outcome === 'SENT_OUT' || (outcome === 'DELIVERED' && holder.mailbox?.state !== 'FROZEN')) };
}

const nextOf = ({ kind, alias, mailbox, list }: Holder, below: ReadonlyMap<string, readonly string[]>): readonly string[] => {
  if (kind === 'ALIAS') return alias?.enabled && mailbox ? [mailbox.address] : [];
  return list ? (below.get(list.id) ?? []) : [];
};

/** Everything below what hands mail to it; what comes by twice stands where it came by first. */
function inOrder({ tenantId, address }: SeenAddress, seen: ReadonlyMap<string, Seen>): DeliveryHop[] {
  const [hops, told, ahead] = [[] as DeliveryHop[], new Set<string>(), [{ address, depth: 0 }]];
  for (let next = ahead.pop(); next; next = ahead.pop()) {
    const found = seen.get(seenBy({ tenantId, address: next.address }));
    if (!found || told.has(next.address)) continue;
    told.add(next.address);
    hops.push(hopOf(found, next.depth));
    const depth = next.depth + 1;
    ahead.push(...[...found.next].reverse().map((one) => ({ address: one, depth })));
  }
  return hops;
}

function hopOf({ address, holder, next }: Seen, depth: number): DeliveryHop {
  const { kind, mailbox, list } = holder;
  const [outcome, note] = judge(holder, next);
  const tag = address === baseOf(address) ? null : `A sub-address of ${baseOf(address)}.`;
  return { address, depth, kind, outcome, note: [tag, note].filter((part) => part !== null).join(' ') || null, member: kind === 'MAILBOX' && mailbox ? { id: mailbox.memberId } : null, listId: list?.id ?? null, holder };
}

function judge({ kind, alias, mailbox, list }: Holder, next: readonly string[]): [HopOutcome, string | null] {
  switch (kind) {
    case 'OUTSIDE':
      return ['SENT_OUT', null];
    case 'NOBODY':
      return ['REFUSED', 'Nobody has this address.'];
    case 'ALIAS':
      return alias?.enabled ? ['HANDED_ON', alias.description] : ['REFUSED', 'The alias is switched off.'];
    case 'LIST':
      if (!list?.stalwartId) return ['REFUSED', 'The list is not at the mail server yet.'];
      return next.length > 0 ? ['HANDED_ON', list.name] : ['REFUSED', 'The list has no recipients.'];
    case 'MAILBOX':
      if (!mailbox?.stalwartId) return ['REFUSED', 'The mailbox is not set up yet.'];
      return ['DELIVERED', mailbox.state === 'FROZEN' ? 'Mail arrives; the mailbox is frozen, so nobody can read it.' : null];
  }
}
