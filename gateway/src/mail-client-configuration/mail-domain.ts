import { domainToASCII } from 'node:url';

/** Names under which mail programs look for a domain's settings, before the domain itself. */
const places = /^(?:autoconfig|autodiscover)\./;

const isHostname = (name: string): boolean => name.length <= 253 && name.includes('.') && name.split('.').every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label)) && !/^[\d.]+$/.test(name);

/** @returns null for what is no name of a domain; an internationalised one in ASCII (RFC 5891). */
function asDomain(text: string): string | null {
  const name = domainToASCII(text.trim().replace(/\.$/, ''));
  return isHostname(name) ? name : null;
}

/**
 * A mail address in its two parts, the domain in ASCII. Nothing here asks whether there is such an address.
 *
 * @returns null for what is no address.
 */
export function splitAddress(address: string): { readonly localPart: string; readonly domain: string } | null {
  const at = address.lastIndexOf('@');
  // RFC 5321 section 4.5.3.1: 64 octets before the @, 255 behind it.
  if (at < 1 || at > 64 || address.length > 320) return null;
  const domain = asDomain(address.slice(at + 1));
  return domain === null ? null : { localPart: address.slice(0, at), domain };
}

/** The domain that a Host header names: `autoconfig.acme.example:443` is about acme.example, and so is acme.example itself. */
export function domainOfHost(host: string | undefined): string | null {
  return asDomain((host ?? '').replace(/:\d{1,5}$/, '').toLowerCase().replace(places, ''));
}
