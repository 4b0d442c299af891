import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { type Answer, FakeApi } from '../../graphql/testing/fake-api';
import { settle } from '../../graphql/testing/settle';
import type { MemberImportFactsFragment } from '../member-imports.generated';
import { importFacts } from '../testing/import-facts';
import { StartImport } from './start-import';

const seats =
  (limit: number | null): Answer =>
  () => ({ data: { tenant: { __typename: 'Tenant', id: 't-1', seats: { __typename: 'Seats', used: 3, limit } } } });

const open = async (of: MemberImportFactsFragment, answers: Record<string, Answer> = {}): Promise<{ fixture: ComponentFixture<StartImport>; host: HTMLElement; api: FakeApi }> => {
  const api = new FakeApi({ ImportSeats: seats(25), ...answers });
  TestBed.configureTestingModule({ providers: [api.provide(), provideRouter([])] });
  const fixture = TestBed.createComponent(StartImport);
  fixture.componentRef.setInput('slug', 'acme');
  fixture.componentRef.setInput('of', of);
  await settle(fixture);
  return { fixture, host: fixture.nativeElement as HTMLElement, api };
};

describe('StartImport', () => {
  it('says how many are created and updated, the seats that takes, and who is left out', async () => {
    const { host } = await open(importFacts());
    expect(host.textContent).toContain('Creates 3 users and updates 1.');
    expect(host.textContent).toContain('uses a seat: 3 seats of the 22 that are free.');
    expect(host.textContent).toContain('Left out: 4 rows (1 with nothing to change; 3 in conflict, with the reason beside each).');
  });

  it('names no number of free seats where there is no limit, and no seat where nobody is new', async () => {
    const { host } = await open(importFacts({}, { create: 1, update: 0, skip: 0, conflict: 0 }), { ImportSeats: seats(null) });
    expect(host.textContent).toContain('Creates 1 user.');
    expect(host.textContent).toContain('uses a seat: 1 seat.');
    expect(host.textContent).not.toContain('Left out');
    TestBed.resetTestingModule();
    const { host: other } = await open(importFacts({}, { create: 0, update: 2 }));
    expect(other.textContent).toMatch(/Updates 2 users\..*No seat is used/s);
  });

  it('starts it', async () => {
    const { fixture, host, api } = await open(importFacts(), { StartMemberImport: () => ({ data: { startMemberImport: { __typename: 'MemberImportStarted', memberImport: importFacts({ state: 'RUNNING' }) } } }) });
    host.querySelector('button')?.click();
    await settle(fixture);
    expect(api.sent.at(-1)).toMatchObject({ name: 'StartMemberImport', variables: { input: { importId: 'i-1' } } });
    expect(host.querySelector('dz-notice')).toBeNull();
  });

  it('says why it cannot be started', async () => {
    const { fixture, host } = await open(importFacts(), { StartMemberImport: () => ({ data: { startMemberImport: { __typename: 'InvalidInput', code: 'INVALID_INPUT', message: 'Another import of this tenant is at work.' } } }) });
    host.querySelector('button')?.click();
    await settle(fixture);
    expect(host.querySelector('dz-notice')?.textContent).toContain('Another import of this tenant is at work.');
  });

  it('offers nothing to start where nothing would be done', async () => {
    const { host } = await open(importFacts({}, { create: 0, update: 0 }));
    expect(host.textContent).toContain('There is nothing to create or update in this file.');
    expect(host.querySelector('button')).toBeNull();
    expect(host.querySelector('a')?.getAttribute('href')).toBe('/t/acme/users/import');
  });
});
