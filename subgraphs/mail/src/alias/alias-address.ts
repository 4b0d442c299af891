import { DomainNotVerified } from '@dezky/kit/address/address-failures.type';
import { checkAliasLocalPart } from '@dezky/kit/address/local-part';
import type { Db } from '@dezky/kit/database/rows';
import { InvalidInput } from '@dezky/kit/failure/failure.type';
import { domainToASCII } from 'node:url';
import { DomainEntity } from '../domain/domain.entity';
import { isOnRemovedDomain } from '../mailbox/removed-domain';

const longest = 100;

/** @returns the label as it is kept, null for none, or what is wrong with it. */
export function checkDescription(text: string | null | undefined): string | null | InvalidInput {
  const description = (text ?? '').normalize('NFC').replace(/\s+/g, ' ').trim();
  if (description === '') return null;
  if (description.length > longest) return new InvalidInput(`Shorten the label to ${longest} characters.`, ['input', 'description']);
  if (/[\p{Cc}\p{Cs}<>]/u.test(description)) return new InvalidInput('Leave out control characters, < and > from the label.', ['input', 'description']);
  return description;
}

/** Somebody else may have taken it away a moment ago. */
export const noSuchAlias = (): InvalidInput => new InvalidInput('This is no alias of this mailbox, or not any more.', ['input', 'address']);

/** An address taken apart and in its normal form, or what is wrong with it. */
export function checkAddress(text: string): { localPart: string; domain: string } | InvalidInput {
  const parts = text.trim().split('@');
  if (parts.length !== 2 || parts[1] === '') return new InvalidInput('Enter a whole address, such as info@example.com.', ['input', 'address']);
  const localPart = checkAliasLocalPart(parts[0] ?? '', ['input', 'address']);
  if (localPart instanceof InvalidInput) return localPart;
  return { localPart, domain: domainToASCII((parts[1] ?? '').toLowerCase()) };
}

/**
 * The mail server delivers to every domain it has without asking the DNS. On one whose records were never right, and which
 * may be somebody else's, an alias would take mail of others on this platform: so the domain has to be verified.
 */
export async function aliasDomain(db: Db, tenantId: string, name: string): Promise<DomainEntity | DomainNotVerified> {
  const domain = await db.findOneBy(DomainEntity, { tenantId, name });
  if (!domain?.stalwartId) return new DomainNotVerified(name === '' ? null : name, 'Choose one of your own domains.', ['input', 'address']);
  if (domain.status !== 'VERIFIED') return new DomainNotVerified(name, `The DNS records of ${name} are not right. Publish them and recheck the domain, then add the alias.`, ['input', 'address']);
  return domain;
}

/** What an address gets that was refused as its domain's removal began a moment before; null for another error. */
export function refusedByRemoval(error: unknown, address: string): DomainNotVerified | null {
  return isOnRemovedDomain(error) ? new DomainNotVerified(address.slice(address.indexOf('@') + 1), 'This domain is being removed. Choose another one.', ['input', 'address']) : null;
}
