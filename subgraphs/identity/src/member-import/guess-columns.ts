import type { ImportColumn, ImportField } from './member-import.entity';

/** Headings as the exports of other platforms and plain lists have them, in lower case without punctuation. */
const known: Readonly<Record<ImportField, readonly string[]>> = {
  ADDRESS: ['address', 'email', 'e mail', 'email address', 'e mail address', 'mail', 'user principal name', 'userprincipalname', 'username', 'user name', 'primary email', 'login'],
  DISPLAY_NAME: ['display name', 'displayname', 'name', 'full name', 'fullname'],
  FIRST_NAME: ['first name', 'firstname', 'given name', 'givenname', 'forename'],
  LAST_NAME: ['last name', 'lastname', 'surname', 'family name', 'familyname'],
  PHONE: ['phone', 'phone number', 'telephone', 'telephone number', 'mobile', 'mobile phone', 'mobile phone number', 'work phone'],
  ALTERNATIVE_EMAIL: ['alternative email', 'alternate email', 'alternate email address', 'other address', 'recovery email', 'home email', 'private email', 'secondary email'],
  ROLE: ['role'],
};

const plain = (heading: string): string => heading.toLowerCase().replace(/\[[^\]]*\]/g, '').replace(/[^\p{L}\p{N}]+/gu, ' ').trim();

/** What each column of a file most likely holds; each field is found once, in the first column that looks like it. */
export function guessColumns(headings: readonly string[]): ImportColumn[] {
  const taken = new Set<ImportField>();
  return headings.map((heading) => {
    const field = (Object.keys(known) as ImportField[]).find((one) => !taken.has(one) && known[one].includes(plain(heading))) ?? null;
    if (field) taken.add(field);
    return { heading, field };
  });
}
