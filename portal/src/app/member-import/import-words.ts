import type { MemberImportAction, MemberImportField, MemberImportRowState, MemberImportState } from '../graphql/schema.generated';
import type { Tone } from '../ui/badge';
import type { MemberImportRowPartsFragment } from './import-rows/import-rows.generated';
import type { MemberImportFactsFragment } from './member-imports.generated';

interface Look {
  readonly words: string;
  readonly tone: Tone;
}

const states: Readonly<Record<MemberImportState, Look>> = {
  PREVIEWED: { words: 'Not started', tone: 'quiet' },
  RUNNING: { words: 'Running', tone: 'accent' },
  PAUSED: { words: 'Paused', tone: 'attention' },
  FINISHED: { words: 'Finished', tone: 'right' },
  UNDOING: { words: 'Being undone', tone: 'accent' },
  UNDONE: { words: 'Undone', tone: 'quiet' },
};

/** How an import stands, in a word or two; rows that failed are part of it. */
export function importLook({ state, counts }: Pick<MemberImportFactsFragment, 'state' | 'counts'>): Look {
  if (state === 'FINISHED' && counts.failed > 0) return { words: `Finished, ${counts.failed} failed`, tone: 'attention' };
  if (state === 'UNDONE' && counts.kept > 0) return { words: `Undone, ${counts.kept} kept`, tone: 'attention' };
  return states[state];
}

/** What is done with a row. */
export const actionLook: Readonly<Record<MemberImportAction, Look>> = {
  CREATE: { words: 'Create', tone: 'accent' },
  UPDATE: { words: 'Update', tone: 'accent' },
  SKIP: { words: 'Skip', tone: 'quiet' },
  CONFLICT: { words: 'Conflict', tone: 'attention' },
};

const rowStates: Readonly<Record<MemberImportRowState, Look>> = {
  PENDING: { words: 'Waiting', tone: 'quiet' },
  RUNNING: { words: 'At work', tone: 'accent' },
  DONE: { words: 'Done', tone: 'right' },
  FAILED: { words: 'Failed', tone: 'wrong' },
  UNDOING: { words: 'Being taken back', tone: 'accent' },
  UNDONE: { words: 'Taken back', tone: 'quiet' },
  KEPT: { words: 'Kept', tone: 'attention' },
};

/** What became of a row so far. */
export function rowLook({ state, action }: Pick<MemberImportRowPartsFragment, 'state' | 'action'>, of: MemberImportState): Look {
  if (action === 'SKIP' || action === 'CONFLICT') return { words: 'Left out', tone: 'quiet' };
  if (state === 'PENDING' && (of === 'UNDOING' || of === 'UNDONE')) return { words: 'Not begun', tone: 'quiet' };
  return rowStates[state];
}

/** What a column can hold, in the order people are asked. */
export const fieldName: Readonly<Record<MemberImportField, string>> = {
  ADDRESS: 'Address',
  DISPLAY_NAME: 'Display name',
  FIRST_NAME: 'First name',
  LAST_NAME: 'Last name',
  PHONE: 'Phone',
  ALTERNATIVE_EMAIL: 'Alternative address',
  ROLE: 'Role',
};

const changed: Readonly<Record<string, string>> = {
  displayName: fieldName.DISPLAY_NAME,
  firstName: fieldName.FIRST_NAME,
  lastName: fieldName.LAST_NAME,
  phone: fieldName.PHONE,
  alternativeEmail: fieldName.ALTERNATIVE_EMAIL,
  role: fieldName.ROLE,
};

/** The name of what a row changes. */
export const changeName = (field: string): string => changed[field] ?? field;

const roles: Readonly<Record<string, string>> = { ADMIN: 'Administrator', MEMBER: 'Member' };

/** A value of it, as people read it; null is nothing. */
export const changeValue = (field: string, value: string | null): string | null => (field === 'role' && value !== null ? (roles[value] ?? value) : value);

/** "1 user", "3 users". */
export const people = (count: number): string => `${count} ${count === 1 ? 'user' : 'users'}`;

/** "1 row", "3 rows". */
export const rowCount = (count: number): string => `${count} ${count === 1 ? 'row' : 'rows'}`;

/** While this holds there is something to watch. */
export const atWork = ({ state, counts }: Pick<MemberImportFactsFragment, 'state' | 'counts'>): boolean => state === 'RUNNING' || state === 'UNDOING' || (state === 'PAUSED' && counts.running > 0);
