import { checkLocalPart } from '@dezky/kit/address/local-part';
import { AddressTaken, DomainNotVerified } from '@dezky/kit/address/address-failures.type';
import type { RequestContext } from '@dezky/kit/context/request-context';
import { InvalidInput } from '@dezky/kit/failure/failure.type';
import { UserEntity } from '../../user/user.entity';
import { signInChanges } from '../../workflow/stale-workflow';
import type { MailPeer } from '../mail-peer';
import { MemberEntity } from '../member.entity';
import type { CreateMemberInput } from './create-member.input';
import { unsettled } from './write-member';

/** How the new member will sign in. */
export interface AccountWanted {
  /** MAILBOX and EXTERNAL are new sign-ins, with and without a mailbox; KNOWN is one that the person has already. */
  readonly kind: 'MAILBOX' | 'EXTERNAL' | 'KNOWN';
  readonly address: string;
  /** Of the person whose sign-in is known. */
  readonly user: UserEntity | null;
}

/** @returns what is to be made, or why that cannot be. */
export async function accountWanted(context: RequestContext, mail: MailPeer, input: CreateMemberInput): Promise<AccountWanted | InvalidInput | AddressTaken | DomainNotVerified> {
  const { tenantId, externalSignIn } = input;
  const scope = { tenantId, requestId: context.origin.requestId };
  if (externalSignIn) {
    if (input.localPart) return new InvalidInput('Give a mailbox address or an external sign-in, not both.', ['input', 'externalSignIn']);
    return externalAccount(context, mail, externalSignIn, scope);
  }
  const localPart = checkLocalPart(input.localPart ?? '');
  if (localPart instanceof InvalidInput) return localPart;
  const offer = await mail.mailboxOffer({ localPart }, scope);
  if (!offer?.verified) return new DomainNotVerified(offer?.domain ?? null);
  return offer.taken ? new AddressTaken(offer.address) : { kind: 'MAILBOX', address: offer.address, user: null };
}

/**
 * A sign-in somebody has already is taken up only by who may create members in one of the tenants it is used in: whoever
 * made it may know its password, and would come in with the person. Row-level security shows the user to nobody else.
 */
async function externalAccount(context: RequestContext, mail: MailPeer, address: string, scope: { tenantId: string; requestId: string }): Promise<AccountWanted | InvalidInput | AddressTaken> {
  const { user, settled } = await context.rows.in(context.reach, async (db) => {
    const found = await db.findOneBy(UserEntity, { email: address });
    const places = found ? await db.findBy(MemberEntity, { userId: found.id }) : [];
    return { user: found, settled: places.some(({ status }) => status === 'ACTIVE' || status === 'SUSPENDED') && !(await signInChanges(db, places.map(({ id }) => id))) };
  });
  if (user && !settled) return new InvalidInput(unsettled, ['input', 'externalSignIn']);
  if (user) return { kind: 'KNOWN', address, user };
  if (await mail.hostsDomain(address.split('@')[1] ?? '', scope)) return new InvalidInput('This address is on a domain that is here already. Create a mailbox on it, or use an address from outside.', ['input', 'externalSignIn']);
  return { kind: 'EXTERNAL', address, user: null };
}
