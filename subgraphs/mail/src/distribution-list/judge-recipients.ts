import { domainToASCII } from 'node:url';
import type { Db } from '@dezky/kit/database/rows';
import type { SkipReason, SkippedRecipient } from './distribution-list.type';
import { wayFrom } from './find-loop';
import { baseOf, holdersOf, listsInLists, recipientsPerList, seenBy } from './list-recipient.repository';

export interface Judged {
  readonly accepted: readonly string[];
  readonly skipped: readonly SkippedRecipient[];
}

/** RFC 5321 section 4.1.2 without quoted local parts, and without `%`, which relays read as a route. */
const localPart = /^[a-z0-9!#$&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$&'*+/=?^_`{|}~-]+)*$/;
const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** @returns the address in its normal form, its domain in ASCII, or null for what is none. */
export function normalAddress(text: string): string | null {
  const parts = text.trim().toLowerCase().split('@');
  const [local = '', name = ''] = parts;
  const domain = domainToASCII(name);
  const labels = domain.split('.');
  if (parts.length !== 2 || local.length > 64 || !localPart.test(local)) return null;
  if (domain.length > 253 || labels.length < 2 || !labels.every((one) => label.test(one)) || /^\d+$/.test(labels.at(-1) ?? '')) return null;
  return `${local}@${domain}`;
}

const skip = (text: string, reason: SkipReason, message: string): SkippedRecipient => ({ text: text.slice(0, 320), reason, message });

/**
 * What of a pasted heap of addresses can be added to a list, and why the rest cannot, address by address.
 *
 * @param list by its address; `present` are the recipients it has.
 */
export async function judgeRecipients(db: Db, tenantId: string, list: { readonly address: string; readonly present: readonly string[] }, texts: readonly string[]): Promise<Judged> {
  const [skipped, wanted, seen] = [[] as SkippedRecipient[], [] as { text: string; address: string }[], new Set<string>()];
  for (const text of texts) {
    const address = normalAddress(text);
    if (address === null) skipped.push(skip(text, 'INVALID', 'This is no e-mail address.'));
    else if (seen.has(address)) skipped.push(skip(text, 'TWICE', 'It stands in your list before.'));
    else if (list.present.includes(address)) skipped.push(skip(text, 'PRESENT', 'It is a recipient already.'));
    else wanted.push({ text, address });
    if (address !== null) seen.add(address);
  }
  const holders = await holdersOf(db, wanted.map(({ address }) => ({ tenantId, address: baseOf(address) })));
  const edges = await listsInLists(db, tenantId);
  const accepted: string[] = [];
  for (const { text, address } of wanted) {
    const holder = holders.get(seenBy({ tenantId, address: baseOf(address) }));
    const way = baseOf(address) === list.address ? [list.address] : holder?.list ? wayFrom(holder.list.address, list.address, edges) : null;
    if (way) skipped.push(skip(text, 'LOOP', `Mail would go in a circle: ${[list.address, ...way].join(' → ')}.`));
    else if (holder?.kind === 'NOBODY') skipped.push(skip(text, 'NOBODY', 'The address is on a domain of yours, and nobody has it.'));
    else if (list.present.length + accepted.length >= recipientsPerList) skipped.push(skip(text, 'FULL', `A list holds ${recipientsPerList} recipients.`));
    else accepted.push(address);
  }
  return { accepted, skipped };
}

/**
 * Whether a list would get mail of its own back under an address it is to have: somebody who is a recipient already may become a list.
 *
 * @returns the circle in words, or null.
 */
export async function circleUnder(db: Db, tenantId: string, address: string, recipients: readonly string[]): Promise<string | null> {
  const edges = new Map([...(await listsInLists(db, tenantId)), [address, recipients.map(baseOf)]]);
  // Lists that had this address as a recipient while nothing was behind it.
  const rows = await db.query<{ address: string }[]>(
    `select list.address from mail.distribution_list_recipients recipient join mail.distribution_lists list on list.id = recipient.list_id and not list.leaving where recipient.tenant_id = $1 and recipient.base_address = $2`,
    [tenantId, address],
  );
  for (const row of rows) edges.set(row.address, [...(edges.get(row.address) ?? []), address]);
  for (const next of edges.get(address) ?? []) {
    const way = wayFrom(next, address, edges);
    if (way) return [address, ...way].join(' → ');
  }
  return null;
}
