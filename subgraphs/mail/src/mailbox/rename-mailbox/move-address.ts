import type { Db } from '@dezky/kit/database/rows';
import { BackEnd, BackEndError } from '@dezky/kit/http/back-end-error';
import { AliasEntity } from '../../alias/alias.entity';
import { aliasesPerMailbox, hasAliasToSpare } from '../../alias/alias.repository';
import { DomainEntity } from '../../domain/domain.entity';
import { AddressEntity } from '../address.entity';
import { MailboxEntity } from '../mailbox.entity';
import { holdMailbox } from '../mailbox.repository';

/**
 * Gives a mailbox another primary address; the old one becomes an alias, or one that is on its way out.
 * One of its own aliases is taken as it is. Done already is nothing to do.
 *
 * @returns the old address, or null when there was nothing to do.
 * @throws a unique violation when somebody else has the address, BackEndError `REFUSED` when the domain is not the tenant's.
 */
export async function moveAddress(db: Db, mailboxId: string, to: { readonly address: string; readonly keepOldAddress: boolean; readonly accountId: string }): Promise<string | null> {
  const mailbox = await holdMailbox(db, mailboxId);
  if (!mailbox || mailbox.address === to.address) return null;
  const { tenantId } = mailbox;
  const [localPart = '', name = ''] = to.address.split('@');
  const domain = await db.findOneBy(DomainEntity, { tenantId, name });
  if (!domain?.stalwartId) throw refused(`The domain of ${to.address} is not set up in the mail server.`);
  const { affected } = await db.delete(AliasEntity, { address: to.address, mailboxId });
  if (!affected) await db.insert(AddressEntity, { address: to.address, tenantId, domainId: domain.id });
  if (to.keepOldAddress && !(await hasAliasToSpare(db, mailboxId))) throw refused(`The mailbox has ${aliasesPerMailbox} aliases already. Remove one, or let the old address go.`);
  await db.update(MailboxEntity, { id: mailboxId }, { address: to.address, domainId: domain.id, localPart, stalwartId: to.accountId });
  await db.insert(AliasEntity, {
    address: mailbox.address,
    tenantId,
    mailboxId,
    domainId: mailbox.domainId,
    localPart: mailbox.localPart,
    enabled: true,
    description: null,
    leaving: !to.keepOldAddress,
    createdAt: new Date(),
  });
  return mailbox.address;
}

const refused = (message: string): BackEndError => new BackEndError(BackEnd.STALWART, 'REFUSED', message);
