import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { type Answer, FakeApi } from '../../graphql/testing/fake-api';
import { settle } from '../../graphql/testing/settle';
import type { MemberImportFactsFragment } from '../member-imports.generated';
import { importFacts } from '../testing/import-facts';
import { ImportProgress } from './import-progress';

const open = async (of: MemberImportFactsFragment, answers: Record<string, Answer> = {}): Promise<{ fixture: ComponentFixture<ImportProgress>; host: HTMLElement; api: FakeApi }> => {
  const api = new FakeApi(answers);
  TestBed.configureTestingModule({ providers: [api.provide()] });
  const fixture = TestBed.createComponent(ImportProgress);
  fixture.componentRef.setInput('of', of);
  await settle(fixture);
  return { fixture, host: fixture.nativeElement as HTMLElement, api };
};

const figures = (host: HTMLElement): string[] => [...host.querySelectorAll('dl div')].map((one) => `${one.querySelector('dt')?.textContent ?? ''} ${one.querySelector('dd')?.textContent ?? ''}`);

const press = async (fixture: ComponentFixture<ImportProgress>, words: string): Promise<void> => {
  const button = [...(fixture.nativeElement as HTMLElement).querySelectorAll('button')].find(({ textContent }) => textContent.trim() === words);
  if (button === undefined) throw new Error(`no button “${words}”`);
  button.click();
  await settle(fixture);
};

describe('ImportProgress', () => {
  it('shows how far a running import is, that it needs no page, and pauses it', async () => {
    const { fixture, host, api } = await open(importFacts({ state: 'RUNNING' }, { create: 8, update: 2, done: 4, failed: 1, running: 2, pending: 3 }), {
      PauseMemberImport: () => ({ data: { pauseMemberImport: { __typename: 'MemberImportPaused', memberImport: importFacts({ state: 'PAUSED' }) } } }),
    });
    expect(host.querySelector('dz-progress-bar')?.getAttribute('aria-valuetext')).toBe('5 of 10 users finished');
    expect(figures(host)).toEqual(['Done 4', 'Failed 1', 'At work 2', 'Left 3']);
    expect(host.textContent).toContain('It goes on when you close this page.');
    await press(fixture, 'Pause');
    expect(api.sent.at(-1)).toMatchObject({ name: 'PauseMemberImport', variables: { input: { importId: 'i-1' } } });
  });

  it('says what is still at work in a pause, and goes on', async () => {
    const { fixture, host, api } = await open(importFacts({ state: 'PAUSED' }, { done: 1, running: 1, pending: 2 }), {
      ResumeMemberImport: () => ({ data: { resumeMemberImport: { __typename: 'MemberImportResumed', memberImport: importFacts({ state: 'RUNNING' }) } } }),
    });
    expect(host.textContent).toContain('1 user at work when you paused is finished first. No further user is begun until you resume; 2 are left.');
    await press(fixture, 'Resume');
    expect(api.count('ResumeMemberImport')).toBe(1);
  });

  it('says how a pause ends in which all are begun', async () => {
    const { host } = await open(importFacts({ state: 'PAUSED' }, { done: 3, failed: 1, pending: 0 }));
    expect(host.textContent).toContain('All users are begun already; resume to finish.');
  });

  it('counts an undo by what is taken back and what is kept, and offers no pause', async () => {
    const { host } = await open(importFacts({ state: 'UNDOING' }, { done: 2, running: 1, undone: 4, kept: 1, pending: 5 }));
    expect(host.querySelector('dz-progress-bar')?.getAttribute('aria-valuetext')).toBe('5 of 8 users looked at');
    expect(figures(host)).toEqual(['Taken back 4', 'Kept 1', 'At work 1', 'Left 2']);
    expect(host.querySelector('button')).toBeNull();
  });

  it('tells an undo that was paused from an import that was, and does not offer to go on importing', async () => {
    const { host } = await open(importFacts({ state: 'PAUSED' }, { done: 2, undone: 1, kept: 1, pending: 0 }));
    expect(host.querySelector('h2')?.textContent).toBe('Undo paused');
    expect(figures(host)).toEqual(['Taken back 1', 'Kept 1', 'At work 0', 'Left 2']);
    expect(host.textContent).toContain('Undo it again to go on with the rest.');
    expect(host.textContent).toContain('pauses by itself when Anders Holm');
    expect(host.querySelector('button')).toBeNull();
  });

  it('says why it cannot be paused', async () => {
    const { fixture, host } = await open(importFacts({ state: 'RUNNING' }), { PauseMemberImport: () => ({ data: { pauseMemberImport: { __typename: 'InvalidInput', code: 'INVALID_INPUT', message: 'This import is not running.' } } }) });
    await press(fixture, 'Pause');
    expect(host.querySelector('dz-notice')?.textContent).toContain('This import is not running.');
  });
});
