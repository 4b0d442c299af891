import { Authorize } from '@dezky/kit/context/authorize';
import { type Batch, RequestContext } from '@dezky/kit/context/request-context';
import { Arg, Ctx, Directive, ID, Query, Resolver } from 'type-graphql';
import type { MailProtocol, MailServer } from '../../mail-server/mail-server.type';
import { mailboxPolicy } from '../mailbox.policy';
import { mailboxById } from '../mailbox.resolver';
import { appleProfile } from './apple-profile';
import { AppleProfile } from './apple-profile.type';
import { signProfile } from './signing/sign-profile';
import { type SigningIdentity, isValidAt } from './signing/signing-identity';

@Resolver()
export class AppleProfileResolver {
  /**
   * @param platformDomain names the profile's payloads, in reverse.
   * @param identity null: profiles go out unsigned.
   */
  constructor(
    private readonly servers: Batch<string, MailServer[]>,
    private readonly platformDomain: string,
    private readonly identity: SigningIdentity | null,
  ) {}

  @Directive('@inaccessible')
  @Query(() => AppleProfile, { nullable: true, description: 'For the gateway: the configuration profile of a mailbox, for whoever may see it. Null also when its domain has no server to read or to send with.' })
  @Authorize(mailboxPolicy.read)
  async appleProfile(@Arg('mailboxId', () => ID) mailboxId: string, @Ctx() context: RequestContext): Promise<AppleProfile | null> {
    const mailbox = await context.load(mailboxById, mailboxId);
    if (!mailbox) return null;
    const servers = await context.load(this.servers, mailbox.domainId);
    const find = (wanted: MailProtocol): MailServer | undefined => servers.find(({ protocol }) => protocol === wanted);
    const [incoming, outgoing] = [find('IMAP'), find('SUBMISSION')];
    if (!incoming || !outgoing) return null;
    const identifierBase = this.platformDomain.split('.').reverse().join('.');
    const profile = Buffer.from(appleProfile({ mailboxId, address: mailbox.address, displayName: mailbox.displayName, incoming, outgoing, identifierBase }));
    const now = new Date();
    const file = this.identity && isValidAt(this.identity, now) ? signProfile(profile, this.identity, now) : profile;
    return { fileName: `${mailbox.address}.mobileconfig`, file: file.toString('base64') };
  }
}
