import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter, Router, type Routes, withComponentInputBinding } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { type Answer, FakeApi } from '../../graphql/testing/fake-api';
import { settle } from '../../graphql/testing/settle';
import { Announcer } from '../../ui/announcer';
import { askBeforeLeaving } from '../../ui/unsaved';
import { importFacts } from '../testing/import-facts';
import { ImportPage } from './import-page';

@Component({ template: 'Elsewhere' })
class Elsewhere {}

const tenant = (memberImport: unknown): { data: Record<string, unknown> } => ({ data: { tenant: { __typename: 'Tenant', id: 't-1', memberImport } } });

const open = async (answer: Answer): Promise<{ harness: RouterTestingHarness; host: HTMLElement; api: FakeApi }> => {
  const noRows = { __typename: 'MemberImportRowConnection', totalCount: 0, pageInfo: { __typename: 'PageInfo', hasNextPage: false, endCursor: null }, edges: [] };
  const columns = [{ __typename: 'MemberImportColumn', heading: 'E-mail', field: 'ADDRESS', samples: ['ada'] }];
  const api = new FakeApi({
    MemberImport: answer,
    MemberImportColumns: () => tenant({ __typename: 'MemberImport', id: 'i-1', columns }),
    MemberImportRows: () => tenant({ __typename: 'MemberImport', id: 'i-1', rows: noRows }),
    ImportSeats: () => ({ data: { tenant: { __typename: 'Tenant', id: 't-1', seats: { __typename: 'Seats', used: 3, limit: 25 } } } }),
    UndoLoss: () => tenant({ __typename: 'MemberImport', id: 'i-1', created: { __typename: 'MemberImportRowConnection', totalCount: 1 }, changed: { __typename: 'MemberImportRowConnection', totalCount: 0 } }),
    MapMemberImport: () => ({ data: { mapMemberImport: { __typename: 'MemberImportMapped', memberImport: { ...importFacts({}, { create: 2 }), columns } } } }),
  });
  const routes: Routes = [
    { path: 't/:slug/users/import/:id', component: ImportPage, canDeactivate: [askBeforeLeaving], runGuardsAndResolvers: 'paramsOrQueryParamsChange' },
    { path: '**', component: Elsewhere },
  ];
  TestBed.configureTestingModule({ providers: [api.provide(), provideRouter(routes, withComponentInputBinding())] });
  const harness = await RouterTestingHarness.create('/t/acme/users/import/i-1');
  await settle(harness.fixture);
  return { harness, host: harness.fixture.nativeElement as HTMLElement, api };
};

const headings = (host: HTMLElement): string[] => [...host.querySelectorAll('h2')].map(({ textContent }) => textContent.trim());

describe('ImportPage', () => {
  it.each([
    ['PREVIEWED', ['The file', 'What will happen', 'Rows']],
    ['RUNNING', ['Importing', 'Rows']],
    ['PAUSED', ['Paused', 'Rows']],
    ['FINISHED', ['Finished', 'Rows']],
    ['UNDOING', ['Undoing the import', 'Rows']],
    ['UNDONE', ['Undone', 'Rows']],
  ] as const)('shows what belongs to %s', async (state, parts) => {
    const { host } = await open(() => tenant(importFacts({ state, finishedAt: '2026-11-25T09:00:00Z' })));
    expect(headings(host).filter((words) => !words.startsWith('No row'))).toEqual(parts);
    expect(host.querySelector('h1')?.textContent).toBe('people.csv');
  });

  it('asks anew for the rows when they were compared again', async () => {
    const { harness, host, api } = await open(() => tenant(importFacts()));
    const before = api.count('MemberImportRows');
    [...host.querySelectorAll('button')].find(({ textContent }) => textContent.trim() === 'Compare again')?.click();
    await settle(harness.fixture);
    expect(api.count('MemberImportRows')).toBe(before + 1);
    expect(host.textContent).toContain('Creates 2 users');
  });

  it('asks before a mapping that is not saved is left, and lets go once it is discarded', async () => {
    const { harness, host } = await open(() => tenant(importFacts()));
    const router = TestBed.inject(Router);
    const box = host.querySelector<HTMLSelectElement>('#import-column-0');
    if (box === null) throw new Error('no column');
    box.value = 'PHONE';
    box.dispatchEvent(new Event('change'));
    await settle(harness.fixture);
    await router.navigateByUrl('/t/acme/users/import/i-1?show=skip');
    expect(router.url).toContain('show=skip');
    await router.navigateByUrl('/elsewhere');
    await settle(harness.fixture);
    expect(router.url).toContain('/users/import/i-1');
    expect(host.querySelector('dialog')?.textContent).toContain('Column mapping is not saved.');
    [...host.querySelectorAll('button')].find(({ textContent }) => textContent.trim() === 'Discard changes')?.click();
    await settle(harness.fixture);
    expect(host.querySelector('dialog')).toBeNull();
    await router.navigateByUrl('/elsewhere');
    expect(router.url).toBe('/elsewhere');
  });

  it('says that an import of another workspace is not here', async () => {
    const { host } = await open(() => tenant(null));
    expect(host.textContent).toContain('This import is not here');
  });

  it('says who may not see it, in its place', async () => {
    const { host } = await open(() => ({ data: { tenant: null }, errors: [{ message: 'Your program does not let you see the members of this tenant.', path: ['tenant', 'memberImport'], extensions: { code: 'FORBIDDEN', requestId: 'r-2' } }] }));
    expect(host.querySelector('dz-error-panel')?.textContent).toMatch(/does not let you see.*r-2/s);
  });

  it('keeps the focus with the page when a control goes, and tells of the end', async () => {
    const { harness, host, api } = await open(() => tenant(importFacts({ state: 'PAUSED' })));
    api.answers['ResumeMemberImport'] = () => ({ data: { resumeMemberImport: { __typename: 'MemberImportResumed', memberImport: importFacts({ state: 'FINISHED' }, { done: 3, failed: 1, pending: 0 }) } } });
    const resume = [...host.querySelectorAll('button')].find(({ textContent }) => textContent.trim() === 'Resume');
    resume?.focus();
    expect(document.activeElement).toBe(resume);
    resume?.click();
    await settle(harness.fixture);
    expect(document.activeElement).toBe(host.querySelector('h1'));
    expect(TestBed.inject(Announcer).toasts().map(({ text }) => text)).toContain('The import of people.csv has finished: 3 done, 1 failed.');
  });

  it('opens the undo of a pause', async () => {
    const { harness, host } = await open(() => tenant(importFacts({ state: 'PAUSED' })));
    [...host.querySelectorAll('button')].find(({ textContent }) => textContent.trim() === 'Undo the import…')?.click();
    await settle(harness.fixture);
    expect(host.querySelector('dialog h2')?.textContent).toBe('Undo the import of people.csv');
  });
});
