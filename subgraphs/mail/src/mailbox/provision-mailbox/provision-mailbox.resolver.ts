import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import { isUniqueViolation } from '@dezky/kit/database/unique-violation';
import { notFound } from '@dezky/kit/failure/errors';
import { BackEnd, BackEndError } from '@dezky/kit/http/back-end-error';
import { Arg, Ctx, Directive, Mutation, Resolver } from 'type-graphql';
import { agreeOnAddresses } from '../../alias/agree-on-addresses';
import type { StalwartClient } from '../../stalwart/stalwart-client';
import { MailboxEntity } from '../mailbox.entity';
import { mailboxPolicy } from '../mailbox.policy';
import { reserveMailbox, stalwartDomainOf } from '../mailbox.repository';
import { Mailbox } from '../mailbox.type';
import { isOnRemovedDomain } from '../removed-domain';
import { ProvisionMailboxInput } from './provision-mailbox.input';

@Resolver()
export class ProvisionMailboxResolver {
  constructor(private readonly stalwart: StalwartClient) {}

  @Directive('@inaccessible')
  @Mutation(() => Mailbox, { description: "For identity: a member's mailbox, made or found again; with this password afterwards." })
  @Authorize(mailboxPolicy.provision)
  async provisionMailbox(@Arg('input', () => ProvisionMailboxInput) input: ProvisionMailboxInput, @Ctx() context: RequestContext): Promise<Mailbox> {
    if (!context.reach.sees(input.tenantId)) throw notFound('tenant');
    const { mailbox, domainId } = await this.reserve(context, input);
    const change = (values: Partial<MailboxEntity>): Promise<unknown> => context.rows.in(context.reach, (db) => db.update(MailboxEntity, { id: mailbox.id }, values));
    try {
      const { displayName, password } = input;
      const { id, created } = await this.stalwart.ensureMailbox({ localPart: mailbox.localPart, domainId, displayName, password });
      if (!created) await this.takeOver(id, password);
      await change({ stalwartId: id, state: 'ACTIVE', lastError: null });
      // Nor may mail to addresses of somebody before arrive.
      if (!created) await agreeOnAddresses((work) => context.rows.in(context.reach, work), this.stalwart, mailbox.id);
      return { ...mailbox, stalwartId: id, state: 'ACTIVE', lastError: null };
    } catch (error) {
      if (error instanceof BackEndError) await change({ lastError: error.message, ...(error.passing ? {} : { state: 'FAILED' as const }) });
      throw error;
    }
  }

  /** An account found there is from an attempt that died, or a left-over at a freed address: whoever knew its password must not get in. */
  private async takeOver(accountId: string, password: string): Promise<void> {
    await this.stalwart.setPassword(accountId, password);
    const account = (await this.stalwart.getMailboxes([accountId])).get(accountId);
    if (account?.frozen) await this.stalwart.unfreezeMailbox(accountId);
  }

  private async reserve(context: RequestContext, input: ProvisionMailboxInput): Promise<{ mailbox: MailboxEntity; domainId: string }> {
    const refused = (message: string): BackEndError => new BackEndError(BackEnd.STALWART, 'REFUSED', message);
    const reserved = await context.rows
      .in(context.reach, async (db) => {
        const mailbox = await reserveMailbox(db, input);
        return mailbox && { mailbox, domainId: await stalwartDomainOf(db, mailbox) };
      })
      .catch((error: unknown) => {
        if (isUniqueViolation(error)) throw new BackEndError(BackEnd.STALWART, 'CONFLICT', `${input.address} is in use already.`);
        if (isOnRemovedDomain(error)) throw refused(`The domain of ${input.address} is being removed.`);
        throw error;
      });
    if (!reserved?.domainId) throw refused(`The domain of ${input.address} is not set up in the mail server.`);
    if (reserved.mailbox.address !== input.address) throw refused(`The member has the mailbox ${reserved.mailbox.address} already.`);
    return { mailbox: reserved.mailbox, domainId: reserved.domainId };
  }
}
