import { Authorize } from '@dezky/kit/context/authorize';
import { type Batch, RequestContext } from '@dezky/kit/context/request-context';
import { notFound } from '@dezky/kit/failure/errors';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Mailbox } from '../mailbox/mailbox.type';
import { distributionListPolicy } from './distribution-list.policy';
import { membershipsOf } from './list-membership.repository';
import { ListMemberships } from './list-membership.type';

const membershipsOfMailbox: Batch<string, ListMemberships> = {
  name: 'membershipsOfMailbox',
  load: async (context, mailboxIds) => {
    const found = await context.rows.in(context.reach, (db) => membershipsOf(db, mailboxIds));
    return mailboxIds.map((id) => found.get(id) ?? { count: 0, onlyRecipientCount: 0, memberships: [] });
  },
};

@Resolver(() => Mailbox)
export class MailboxListMembershipsResolver {
  @FieldResolver(() => ListMemberships, { description: 'The distribution lists that hand mail on to it.' })
  @Authorize(distributionListPolicy.read)
  listMemberships(@Root() mailbox: Mailbox, @Ctx() context: RequestContext): Promise<ListMemberships> {
    if (!context.reach.sees(mailbox.tenantId)) throw notFound('mailbox');
    return context.load(membershipsOfMailbox, mailbox.id);
  }
}
