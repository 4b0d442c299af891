import type { MemberImportRowFilter } from '../../graphql/schema.generated';
import type { MemberImportFactsFragment } from '../member-imports.generated';

export type RowShow = 'create' | 'update' | 'skip' | 'conflict' | 'failed' | 'done' | 'kept' | 'undone';

interface Choice {
  readonly words: string;
  readonly filter: MemberImportRowFilter;
  /** On offer even when no row is like this. */
  readonly always: boolean;
}

const choices: Readonly<Record<RowShow, Choice>> = {
  create: { words: 'Create', filter: { action: 'CREATE' }, always: true },
  update: { words: 'Update', filter: { action: 'UPDATE' }, always: true },
  skip: { words: 'Skip', filter: { action: 'SKIP' }, always: true },
  conflict: { words: 'Conflict', filter: { action: 'CONFLICT' }, always: true },
  failed: { words: 'Failed', filter: { state: 'FAILED' }, always: false },
  done: { words: 'Done', filter: { state: 'DONE' }, always: false },
  kept: { words: 'Kept', filter: { state: 'KEPT' }, always: false },
  undone: { words: 'Taken back', filter: { state: 'UNDONE' }, always: false },
};

/** What the address says is to be shown; null is everything, also when it says something unknown. */
export const rowShow = (text: string | undefined): RowShow | null => (text !== undefined && Object.hasOwn(choices, text) ? (text as RowShow) : null);

export const rowFilter = (show: RowShow | null): MemberImportRowFilter | null => (show === null ? null : choices[show].filter);

/** What can be shown, with how many rows there are of each. */
export function rowChoices(counts: MemberImportFactsFragment['counts'], now: RowShow | null): readonly { readonly show: RowShow | null; readonly words: string; readonly count: number }[] {
  const some = (Object.keys(choices) as RowShow[]).filter((show) => choices[show].always || counts[show] > 0 || show === now);
  return [{ show: null, words: 'All', count: counts.rows }, ...some.map((show) => ({ show, words: choices[show].words, count: counts[show] }))];
}
