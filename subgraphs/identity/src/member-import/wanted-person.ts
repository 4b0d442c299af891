import { checkLocalPart } from '@dezky/kit/address/local-part';
import { Failure } from '@dezky/kit/failure/failure.type';
import { checkDisplayName } from '../member/create-member/member-names';
import { checkContact } from '../member/update-member/contact';
import type { ImportColumn, ImportField } from './member-import.entity';
import type { CsvRow } from './read-csv';

/** What a row says of a person. A field whose column is not there is undefined; an empty cell says nothing either. */
export interface WantedPerson {
  readonly address: string;
  readonly displayName: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly phone?: string;
  readonly alternativeEmail?: string;
  readonly role?: 'ADMIN' | 'MEMBER';
}

const roles: Readonly<Record<string, 'ADMIN' | 'MEMBER'>> = { admin: 'ADMIN', administrator: 'ADMIN', member: 'MEMBER', user: 'MEMBER' };

/** What a spreadsheet would run when the file is opened in it (OWASP, CSV injection). A phone number may begin with a plus, also in a column of which nobody has said yet what it holds. */
const isFormula = (cell: string, field: ImportField | null): boolean => /^[=@\t\r]/.test(cell) || (/^[+-]/.test(cell) && !((field === 'PHONE' || field === null) && /^\+?[\d() ./-]+$/.test(cell)));

/** @param domain the tenant's primary domain, for cells with the part before the @ alone. @returns the person, or why the row cannot be used. */
export function wantedPerson(row: Pick<CsvRow, 'cells' | 'broken'>, columns: readonly ImportColumn[], domain: string): WantedPerson | string {
  if (row.broken !== null) return row.broken;
  const cells = new Map<ImportField, string>();
  for (const [index, { field, heading }] of columns.entries()) {
    const cell = row.cells[index] ?? '';
    if (isFormula(cell, field)) return `“${heading}” holds a formula (${cell.slice(0, 20)}). Put the plain value there.`;
    if (field && cell !== '') cells.set(field, cell);
  }
  const address = readAddress(cells.get('ADDRESS') ?? '', domain);
  if (address instanceof Failure) return address.message;
  const name = cells.get('DISPLAY_NAME') ?? [cells.get('FIRST_NAME'), cells.get('LAST_NAME')].filter(Boolean).join(' ');
  const displayName = checkDisplayName(name);
  if (displayName instanceof Failure) return name === '' ? 'There is no name in this row.' : displayName.message;
  const email = cells.get('ALTERNATIVE_EMAIL');
  if (email !== undefined && !/^[^\s@]{1,64}@[^\s@]+\.[^\s@]+$/.test(email)) return `“${email.slice(0, 60)}” is not an e-mail address.`;
  const contact = checkContact({ memberId: '', ...present({ firstName: cells.get('FIRST_NAME'), lastName: cells.get('LAST_NAME'), phone: cells.get('PHONE'), alternativeEmail: email?.toLowerCase() }) });
  if (contact instanceof Failure) return contact.message;
  const asked = cells.get('ROLE');
  const role = asked === undefined ? undefined : roles[asked.toLowerCase()];
  if (asked !== undefined && role === undefined) return `“${asked.slice(0, 30)}” is no role that can be imported. Write admin or member; an owner is made by a transfer.`;
  return { address, displayName, ...present({ ...contact, role }) } as WantedPerson;
}

function readAddress(text: string, domain: string): string | Failure {
  const [local = '', ...rest] = text.toLowerCase().split('@');
  const localPart = checkLocalPart(local);
  if (localPart instanceof Failure) return localPart;
  return `${localPart}@${rest.length === 0 ? domain : rest.join('@')}`;
}

const present = <T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined | null> } => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== null)) as never;
