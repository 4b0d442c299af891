import { InvalidInput } from '../failure/failure.type';

/** Names that stand for a role and not for a person (RFC 5321 section 4.5.1, RFC 2142 sections 4, 5 and 7); whoever has hostmaster@ or postmaster@ may get certificates for the domain. */
const roles = ['postmaster', 'abuse', 'hostmaster'];

/**
 * The local part of a person's own address: as `checkAliasLocalPart`, and not the name of a role.
 *
 * @param path the field of the input that is at fault.
 * @returns the local part in lower case, or what is wrong with it.
 */
export function checkLocalPart(text: string, path: string[] = ['input', 'localPart']): string | InvalidInput {
  const localPart = checkAliasLocalPart(text, path);
  if (localPart instanceof InvalidInput || !roles.includes(localPart)) return localPart;
  return new InvalidInput(`${localPart} stands for a role, not a person (RFC 2142). Choose another address; under Mail settings, ${localPart} can be an alias or a distribution list.`, path);
}

/**
 * The local part of an alias or a distribution list.
 *
 * The mail server accepts more than is wise: it drops spaces without a word, and `%` and `+` mean
 * impersonation and sub-addresses there. So only letters, digits, dots, hyphens and underscores pass.
 *
 * @param path the field of the input that is at fault.
 * @returns the local part in lower case, or what is wrong with it.
 */
export function checkAliasLocalPart(text: string, path: string[]): string | InvalidInput {
  const localPart = text.trim().toLowerCase();
  const wrong = (message: string): InvalidInput => new InvalidInput(message, path);
  if (localPart.length === 0) return wrong('Enter the part of the address before the @.');
  if (localPart.length > 64) return wrong('Shorten the part before the @ to 64 characters.');
  if (!/^[a-z0-9._-]+$/.test(localPart)) return wrong('Use letters from a to z, digits, dots, hyphens and underscores only.');
  if (!/^[a-z0-9](?:.*[a-z0-9])?$/.test(localPart) || localPart.includes('..')) return wrong('Begin and end with a letter or digit, and never put two dots in a row.');
  return localPart;
}
