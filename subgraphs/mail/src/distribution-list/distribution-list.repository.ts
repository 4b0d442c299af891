import { newId } from '@dezky/kit/database/id';
import { type KeysetOrder, type Page, type PageRequest, keysetPage } from '@dezky/kit/database/keyset';
import type { Db } from '@dezky/kit/database/rows';
import { In, type SelectQueryBuilder } from 'typeorm';
import { DomainEntity } from '../domain/domain.entity';
import { AddressEntity } from '../mailbox/address.entity';
import { type MailboxSearch, anywhere } from '../mailbox/mailbox-search.repository';
import type { StalwartList } from '../stalwart/stalwart-client';
import { DistributionListEntity } from './distribution-list.entity';
import { ListRecipientEntity } from './list-recipient.entity';

/**
 * Until the transaction ends, nobody else changes which addresses lists of the tenant have or hand mail to: whether a loop would
 * come about, and whether a recipient is there, is decided over all of them. Taken before anything is looked at.
 */
export async function holdLists(db: Db, tenantId: string): Promise<void> {
  await db.query(`select pg_advisory_xact_lock(hashtext('mail.distribution_lists'), hashtext($1))`, [tenantId]);
}

const byAddress: KeysetOrder<DistributionListEntity> = { column: 'list.address', idColumn: 'list.id', direction: 'ASC', cast: 'text', value: ({ address }) => address };

const matching = (db: Db, { tenantId, search }: MailboxSearch): SelectQueryBuilder<DistributionListEntity> => {
  const query = db.createQueryBuilder(DistributionListEntity, 'list').where('list.tenant_id = :tenantId and not list.leaving', { tenantId });
  if (search?.trim()) query.andWhere(`(list.address like :like or lower(list.name) like :like)`, { like: anywhere(search) });
  return query;
};

export const listPage = (db: Db, search: MailboxSearch, request: PageRequest): Promise<Page<DistributionListEntity>> => keysetPage(matching(db, search), request, byAddress);

export const countLists = (db: Db, search: MailboxSearch): Promise<number> => matching(db, search).getCount();

/** Null also for one that is on its way out. */
export const listById = (db: Db, id: string): Promise<DistributionListEntity | null> => db.findOneBy(DistributionListEntity, { id, leaving: false });

/** Everything of a list in the words of the mail server. */
export interface WantedList {
  readonly stalwartId: string | null;
  readonly leaving: boolean;
  readonly wanted: StalwartList;
}

/** @returns null when the list is gone. */
export async function wantedList(db: Db, listId: string): Promise<WantedList | null> {
  const list = await db.findOneBy(DistributionListEntity, { id: listId });
  if (!list) return null;
  const recipients = await db.find(ListRecipientEntity, { where: { listId }, order: { address: 'ASC' } });
  const domain = await db.findOneBy(DomainEntity, { id: list.domainId });
  return { stalwartId: list.stalwartId, leaving: list.leaving, wanted: { localPart: list.localPart, domainId: domain?.stalwartId ?? '', name: list.name, recipients: recipients.map(({ address }) => address) } };
}

export interface ListAddress {
  readonly address: string;
  readonly localPart: string;
  readonly domainId: string;
}

/** @throws a unique violation when somebody else has the address. */
export async function reserveList(db: Db, tenantId: string, { address, localPart, domainId }: ListAddress, name: string): Promise<DistributionListEntity> {
  await db.insert(AddressEntity, { address, tenantId, domainId });
  const row = { id: newId(), tenantId, address, domainId, localPart, name, stalwartId: null, leaving: false, formerAddresses: [], createdAt: new Date() };
  await db.insert(DistributionListEntity, row);
  return db.findOneByOrFail(DistributionListEntity, { id: row.id });
}

/**
 * Gives a list another address; the old one stays taken until the mail server has let go of it. One of its own former ones is taken back.
 *
 * @throws a unique violation when somebody else has the address.
 */
export async function moveList(db: Db, list: DistributionListEntity, { address, localPart, domainId }: ListAddress): Promise<void> {
  if (list.address === address) return;
  if (!list.formerAddresses.includes(address)) await db.insert(AddressEntity, { address, tenantId: list.tenantId, domainId });
  const formerAddresses = [...list.formerAddresses.filter((former) => former !== address), list.address];
  await db.update(DistributionListEntity, { id: list.id }, { address, localPart, domainId, formerAddresses });
}

/** Gives addresses that a list had before back to everybody; one that it has again meanwhile stays. */
export async function freeFormerAddresses(db: Db, listId: string, addresses: readonly string[]): Promise<void> {
  const list = await db.findOne(DistributionListEntity, { where: { id: listId }, lock: { mode: 'pessimistic_write' } });
  const free = list?.formerAddresses.filter((former) => addresses.includes(former)) ?? [];
  if (!list || free.length === 0) return;
  await db.update(DistributionListEntity, { id: listId }, { formerAddresses: list.formerAddresses.filter((former) => !free.includes(former)) });
  await db.delete(AddressEntity, { address: In(free) });
}

/** Deletes a list that is on its way out, and frees its addresses; one that was wanted again meanwhile stays. */
export async function deleteList(db: Db, listId: string): Promise<void> {
  const list = await db.findOne(DistributionListEntity, { where: { id: listId, leaving: true }, lock: { mode: 'pessimistic_write' } });
  if (!list) return;
  await db.delete(DistributionListEntity, { id: listId });
  await db.delete(AddressEntity, { address: In([list.address, ...list.formerAddresses]) });
}
