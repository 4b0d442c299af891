import { domainToASCII } from 'node:url';
import { InvalidInput } from '@dezky/kit/failure/failure.type';
import { parse } from 'tldts';
import { isMailboxProvider } from './mailbox-provider';

/** The longest name that a record is published under: a signing key's, `v1-ed25519-<date>._domainkey.`, before the domain. */
const longestPrefix = 'v1-ed25519-20261126._domainkey.'.length;

/**
 * The mail server checks names laxly and takes what no mail could reach, so they are checked here:
 * host names as RFC 1123 has them, internationalised ones turned into ASCII (RFC 5891).
 *
 * @param platformDomain nobody may add it or a name below it.
 * @returns the name in its normal form, or what is wrong with it.
 */
export function checkDomainName(text: string, platformDomain: string): string | InvalidInput {
  const wrong = (message: string): InvalidInput => new InvalidInput(message, ['input', 'name']);
  const typed = text.trim().replace(/\.$/, '').toLowerCase();
  if (typed === '') return wrong('Enter a domain, such as example.com.');
  if (/[/@:\s]/.test(typed)) return wrong('Enter the domain alone, such as example.com, without https:// and without an @.');
  const name = domainToASCII(typed);
  const labels = name.split('.');
  if (name === '' || name.length > 253 || labels.some((label) => !/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label))) return wrong(`"${typed}" is not a domain name.`);
  if (name.length > 253 - longestPrefix) return wrong(`"${typed}" is too long: the names of its records would have more than the 253 letters that a name may have.`);
  if (/^[\d.]+$/.test(name)) return wrong('Enter a domain name; an IP address cannot have mailboxes.');
  if (labels.length < 2) return wrong(`"${typed}" is not complete. Enter it with its ending, such as ${typed}.com.`);
  const { publicSuffix, domainWithoutSuffix } = parse(name, { allowPrivateDomains: true });
  if (publicSuffix === name) return wrong(`${name} is an ending under which domains are registered, and nobody's own domain.`);
  if (isMailboxProvider(name, domainWithoutSuffix)) return wrong(`${name} is where everybody has a mailbox, and nobody's own domain. Enter one that you registered.`);
  if (name === platformDomain || name.endsWith(`.${platformDomain}`)) return wrong(`${name} belongs to the platform itself. Enter a domain of your own.`);
  return name;
}
