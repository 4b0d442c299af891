import { BackEnd, BackEndError } from '@dezky/kit/http/back-end-error';
import type { AccountAddresses, StalwartClient } from '../stalwart/stalwart-client';
import type { DeliveryCheck, DeliveryHop, DeliveryPath } from './delivery-path.type';

/** Reads the hops of a path from the mail server: in three calls, whatever their number. @throws BackEndError */
export async function checkDelivery(stalwart: StalwartClient, path: DeliveryPath, recipients: ReadonlyMap<string, readonly string[]>): Promise<DeliveryCheck> {
  const { stalwartDomainId } = path;
  if (stalwartDomainId === null) return { differences: [], catchAll: null, subAddressing: false };
  const reception = await stalwart.getReception(stalwartDomainId);
  if (!reception) throw new BackEndError(BackEnd.STALWART, 'NOT_FOUND', 'The mail server does not have this domain.', { code: 'notFound' });
  const accounts = await stalwart.getAddressesOf([...new Set(path.hops.flatMap(({ holder }) => (holder.mailbox?.stalwartId ? [holder.mailbox.stalwartId] : [])))]);
  const lists = await stalwart.getLists(path.hops.flatMap(({ holder }) => (holder.list?.stalwartId ? [holder.list.stalwartId] : [])));
  const differences = path.hops.flatMap((hop) => {
    const { mailbox, list } = hop.holder;
    if (list?.stalwartId) return listDifferences(hop, lists.get(list.stalwartId)?.recipients ?? null, recipients.get(list.id) ?? []);
    return mailbox?.stalwartId ? accountDifferences(hop, accounts.get(mailbox.stalwartId) ?? null) : [];
  });
  return { differences: [...differences, ...(await unexpected(stalwart, path, reception.catchAll))], catchAll: reception.catchAll, subAddressing: reception.subAddressing };
}

function listDifferences({ address }: DeliveryHop, found: readonly string[] | null, wanted: readonly string[]): string[] {
  if (!found) return [`The mail server does not have the list ${address}.`];
  const [missing, extra] = [wanted.filter((one) => !found.includes(one)), found.filter((one) => !wanted.includes(one))];
  return [...(missing.length > 0 ? [`At the mail server ${address} lacks ${some(missing)}.`] : []), ...(extra.length > 0 ? [`At the mail server ${address} also goes to ${some(extra)}.`] : [])];
}

function accountDifferences({ address, kind, holder: { mailbox, alias } }: DeliveryHop, found: AccountAddresses | null): string[] {
  if (!mailbox) return [];
  if (!found) return [`The mail server does not have the mailbox ${mailbox.address}.`];
  if (kind === 'MAILBOX') return found.localPart === mailbox.localPart ? [] : [`At the mail server the mailbox ${mailbox.address} has another address.`];
  const there = found.aliases.find(({ localPart }) => localPart === alias?.localPart);
  if (!there) return [`At the mail server ${address} is no alias of ${mailbox.address}.`];
  return there.enabled === alias?.enabled ? [] : [`At the mail server the alias ${address} is switched ${there.enabled ? 'on' : 'off'}.`];
}

/** Of an address that nobody is to have: accounts and lists are found by their own address, not by their aliases. */
async function unexpected(stalwart: StalwartClient, { address, hops, stalwartDomainId }: DeliveryPath, catchAll: string | null): Promise<string[]> {
  if (hops[0]?.kind !== 'NOBODY' || stalwartDomainId === null) return [];
  const localPart = address.slice(0, address.indexOf('@'));
  const account = await stalwart.findMailbox(localPart, stalwartDomainId);
  const list = await stalwart.findList({ localPart, domainId: stalwartDomainId });
  return [
    ...(account ? [`The mail server has a mailbox ${address} that Dezky does not know.`] : []),
    ...(list ? [`The mail server has a list ${address} that Dezky does not know.`] : []),
    ...(catchAll && !account && !list ? [`The domain has a catch-all at the mail server: mail goes to ${catchAll} instead of being refused.`] : []),
  ];
}

const some = (addresses: readonly string[]): string => (addresses.length > 3 ? `${addresses.slice(0, 3).join(', ')} and ${addresses.length - 3} more` : addresses.join(', '));
