import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import { Arg, Ctx, Directive, ID, Query, Resolver } from 'type-graphql';
import { mailboxPolicy } from '../mailbox.policy';
import { mailboxById } from '../mailbox.resolver';
import { appleProfile } from './apple-profile';
import { AppleProfile } from './apple-profile.type';

@Resolver()
export class AppleProfileResolver {
  /** @param platformDomain names the profile's payloads, in reverse. */
  constructor(
    private readonly mailHost: string,
    private readonly platformDomain: string,
  ) {}

  @Directive('@inaccessible')
  @Query(() => AppleProfile, { nullable: true, description: 'For the gateway: the configuration profile of a mailbox, for whoever may see it.' })
  @Authorize(mailboxPolicy.read)
  async appleProfile(@Arg('mailboxId', () => ID) mailboxId: string, @Ctx() context: RequestContext): Promise<AppleProfile | null> {
    const mailbox = await context.load(mailboxById, mailboxId);
    if (!mailbox) return null;
    const identifierBase = this.platformDomain.split('.').reverse().join('.');
    return { fileName: `${mailbox.address}.mobileconfig`, content: appleProfile({ mailboxId, address: mailbox.address, mailHost: this.mailHost, identifierBase }) };
  }
}
