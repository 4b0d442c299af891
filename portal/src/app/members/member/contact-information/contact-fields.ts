/** What can be said about how to reach somebody. */
export type ContactField = 'displayName' | 'firstName' | 'lastName' | 'phone' | 'alternativeEmail';

/** A field as it is shown; `wrong` says what does not fit, before it is sent. */
export interface ContactLook {
  readonly field: ContactField;
  readonly label: string;
  readonly type: 'text' | 'tel' | 'email';
  readonly help: string | null;
  /** True for a short field that shares its line with the next. */
  readonly half: boolean;
  wrong(text: string): string | null;
}

const nothing = (): null => null;

export const contactFields: readonly ContactLook[] = [
  {
    field: 'displayName',
    label: 'Display name',
    type: 'text',
    help: 'As others see it, on mail too.',
    half: false,
    wrong: (text) => (text === '' ? 'Enter the name as others should see it.' : null),
  },
  { field: 'firstName', label: 'First name', type: 'text', help: null, half: true, wrong: nothing },
  { field: 'lastName', label: 'Last name', type: 'text', help: null, half: true, wrong: nothing },
  {
    field: 'phone',
    label: 'Phone',
    type: 'tel',
    help: null,
    half: false,
    wrong: (text) => (text === '' || (/^[+]?[0-9() ./-]{3,40}$/.test(text) && text.replace(/\D/g, '').length >= 3) ? null : 'Use digits, spaces and + ( ) - . / only.'),
  },
  {
    field: 'alternativeEmail',
    label: 'Alternative address',
    type: 'email',
    help: 'Where they are reached when the mailbox is not.',
    half: false,
    wrong: (text) => (text === '' || /^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(text) ? null : 'This is not a mail address.'),
  },
];
