import type { Db } from '@dezky/kit/database/rows';
import { type Holder, baseOf, holdersOf, recipientsOfLists } from '../distribution-list/list-recipient.repository';
import { DomainEntity } from '../domain/domain.entity';
import { type DeliveryHop, type DeliveryPath, type HopOutcome, hopsShown } from './delivery-path.type';

/** A way through lists of lists ends here; what is beyond is said to be there. */
const most = 10_000;

interface Seen {
  readonly address: string;
  readonly depth: number;
  readonly holder: Holder;
  readonly next: readonly string[];
}

/** Follows mail to an address through aliases and lists, in a few statements for each list that lies inside another. */
export async function traceDelivery(db: Db, tenantId: string, address: string): Promise<DeliveryPath> {
  const name = address.slice(address.indexOf('@') + 1);
  const domain = await db.findOneBy(DomainEntity, { tenantId, name, claimed: false });
  const nothing = { address, tenantId, mailboxCount: 0, outsideCount: 0, refusedCount: 0, hops: [], truncated: false, stalwartDomainId: domain?.stalwartId ?? null };
  if (!domain) return { ...nothing, verdict: 'NOT_OURS' };
  const seen = new Map<string, Seen>();
  for (let level = [address], depth = 0; level.length > 0 && seen.size < most; depth += 1) {
    const holders = await holdersOf(db, tenantId, [...new Set(level.map(baseOf))]);
    const handedOn = await recipientsOfLists(db, [...holders.values()].flatMap(({ list }) => (list ? [list.id] : [])), most);
    const here = level.map((one): Seen => {
      const holder = holders.get(baseOf(one)) ?? { kind: 'NOBODY' };
      return { address: one, depth, holder, next: nextOf(holder, handedOn) };
    });
    for (const one of here) seen.set(one.address, one);
    level = [...new Set(here.flatMap(({ next }) => next))].filter((one) => !seen.has(one)).slice(0, most - seen.size);
  }
  const hops = inOrder(address, seen);
  const count = (outcome: HopOutcome): number => hops.filter((hop) => hop.outcome === outcome).length;
  const [mailboxCount, outsideCount, refusedCount] = [count('DELIVERED'), count('SENT_OUT'), count('REFUSED')];
  const verdict = mailboxCount + outsideCount === 0 ? 'REFUSED' : refusedCount > 0 ? 'PARTLY' : 'DELIVERED';
  return { ...nothing, verdict, mailboxCount, outsideCount, refusedCount, hops: hops.slice(0, hopsShown), truncated: hops.length > hopsShown };
}

const nextOf = ({ kind, alias, mailbox, list }: Holder, below: ReadonlyMap<string, readonly string[]>): readonly string[] => {
  if (kind === 'ALIAS') return alias?.enabled && mailbox ? [mailbox.address] : [];
  return list ? (below.get(list.id) ?? []) : [];
};

/** Everything below what hands mail to it; what comes by twice stands where it came by first. */
function inOrder(address: string, seen: ReadonlyMap<string, Seen>): DeliveryHop[] {
  const [hops, told, ahead] = [[] as DeliveryHop[], new Set<string>(), [{ address, depth: 0 }]];
  for (let next = ahead.pop(); next; next = ahead.pop()) {
    const found = seen.get(next.address);
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
