import type { Db } from '@dezky/kit/database/rows';
import { type ListMemberships, membershipsNamed } from './list-membership.type';

interface Row {
  readonly mailbox_id: string;
  readonly id: string;
  readonly tenant_id: string;
  readonly address: string;
  readonly name: string;
  readonly created_at: Date;
  readonly only_recipient: boolean;
  readonly count: number;
  readonly only_count: number;
}

/** The lists that hand mail on to each of these mailboxes, by its address, its aliases and sub-addresses of both; in one statement, whatever their number. */
export async function membershipsOf(db: Db, mailboxIds: readonly string[]): Promise<Map<string, ListMemberships>> {
  const rows = await db.query<Row[]>(
    `with own as (
       select id as mailbox_id, tenant_id, address from mail.mailboxes where id = any($1)
       union all select mailbox_id, tenant_id, address from mail.aliases where mailbox_id = any($1)
     ), membership as (
       select distinct own.mailbox_id, recipient.list_id from own join mail.distribution_list_recipients recipient on recipient.tenant_id = own.tenant_id and recipient.base_address = own.address
     ), judged as (
       select membership.mailbox_id, list.*, not exists (
           select 1 from mail.distribution_list_recipients other where other.list_id = list.id
              and not exists (select 1 from own where own.mailbox_id = membership.mailbox_id and own.address = other.base_address)
         ) as only_recipient
         from membership join mail.distribution_lists list on list.id = membership.list_id and not list.leaving
     ), counted as (
       select *, row_number() over (partition by mailbox_id order by only_recipient desc, address) as place,
              (count(*) over (partition by mailbox_id))::int as count, (count(*) filter (where only_recipient) over (partition by mailbox_id))::int as only_count
         from judged
     )
     select mailbox_id, id, tenant_id, address, name, created_at, only_recipient, count, only_count from counted where place <= $2 order by mailbox_id, place`,
    [[...mailboxIds], membershipsNamed],
  );
  const found = new Map<string, ListMemberships>();
  for (const { mailbox_id: mailboxId, id, tenant_id: tenantId, address, name, created_at: createdAt, only_recipient: onlyRecipient, count, only_count: onlyRecipientCount } of rows) {
    const known = found.get(mailboxId) ?? { count, onlyRecipientCount, memberships: [] };
    known.memberships.push({ list: { id, tenantId, address, name, createdAt }, onlyRecipient });
    found.set(mailboxId, known);
  }
  return found;
}
