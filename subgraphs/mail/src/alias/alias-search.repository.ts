import { type KeysetOrder, type Page, type PageRequest, keysetPage } from '@dezky/kit/database/keyset';
import type { Db } from '@dezky/kit/database/rows';
import type { SelectQueryBuilder } from 'typeorm';
import { MailboxEntity } from '../mailbox/mailbox.entity';
import { type MailboxSearch, anywhere } from '../mailbox/mailbox-search.repository';
import { AliasEntity } from './alias.entity';

const byAddress: KeysetOrder<AliasEntity> = { column: 'alias.address', idColumn: 'alias.address', direction: 'ASC', cast: 'text', value: ({ address }) => address };

/** Those that are wanted, by their address, their label, or the address and name of their mailbox. */
const matching = (db: Db, { tenantId, search }: MailboxSearch): SelectQueryBuilder<AliasEntity> => {
  const query = db.createQueryBuilder(AliasEntity, 'alias').where('alias.tenant_id = :tenantId and not alias.leaving', { tenantId });
  if (!search?.trim()) return query;
  const ofMailbox = query.subQuery().select('mailbox.id').from(MailboxEntity, 'mailbox').where(`mailbox.tenant_id = :tenantId and (mailbox.address like :like or lower(mailbox.display_name) like :like)`);
  return query.andWhere(`(alias.address like :like or lower(alias.description) like :like or alias.mailbox_id in ${ofMailbox.getQuery()})`, { like: anywhere(search) });
};

export const aliasPage = (db: Db, search: MailboxSearch, request: PageRequest): Promise<Page<AliasEntity>> => keysetPage(matching(db, search), request, byAddress);

export const countAliases = (db: Db, search: MailboxSearch): Promise<number> => matching(db, search).getCount();
