import type { RequestContext } from '@dezky/kit/context/request-context';
import type { Db } from '@dezky/kit/database/rows';
import { notFound } from '@dezky/kit/failure/errors';
import { MailboxEntity } from './mailbox.entity';
import { holdMailbox } from './mailbox.repository';

/** A mailbox of a tenant that is reached in full. @param options.hold keeps its row until the transaction ends. @throws NOT_FOUND */
export async function reachableMailbox(context: RequestContext, db: Db, id: string, options: { readonly hold?: boolean } = {}): Promise<MailboxEntity> {
  const mailbox = await (options.hold ? holdMailbox(db, id) : db.findOneBy(MailboxEntity, { id }));
  if (!mailbox || !context.reach.sees(mailbox.tenantId)) throw notFound('mailbox');
  return mailbox;
}
