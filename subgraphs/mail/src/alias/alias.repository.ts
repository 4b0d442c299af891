import type { Db } from '@dezky/kit/database/rows';
import { In } from 'typeorm';
import { DomainEntity } from '../domain/domain.entity';
import { AddressEntity } from '../mailbox/address.entity';
import { MailboxEntity } from '../mailbox/mailbox.entity';
import type { AccountAddresses } from '../stalwart/stalwart-client';
import { AliasEntity } from './alias.entity';

/** The bound of the list `Mailbox.aliases`; one more is refused. */
export const aliasesPerMailbox = 30;

/** Those that are wanted, of several mailboxes, by address. */
export const aliasesOfMailboxes = (db: Db, mailboxIds: readonly string[]): Promise<AliasEntity[]> =>
  db.find(AliasEntity, { where: { mailboxId: In([...mailboxIds]), leaving: false }, order: { address: 'ASC' } });

export const hasAliasToSpare = async (db: Db, mailboxId: string): Promise<boolean> => (await db.countBy(AliasEntity, { mailboxId, leaving: false })) < aliasesPerMailbox;

/** All addresses of a mailbox in the words of the mail server, and those it is to let go of. */
export interface WantedAddresses {
  readonly accountId: string;
  readonly wanted: AccountAddresses;
  readonly leaving: readonly string[];
}

/** @returns null when the mailbox is gone, or was never made at the mail server. */
export async function wantedAddresses(db: Db, mailboxId: string): Promise<WantedAddresses | null> {
  const mailbox = await db.findOneBy(MailboxEntity, { id: mailboxId });
  if (!mailbox?.stalwartId) return null;
  const aliases = await db.find(AliasEntity, { where: { mailboxId }, order: { address: 'ASC' } });
  const domains = await db.findBy(DomainEntity, { id: In([mailbox.domainId, ...aliases.map(({ domainId }) => domainId)]) });
  const atServer = (id: string): string => domains.find((domain) => domain.id === id)?.stalwartId ?? '';
  return {
    accountId: mailbox.stalwartId,
    wanted: {
      localPart: mailbox.localPart,
      domainId: atServer(mailbox.domainId),
      aliases: aliases.filter(({ leaving }) => !leaving).map(({ localPart, domainId, enabled, description }) => ({ localPart, domainId: atServer(domainId), enabled, description })),
    },
    leaving: aliases.filter(({ leaving }) => leaving).map(({ address }) => address),
  };
}

/** Gives addresses back to everybody. One that was wanted again meanwhile stays. */
export async function freeAddresses(db: Db, mailboxId: string, addresses: readonly string[]): Promise<void> {
  const gone = await db.find(AliasEntity, { where: { mailboxId, address: In([...addresses]), leaving: true }, lock: { mode: 'pessimistic_write' } });
  if (gone.length === 0) return;
  await db.delete(AliasEntity, { address: In(gone.map(({ address }) => address)) });
  await db.delete(AddressEntity, { address: In(gone.map(({ address }) => address)) });
}

/** Null also for one that is on its way out. */
export const aliasOf = (db: Db, mailboxId: string, address: string): Promise<AliasEntity | null> => db.findOneBy(AliasEntity, { mailboxId, address: address.toLowerCase(), leaving: false });

/** Takes an alias off what is wanted; its address stays taken. */
export async function letGo(db: Db, { mailboxId, address }: { readonly mailboxId: string; readonly address: string }): Promise<void> {
  await db.update(AliasEntity, { mailboxId, address }, { leaving: true });
}

/**
 * Reserves an address for a mailbox as its alias; one that the mailbox was just giving up is taken back.
 *
 * @returns false when the mailbox has it as an alias already.
 * @throws a unique violation when somebody else has the address.
 */
export async function reserveAlias(
  db: Db,
  { id: mailboxId, tenantId }: Pick<MailboxEntity, 'id' | 'tenantId'>,
  { address, localPart, domainId, enabled = true, description }: { readonly address: string; readonly localPart: string; readonly domainId: string; readonly enabled?: boolean; readonly description: string | null },
): Promise<boolean> {
  const own = await db.findOne(AliasEntity, { where: { address, mailboxId }, lock: { mode: 'pessimistic_write' } });
  if (own) {
    if (own.leaving) await db.update(AliasEntity, { address }, { leaving: false, enabled, description });
    return own.leaving;
  }
  await db.insert(AddressEntity, { address, tenantId, domainId });
  await db.insert(AliasEntity, { address, tenantId, mailboxId, domainId, localPart, enabled, description, leaving: false, createdAt: new Date() });
  return true;
}
