import type { Db } from '@dezky/kit/database/rows';
import { AliasEntity } from '../../alias/alias.entity';
import { DistributionListEntity } from '../../distribution-list/distribution-list.entity';
import { MailboxEntity } from '../../mailbox/mailbox.entity';

/** What lives on a domain: how many of each, and the first of them. */
export interface DomainUse {
  readonly memberIds: readonly string[];
  readonly memberCount: number;
  readonly aliases: readonly AliasEntity[];
  readonly aliasCount: number;
  readonly lists: readonly DistributionListEntity[];
  readonly listCount: number;
}

/** @returns null when no address is left on the domain, as the database sees it within this transaction. */
export async function domainUse(db: Db, domainId: string, named: number): Promise<DomainUse | null> {
  const [mailboxes, memberCount] = await db.findAndCount(MailboxEntity, { where: { domainId }, order: { address: 'ASC' }, take: named });
  // One that is on its way out is there until the mail server has let go of it.
  const [aliases, aliasCount] = await db.findAndCount(AliasEntity, { where: { domainId }, order: { address: 'ASC' }, take: named });
  // So is an address that a list is moving away from.
  const [lists, listCount] = await db
    .createQueryBuilder(DistributionListEntity, 'list')
    .where('list.domain_id = :domainId or exists (select 1 from addresses former where former.domain_id = :domainId and former.address = any(list.former_addresses))', { domainId })
    .orderBy('list.address')
    .take(named)
    .getManyAndCount();
  return memberCount + aliasCount + listCount === 0 ? null : { memberIds: mailboxes.map(({ memberId }) => memberId), memberCount, aliases, aliasCount, lists, listCount };
}
