import type { MemberImportFactsFragment } from '../member-imports.generated';

type Facts = MemberImportFactsFragment & { readonly __typename: 'MemberImport' };

/** An import of eight rows, three to create and one to update, as the API answers it. */
export function importFacts(more: Partial<Omit<MemberImportFactsFragment, 'counts'>> = {}, counts: Partial<MemberImportFactsFragment['counts']> = {}): Facts {
  const plain = { rows: 8, create: 3, update: 1, skip: 1, conflict: 3, pending: 4, running: 0, done: 0, failed: 0, undone: 0, kept: 0 };
  return {
    __typename: 'MemberImport',
    id: 'i-1',
    fileName: 'people.csv',
    state: 'PREVIEWED',
    createdAt: '2026-11-25T08:00:00Z',
    startedAt: null,
    finishedAt: null,
    ...more,
    actor: { __typename: 'AuditActor', name: 'Anders Holm', ...more.actor } as MemberImportFactsFragment['actor'],
    counts: { __typename: 'MemberImportCounts', ...plain, ...counts } as MemberImportFactsFragment['counts'],
  };
}
