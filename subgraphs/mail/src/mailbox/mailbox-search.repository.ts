import { type KeysetOrder, type Page, type PageRequest, keysetPage } from '@dezky/kit/database/keyset';
import type { Db } from '@dezky/kit/database/rows';
import type { SelectQueryBuilder } from 'typeorm';
import { MailboxEntity } from './mailbox.entity';

export interface MailboxSearch {
  readonly tenantId: string;
  readonly search?: string | null;
}

/** Text as it is typed, for `like`. */
export const anywhere = (search: string): string => `%${search.trim().toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;

const byAddress: KeysetOrder<MailboxEntity> = { column: 'mailbox.address', idColumn: 'mailbox.id', direction: 'ASC', cast: 'text', value: ({ address }) => address };

const matching = (db: Db, { tenantId, search }: MailboxSearch): SelectQueryBuilder<MailboxEntity> => {
  const query = db.createQueryBuilder(MailboxEntity, 'mailbox').where('mailbox.tenant_id = :tenantId', { tenantId });
  if (search?.trim()) query.andWhere(`(mailbox.address like :like or lower(mailbox.display_name) like :like)`, { like: anywhere(search) });
  return query;
};

export const mailboxPage = (db: Db, search: MailboxSearch, request: PageRequest): Promise<Page<MailboxEntity>> => keysetPage(matching(db, search), request, byAddress);

export const countMailboxes = (db: Db, search: MailboxSearch): Promise<number> => matching(db, search).getCount();
