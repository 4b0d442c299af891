import { newId } from '@dezky/kit/database/id';
import type { Db } from '@dezky/kit/database/rows';
import { In } from 'typeorm';
import { AliasEntity } from '../alias/alias.entity';
import { DomainEntity } from '../domain/domain.entity';
import { AddressEntity } from './address.entity';
import { MailboxEntity } from './mailbox.entity';

export const mailboxesOfMembers = (db: Db, memberIds: readonly string[]): Promise<MailboxEntity[]> => db.findBy(MailboxEntity, { memberId: In([...memberIds]) });

export const mailboxesById = (db: Db, ids: readonly string[]): Promise<MailboxEntity[]> => db.findBy(MailboxEntity, { id: In([...ids]) });

export const mailboxOfMember = (db: Db, memberId: string): Promise<MailboxEntity | null> => db.findOneBy(MailboxEntity, { memberId });

/**
 * The mailbox of a member, reserved with its address when there is none.
 *
 * @returns null when the tenant has no such domain at the mail server.
 * @throws a unique violation when somebody else has the address.
 */
export async function reserveMailbox(db: Db, input: { tenantId: string; memberId: string; address: string; displayName: string }): Promise<MailboxEntity | null> {
  const existing = await mailboxOfMember(db, input.memberId);
  if (existing) return existing;
  const address = input.address.toLowerCase();
  const [localPart = '', name = ''] = address.split('@');
  const domain = await db.findOneBy(DomainEntity, { tenantId: input.tenantId, name });
  if (!domain?.stalwartId) return null;
  await db.insert(AddressEntity, { address, tenantId: input.tenantId, domainId: domain.id });
  const row = { id: newId(), tenantId: input.tenantId, memberId: input.memberId, address, domainId: domain.id, localPart, displayName: input.displayName, stalwartId: null, state: 'PENDING' as const, lastError: null, createdAt: new Date() };
  await db.insert(MailboxEntity, row);
  return db.findOneByOrFail(MailboxEntity, { id: row.id });
}

/** The domain's id at the mail server. */
export async function stalwartDomainOf(db: Db, mailbox: MailboxEntity): Promise<string | null> {
  return (await db.findOneBy(DomainEntity, { id: mailbox.domainId }))?.stalwartId ?? null;
}

/** The row of a mailbox, held until the transaction ends: its addresses are changed by one at a time. */
export const holdMailbox = (db: Db, id: string): Promise<MailboxEntity | null> => db.findOne(MailboxEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });

/** Frees all addresses of the mailbox with it. @returns them. */
export async function deleteMailbox(db: Db, id: string): Promise<string[]> {
  const mailbox = await holdMailbox(db, id);
  if (!mailbox) return [];
  const aliases = await db.findBy(AliasEntity, { mailboxId: id });
  await db.delete(AliasEntity, { mailboxId: id });
  await db.delete(MailboxEntity, { id });
  const addresses = [mailbox.address, ...aliases.map(({ address }) => address)];
  await db.delete(AddressEntity, { address: In(addresses) });
  return addresses;
}
