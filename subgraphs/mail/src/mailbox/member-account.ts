import type { RequestContext } from '@dezky/kit/context/request-context';
import type { StalwartClient } from '../stalwart/stalwart-client';
import type { MailboxEntity } from './mailbox.entity';
import { mailboxOfMember, stalwartDomainOf } from './mailbox.repository';

/** A member's mailbox in our table and at the mail server. */
export interface MemberAccount {
  readonly mailbox: MailboxEntity;
  /** Null: the mail server has none, or none yet. */
  readonly accountId: string | null;
}

/**
 * Finds the account behind a member's mailbox. When the process died between making it and
 * keeping its id, it is found by its address, which is reserved for this mailbox.
 */
export async function memberAccount(context: RequestContext, stalwart: StalwartClient, memberId: string): Promise<MemberAccount | null> {
  const found = await context.rows.in(context.reach, async (db) => {
    const mailbox = await mailboxOfMember(db, memberId);
    return mailbox && { mailbox, domainId: await stalwartDomainOf(db, mailbox) };
  });
  if (!found) return null;
  const { mailbox, domainId } = found;
  if (mailbox.stalwartId) return { mailbox, accountId: mailbox.stalwartId };
  const account = domainId === null ? null : await stalwart.findMailbox(mailbox.localPart, domainId);
  return { mailbox, accountId: account?.id ?? null };
}
