import { type KeysetOrder, type Page, type PageRequest, keysetPage } from '@dezky/kit/database/keyset';
import type { Db } from '@dezky/kit/database/rows';
import { In, type SelectQueryBuilder } from 'typeorm';
import { AliasEntity } from '../alias/alias.entity';
import { DomainEntity } from '../domain/domain.entity';
import { MailboxEntity } from '../mailbox/mailbox.entity';
import { anywhere } from '../mailbox/mailbox-search.repository';
import { DistributionListEntity } from './distribution-list.entity';
import type { RecipientKind } from './distribution-list.type';
import { ListRecipientEntity } from './list-recipient.entity';

/** Written to the mail server as a whole, a list this long is some fiftieth of what one request may carry. */
export const recipientsPerList = 1_000;

const byAddress: KeysetOrder<ListRecipientEntity> = { column: 'recipient.address', idColumn: 'recipient.address', direction: 'ASC', cast: 'text', value: ({ address }) => address };

interface RecipientSearch {
  readonly listId: string;
  readonly search?: string | null;
}

const matching = (db: Db, { listId, search }: RecipientSearch): SelectQueryBuilder<ListRecipientEntity> => {
  const query = db.createQueryBuilder(ListRecipientEntity, 'recipient').where('recipient.list_id = :listId', { listId });
  if (search?.trim()) query.andWhere('recipient.address like :like', { like: anywhere(search) });
  return query;
};

export const recipientPage = (db: Db, search: RecipientSearch, request: PageRequest): Promise<Page<ListRecipientEntity>> => keysetPage(matching(db, search), request, byAddress);

export const countRecipients = (db: Db, search: RecipientSearch): Promise<number> => matching(db, search).getCount();

/** How many recipients lists have, in one statement. */
export async function countRecipientsOf(db: Db, listIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await db.query<{ list_id: string; count: number }[]>('select list_id, count(*)::int as count from mail.distribution_list_recipients where list_id = any($1) group by list_id', [[...listIds]]);
  return new Map(rows.map(({ list_id: id, count }) => [id, count]));
}

export const recipientsOf = async (db: Db, listId: string): Promise<string[]> => (await db.find(ListRecipientEntity, { where: { listId }, order: { address: 'ASC' } })).map(({ address }) => address);

/** The same of several lists, in one statement. @param most of them all together. */
export async function recipientsOfLists(db: Db, listIds: readonly string[], most = listIds.length * recipientsPerList): Promise<Map<string, string[]>> {
  const below = new Map<string, string[]>();
  for (const { listId, address } of await db.find(ListRecipientEntity, { where: { listId: In([...listIds]) }, order: { address: 'ASC' }, take: most })) {
    const known = below.get(listId);
    if (known) known.push(address);
    else below.set(listId, [address]);
  }
  return below;
}

export async function insertRecipients(db: Db, { id: listId, tenantId }: Pick<DistributionListEntity, 'id' | 'tenantId'>, addresses: readonly string[]): Promise<void> {
  if (addresses.length > 0) await db.insert(ListRecipientEntity, addresses.map((address) => ({ listId, tenantId, address })));
}

export async function deleteRecipients(db: Db, listId: string, addresses: readonly string[]): Promise<void> {
  await db.delete(ListRecipientEntity, { listId, address: In([...addresses]) });
}

/** Without a sub-address (RFC 5233 section 1): whose the address is. */
export const baseOf = (address: string): string => address.replace(/\+[^@]*@/, '@');

/** What an address is, and what it belongs to. */
export interface Holder {
  readonly kind: RecipientKind;
  readonly mailbox?: MailboxEntity;
  readonly alias?: AliasEntity;
  readonly list?: DistributionListEntity;
}

/** An address, seen from a tenant: what is one's own domain is outside for another. */
export interface SeenAddress {
  readonly tenantId: string;
  readonly address: string;
}

/** What the maps over addresses of several tenants are asked by. */
export const seenBy = ({ tenantId, address }: SeenAddress): string => `${tenantId} ${address}`;

/** What each of these addresses, without sub-addresses, is in its tenant, by `seenBy`; in as many statements, whatever their number. */
export async function holdersOf(db: Db, wanted: readonly SeenAddress[]): Promise<Map<string, Holder>> {
  const [tenantId, address] = [In([...new Set(wanted.map((one) => one.tenantId))]), In([...new Set(wanted.map((one) => one.address))])];
  const domains = new Set((await db.find(DomainEntity, { where: { tenantId, claimed: false }, select: { id: true, tenantId: true, name: true } })).map((domain) => `${domain.tenantId} ${domain.name}`));
  const lists = new Map((await db.findBy(DistributionListEntity, { tenantId, address, leaving: false })).map((list) => [seenBy(list), list]));
  const aliases = new Map((await db.findBy(AliasEntity, { tenantId, address, leaving: false })).map((alias) => [seenBy(alias), alias]));
  const mailboxes = await db.findBy(MailboxEntity, [{ tenantId, address }, { tenantId, id: In([...aliases.values()].map(({ mailboxId }) => mailboxId)) }]);
  const [byId, byAddress] = [new Map(mailboxes.map((mailbox) => [mailbox.id, mailbox])), new Map(mailboxes.map((mailbox) => [seenBy(mailbox), mailbox]))];
  return new Map(
    wanted.map((one): [string, Holder] => {
      const key = seenBy(one);
      const list = lists.get(key);
      if (list) return [key, { kind: 'LIST', list }];
      const alias = aliases.get(key);
      const mailbox = alias ? byId.get(alias.mailboxId) : byAddress.get(key);
      if (mailbox) return [key, { kind: alias ? 'ALIAS' : 'MAILBOX', mailbox, ...(alias ? { alias } : {}) }];
      return [key, { kind: domains.has(`${one.tenantId} ${one.address.slice(one.address.indexOf('@') + 1)}`) ? 'NOBODY' : 'OUTSIDE' }];
    }),
  );
}

/** Which lists of a tenant hand mail to which others, by address. */
export async function listsInLists(db: Db, tenantId: string): Promise<Map<string, string[]>> {
  const rows = await db.query<{ from: string; to: string }[]>(
    `select outer_list.address as from, inner_list.address as to from mail.distribution_list_recipients recipient
       join mail.distribution_lists outer_list on outer_list.id = recipient.list_id and not outer_list.leaving
       join mail.distribution_lists inner_list on inner_list.address = recipient.base_address and not inner_list.leaving
      where recipient.tenant_id = $1 and inner_list.tenant_id = $1 order by 1, 2`,
    [tenantId],
  );
  const edges = new Map<string, string[]>();
  for (const { from, to } of rows) edges.set(from, [...(edges.get(from) ?? []), to]);
  return edges;
}
