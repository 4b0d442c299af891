import { InvalidInput } from '@dezky/kit/failure/failure.type';

export interface AttendeeDetails {
  readonly name: string;
  /** Lower case. */
  readonly email: string;
}

/** Characters that cannot be seen or turn the text around them (UTR 36): the name goes into the host's calendar. Joiners stay, as names in Persian and Hindi need them. */
const unseen = /[\p{Cc}\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\p{Cs}|[\u{e0000}-\u{e007f}]/u;

/** As browsers check it (HTML, valid e-mail address), and with a dot in the domain: a visitor's address is out on the internet. */
const email = /^[a-z0-9.!#$&'*+/=?^_`{|}~-]{1,64}@(?=.{4,189}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** @returns who books as it is kept, or what is wrong with it. */
export function checkAttendee(input: { readonly attendeeName: string; readonly attendeeEmail: string }): AttendeeDetails | InvalidInput {
  const wrongName = (message: string): InvalidInput => new InvalidInput(message, ['input', 'attendeeName']);
  // Cut before anything is looked at: nothing of ours runs over a text of any length.
  if (input.attendeeName.length > 400) return wrongName('Shorten the name to 100 characters.');
  const name = input.attendeeName.normalize('NFC').trim().replace(/[^\S\n]+/g, ' ');
  if (name.length === 0) return wrongName('Enter your name.');
  if (name.length > 100) return wrongName('Shorten the name to 100 characters.');
  if (unseen.test(name) || !/\p{L}/u.test(name)) return wrongName('Use letters that can be seen, in one line.');
  if (/[<>]|:\/\//.test(name)) return wrongName('Leave out addresses of pages, < and > from the name.');
  const address = input.attendeeEmail.length > 254 ? '' : input.attendeeEmail.trim().toLowerCase();
  if (!email.test(address)) return new InvalidInput('Enter an e-mail address such as ada@example.com.', ['input', 'attendeeEmail']);
  return { name, email: address };
}
