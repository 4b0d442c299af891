import { InvalidInput } from '@dezky/kit/failure/failure.type';

/** Characters that cannot be seen or turn the text around them: in a list of people they make one name look like another (UTR 36). Joiners stay, as names in Persian and Hindi need them. */
const unseen = /[\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\p{Cs}|[\u{e0000}-\u{e007f}]/u;

export const checkDisplayName = (text: string): string | InvalidInput => checkName(text, 'displayName');

/** @returns the name as it is kept, or what is wrong with it. */
export function checkName(text: string, field: 'displayName' | 'firstName' | 'lastName'): string | InvalidInput {
  const name = text.normalize('NFC').replace(/\s+/g, ' ').trim();
  if (name.length === 0) return new InvalidInput('Enter a name.', ['input', field]);
  if (name.length > 120) return new InvalidInput('Shorten the name to 120 characters.', ['input', field]);
  if (/[\p{Cc}<>]/u.test(name)) return new InvalidInput('Leave out control characters, < and > from the name.', ['input', field]);
  if (unseen.test(name) || !/[\p{L}\p{N}]/u.test(name)) return new InvalidInput('Use letters that can be seen, without invisible characters between them.', ['input', field]);
  return name;
}
