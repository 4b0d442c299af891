import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { type Answer, FakeApi } from '../graphql/testing/fake-api';
import { settle } from '../graphql/testing/settle';
import { MemberImports } from './member-imports';
import { importFacts } from './testing/import-facts';

const open = async (answer: Answer): Promise<HTMLElement> => {
  const api = new FakeApi({ MemberImports: answer });
  TestBed.configureTestingModule({ providers: [api.provide(), provideRouter([])] });
  const fixture = TestBed.createComponent(MemberImports);
  fixture.componentRef.setInput('slug', 'acme');
  await settle(fixture);
  return fixture.nativeElement as HTMLElement;
};

const tenant = (...memberImports: unknown[]): Answer => () => ({ data: { tenant: { __typename: 'Tenant', id: 't-1', memberImports } } });

describe('MemberImports', () => {
  it('lists earlier imports: file, state with what failed, counts, who and when', async () => {
    const host = await open(tenant(importFacts({ state: 'FINISHED' }, { done: 2, failed: 2, pending: 0 }), importFacts({ id: 'i-2', fileName: 'more.csv' })));
    const rows = [...host.querySelectorAll('tbody tr')];
    expect(rows.map((row) => row.querySelector('dz-badge')?.textContent)).toEqual(['Finished, 2 failed', 'Not started']);
    expect([...(rows[0]?.querySelectorAll('.numeric') ?? [])].map((cell) => cell.textContent)).toEqual(['8', '3', '1', '4']);
    expect(rows[0]?.textContent).toContain('Anders Holm');
    expect(rows[1]?.querySelector('a')?.getAttribute('href')).toBe('/t/acme/users/import/i-2');
  });

  it('says what comes here while nothing was imported', async () => {
    const host = await open(tenant());
    expect(host.textContent).toContain('Nothing imported yet');
  });

  it('says in its place that the list did not load; a file can be chosen all the same', async () => {
    const host = await open(() => ({ data: { tenant: null }, errors: [{ message: 'Identity does not answer.', path: ['tenant', 'memberImports'], extensions: { code: 'BACKEND_UNAVAILABLE', requestId: 'r-1' } }] }));
    expect(host.querySelector('dz-error-panel')?.textContent).toMatch(/Earlier imports did not load.*r-1/s);
    expect(host.querySelector('input[type="file"]')).not.toBeNull();
  });
});
