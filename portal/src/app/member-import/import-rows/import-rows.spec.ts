import { Component, input } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter, withComponentInputBinding } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { FakeApi } from '../../graphql/testing/fake-api';
import { settle } from '../../graphql/testing/settle';
import type { MemberImportFactsFragment } from '../member-imports.generated';
import { importFacts } from '../testing/import-facts';
import { ImportRows } from './import-rows';

const all = Array.from({ length: 70 }, (_, at) => ({
  __typename: 'MemberImportRow',
  line: at + 2,
  address: `person.${at}@acme.test`,
  displayName: `Person ${at}`,
  action: at === 0 ? 'UPDATE' : at === 1 ? 'CONFLICT' : 'CREATE',
  reason: at === 1 ? 'The same address stands in line 2.' : null,
  changes: at === 0 ? [{ __typename: 'AuditChange', field: 'phone', before: null, after: '5678' }] : at === 1 ? [] : [{ __typename: 'AuditChange', field: 'role', before: null, after: 'ADMIN' }],
  state: at === 2 ? 'FAILED' : at === 3 ? 'DONE' : 'PENDING',
  detail: at === 2 ? 'The address was taken by somebody else meanwhile.' : null,
  memberId: at === 3 ? 'm-3' : null,
}));

let facts: MemberImportFactsFragment = importFacts();

@Component({ imports: [ImportRows], template: `<dz-import-rows slug="acme" [of]="facts" [show]="show()" />` })
class Page {
  readonly show = input<string>();
  readonly facts = facts;
}

const open = async (query: string, of: MemberImportFactsFragment): Promise<{ harness: RouterTestingHarness; host: HTMLElement; api: FakeApi }> => {
  facts = of;
  const api = new FakeApi({
    MemberImportRows: ({ first, after, filter }) => {
      const { action, state } = (filter ?? {}) as { action?: string; state?: string };
      const found = all.filter((row) => (action === undefined || row.action === action) && (state === undefined || row.state === state));
      const from = found.findIndex(({ line }) => String(line) === after) + 1;
      const page = found.slice(from, from + Number(first));
      const rows = {
        __typename: 'MemberImportRowConnection',
        totalCount: found.length,
        pageInfo: { __typename: 'PageInfo', hasNextPage: from + page.length < found.length, endCursor: String(page.at(-1)?.line ?? '') },
        edges: page.map((node) => ({ __typename: 'MemberImportRowEdge', cursor: String(node.line), node })),
      };
      return { data: { tenant: { __typename: 'Tenant', id: 't-1', memberImport: { __typename: 'MemberImport', id: 'i-1', rows } } } };
    },
  });
  TestBed.configureTestingModule({ providers: [api.provide(), provideRouter([{ path: '**', component: Page }], withComponentInputBinding())] });
  const harness = await RouterTestingHarness.create(`/${query}`);
  await settle(harness.fixture);
  return { harness, host: harness.fixture.nativeElement as HTMLElement, api };
};

const row = (host: HTMLElement, at: number): string => [...host.querySelectorAll('tbody tr')][at]?.textContent.replace(/\s+/g, ' ').trim() ?? '';

describe('ImportRows', () => {
  it('shows each row as a difference, before and after, or the reason why there is none', async () => {
    const { host } = await open('', importFacts());
    expect(row(host, 0)).toMatch(/Person 0.*Update.*Phone.*before: nothing.*after: 5678/);
    expect(row(host, 1)).toMatch(/Conflict.*The same address stands in line 2\./);
    expect(row(host, 2)).toMatch(/Create.*Role.*Administrator/);
    expect(row(host, 2)).not.toContain('before:');
    expect([...host.querySelectorAll('th')].map((head) => head.textContent)).not.toContain('Result');
  });

  it('asks for the next page after the last row, and says how many there are', async () => {
    const { harness, host, api } = await open('', importFacts());
    expect(host.querySelectorAll('tbody tr')).toHaveLength(50);
    [...host.querySelectorAll('button')].find((button) => button.textContent.trim() === 'Load more')?.click();
    await settle(harness.fixture);
    expect(api.sent.at(-1)?.variables['after']).toBe('51');
    expect(host.querySelectorAll('tbody tr')).toHaveLength(70);
  });

  it('shows one kind by what stands in the address', async () => {
    const { harness, host, api } = await open('?show=conflict', importFacts());
    expect(api.sent[0]?.variables['filter']).toEqual({ action: 'CONFLICT' });
    expect(host.querySelectorAll('tbody tr')).toHaveLength(1);
    expect(host.querySelector('nav [aria-current]')?.textContent).toMatch(/Conflict\s+3/);
    host.querySelector<HTMLElement>('nav a')?.click();
    await settle(harness.fixture);
    expect(api.sent.at(-1)?.variables['filter']).toBeUndefined();
  });

  it('says what became of each once it was started, and leads to those who are here', async () => {
    const { host } = await open('', importFacts({ state: 'FINISHED' }, { done: 1, failed: 1 }));
    expect(row(host, 1)).toContain('Left out');
    expect(row(host, 2)).toMatch(/Failed.*taken by somebody else meanwhile/);
    expect([...host.querySelectorAll('tbody a')].map((link) => link.getAttribute('href'))).toEqual(['/t/acme/users?user=m-3']);
    expect([...host.querySelectorAll('nav a')].map((link) => link.textContent.trim().split(/\s/)[0])).toEqual(['All', 'Create', 'Update', 'Skip', 'Conflict', 'Failed', 'Done']);
  });

  it('calls rows that an undo found not begun by their name', async () => {
    const { host } = await open('', importFacts({ state: 'UNDONE' }, { undone: 1 }));
    expect(row(host, 0)).toContain('Not begun');
  });

  it('says that there is none of a kind, and leads back to all', async () => {
    const { harness, host } = await open('?show=skip', importFacts());
    expect(host.textContent).toContain('No row under “Skip”');
    host.querySelector('button')?.click();
    await settle(harness.fixture);
    expect(host.querySelectorAll('tbody tr')).toHaveLength(50);
  });
});
