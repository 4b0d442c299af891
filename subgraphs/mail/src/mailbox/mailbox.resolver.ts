import { Authorize } from '@dezky/kit/context/authorize';
import { type Batch, RequestContext } from '@dezky/kit/context/request-context';
import { notFound } from '@dezky/kit/failure/errors';
import type { ConnectionOf } from '@dezky/kit/federation/connection';
import { SharesBackEndCall } from '@dezky/kit/federation/cost';
import { BigIntText, Url } from '@dezky/kit/federation/scalars';
import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { Member } from '../member/member.type';
import type { MailboxState, StalwartClient } from '../stalwart/stalwart-client';
import { Tenant } from '../tenant/tenant.type';
import { mailboxPolicy } from './mailbox.policy';
import { countMailboxes, mailboxPage } from './mailbox-search.repository';
import { mailboxesById, mailboxesOfMembers } from './mailbox.repository';
import { Mailbox, MailboxConnection } from './mailbox.type';

const mailboxOf: Batch<string, Mailbox | null> = {
  name: 'mailboxOf',
  load: async (context, memberIds) => {
    const rows = await context.rows.in(context.reach, (db) => mailboxesOfMembers(db, memberIds));
    return memberIds.map((memberId) => rows.find((row) => row.memberId === memberId && context.reach.sees(row.tenantId, row.memberId)) ?? null);
  },
};

/** A mailbox by its id, or null when it is out of reach. */
export const mailboxById: Batch<string, Mailbox | null> = {
  name: 'mailboxById',
  load: async (context, ids) => {
    const rows = await context.rows.in(context.reach, (db) => mailboxesById(db, ids));
    return ids.map((id) => rows.find((row) => row.id === id && context.reach.sees(row.tenantId, row.memberId)) ?? null);
  },
};

/** Sizes live in the mail server alone: one call for a page of mailboxes. */
const factsFrom = (stalwart: StalwartClient): Batch<string, MailboxState | null> => ({
  name: 'mailboxFacts',
  load: async (_context, accountIds) => {
    const found = await stalwart.getMailboxes(accountIds);
    return accountIds.map((id) => found.get(id) ?? null);
  },
});

@Resolver(() => Member)
export class MemberMailboxResolver {
  @FieldResolver(() => Mailbox, { nullable: true, description: 'Null when the member has no mailbox.' })
  @Authorize(mailboxPolicy.read)
  mailbox(@Root() member: Member, @Ctx() context: RequestContext): Promise<Mailbox | null> {
    return context.load(mailboxOf, member.id);
  }
}

@Resolver(() => Tenant)
export class TenantMailboxesResolver {
  @FieldResolver(() => MailboxConnection, { nullable: true, description: 'By address. Null with an error while the part for mail cannot be reached.' })
  @Authorize(mailboxPolicy.list)
  async mailboxes(
    @Root() tenant: Tenant,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Arg('search', () => String, { nullable: true, description: 'Part of an address or a name.' }) search: string | null,
    @Ctx() context: RequestContext,
  ): Promise<ConnectionOf<Mailbox>> {
    if (!context.reach.sees(tenant.id)) throw notFound('tenant');
    const wanted = { tenantId: tenant.id, search };
    const page = await context.rows.in(context.reach, (db) => mailboxPage(db, wanted, { first, after }));
    return { ...page, totalCount: () => context.rows.in(context.reach, (db) => countMailboxes(db, wanted)) };
  }
}

@Resolver(() => Mailbox)
export class MailboxResolver {
  private readonly facts: Batch<string, MailboxState | null>;

  constructor(
    stalwart: StalwartClient,
    private readonly portalUrl: string,
  ) {
    this.facts = factsFrom(stalwart);
  }

  @FieldResolver(() => Member, { description: 'Whose it is.' })
  @Authorize(mailboxPolicy.read)
  member(@Root() mailbox: Mailbox): Member {
    return { id: mailbox.memberId };
  }

  @SharesBackEndCall()
  @FieldResolver(() => BigIntText, { nullable: true })
  @Authorize(mailboxPolicy.read)
  async usedBytes(@Root() mailbox: Mailbox, @Ctx() context: RequestContext): Promise<bigint | null> {
    return mailbox.stalwartId ? ((await context.load(this.facts, mailbox.stalwartId))?.usedBytes ?? null) : null;
  }

  @SharesBackEndCall()
  @FieldResolver(() => BigIntText, { nullable: true, description: 'Null: no limit.' })
  @Authorize(mailboxPolicy.read)
  async quotaBytes(@Root() mailbox: Mailbox, @Ctx() context: RequestContext): Promise<bigint | null> {
    return mailbox.stalwartId ? ((await context.load(this.facts, mailbox.stalwartId))?.quotaBytes ?? null) : null;
  }

  @FieldResolver(() => Url, { description: "Configures Apple's mail programs; served to whoever may see the mailbox." })
  @Authorize(mailboxPolicy.read)
  appleProfileUrl(@Root() mailbox: Mailbox): string {
    return `${this.portalUrl}/profiles/mail/${mailbox.id}.mobileconfig`;
  }
}
