import { TestBed } from '@angular/core/testing';
import { settle } from '../../graphql/testing/settle';
import type { MemberImportFactsFragment } from '../member-imports.generated';
import { importFacts } from '../testing/import-facts';
import { ImportOutcome } from './import-outcome';

const open = async (of: MemberImportFactsFragment): Promise<HTMLElement> => {
  const fixture = TestBed.createComponent(ImportOutcome);
  fixture.componentRef.setInput('of', of);
  await settle(fixture);
  return fixture.nativeElement as HTMLElement;
};

const actions = (host: HTMLElement): string[] => [...host.querySelectorAll('.row > *')].map(({ textContent }) => textContent.trim());
const hoursAgo = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();

describe('ImportOutcome', () => {
  it('says what was done and what failed, and gives the files and the way back', async () => {
    const host = await open(importFacts({ state: 'FINISHED', finishedAt: hoursAgo(1) }, { done: 3, failed: 1, pending: 0 }));
    expect(host.textContent).toContain('3 users done, 1 failed.');
    expect(actions(host)).toEqual(['Download passwords…', 'Download results', 'Undo the import…']);
    expect(host.querySelector('a')?.getAttribute('href')).toBe('/imports/members/i-1/results.csv');
    expect(host.querySelector('a')?.hasAttribute('download')).toBe(true);
  });

  it('offers no passwords after a day, and says what to do instead', async () => {
    const host = await open(importFacts({ state: 'FINISHED', finishedAt: hoursAgo(25) }, { done: 4, pending: 0 }));
    expect(actions(host)).toEqual(['Download results', 'Undo the import…']);
    expect(host.textContent).toContain('Reset the password of whoever has not signed in yet.');
  });

  it('offers none where nobody was created, and no way back where nothing was done', async () => {
    expect(actions(await open(importFacts({ state: 'FINISHED', finishedAt: hoursAgo(1) }, { create: 0, update: 4, done: 4, pending: 0 })))).toEqual(['Download results', 'Undo the import…']);
    expect(actions(await open(importFacts({ state: 'FINISHED', finishedAt: hoursAgo(1) }, { done: 0, failed: 4, pending: 0 })))).toEqual(['Download results']);
  });

  it('says what an undo took back, what it kept and what was never begun', async () => {
    const host = await open(importFacts({ state: 'UNDONE', finishedAt: hoursAgo(1) }, { undone: 2, kept: 1, pending: 1 }));
    expect(host.textContent).toContain('2 users taken back, 1 kept, 1 never begun.');
    expect(host.textContent).toContain('under “Kept”');
    expect(actions(host)).toEqual(['Download results']);
  });
});
