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
