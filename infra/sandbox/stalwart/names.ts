import { domainToASCII } from 'node:url';
import { parse } from 'tldts';

const reservedTopLevels = new Set(['test', 'local', 'internal', 'lan', 'corp', 'home', 'localhost', 'localdomain', 'intranet', 'private', 'example', 'invalid']);

/** The server's own check, lax as observed: odd labels pass, unknown top levels and addresses do not. */
export function normaliseDomainName(text: string): string | null {
  const lower = text.toLowerCase();
  const name = /^[\x20-\x7e]*$/.test(lower) ? lower : domainToASCII(lower);
  const labels = name.split('.');
  if (labels.length < 2 || labels.some((label) => !/^[a-z0-9_-]+$/.test(label)) || /^[\d.]+$/.test(name)) return null;
  const topLevel = labels[labels.length - 1] ?? '';
  return reservedTopLevels.has(topLevel) || parse(name, { validateHostname: false }).isIcann ? name : null;
}

/** Spaces vanish, case is lowered, `+` and `%` pass: callers have to check for themselves. */
export function normaliseLocalPart(text: string): string | null {
  const name = text.replace(/\s+/g, '').toLowerCase();
  return name === '' || name.startsWith('.') || name.endsWith('.') || name.includes('@') || name.includes('..') ? null : name;
}

export function normaliseHostname(text: string): string | null {
  const name = text.toLowerCase();
  return /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/.test(name) ? name : null;
}

/** The tokens that `text` filters look for. */
export const tokens = (text: string): string[] => text.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 0);

/** Dates are whole seconds in UTC. */
export const instant = (at = new Date()): string => `${at.toISOString().slice(0, 19)}Z`;
