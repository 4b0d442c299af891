import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter, Router, withComponentInputBinding } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { type Answer, FakeApi } from '../graphql/testing/fake-api';
import { settle } from '../graphql/testing/settle';
import { Home } from '../pages/home';
import { Session } from '../session/session';
import { Partner } from './partner';

@Component({ template: '' })
class Elsewhere {}

const all = Array.from({ length: 70 }, (_, at) => ({
  __typename: 'Tenant',
  id: `t-${at}`,
  slug: `tenant-${at}`,
  name: `Tenant ${at}`,
  domainsNeedingAttention: at % 3,
  seats: { __typename: 'Seats', used: at, limit: at === 0 ? null : at === 1 ? 0 : 100 },
}));

interface Asked {
  readonly first?: unknown;
  readonly after?: unknown;
  readonly search?: unknown;
}

const tenants = ({ first = 50, after, search }: Asked): Record<string, unknown> => {
  const found = all.filter(({ name }) => typeof search !== 'string' || name.includes(search));
  const from = found.findIndex(({ id }) => id === after) + 1;
  const page = found.slice(from, from + Number(first));
  return {
    __typename: 'TenantConnection',
    totalCount: found.length,
    pageInfo: { __typename: 'PageInfo', hasNextPage: from + page.length < found.length, endCursor: page.at(-1)?.id ?? null },
    edges: page.map((node) => ({ __typename: 'TenantEdge', cursor: node.id, node })),
  };
};

const northwind = (asked: Asked): Record<string, unknown> => ({ __typename: 'Partner', id: 'p-1', name: 'Northwind', tenants: tenants(asked) });
const user = { __typename: 'User', id: 'u-1', email: 'nora@northwind.test', displayName: 'Nora West' };
const viewer =
  (partner: boolean, more: Record<string, unknown> = {}): Answer =>
  () => ({ data: { viewer: { __typename: 'Viewer', user, isOperator: false, passwordChangeRequired: false, memberships: [], partner: partner ? northwind({}) : null, ...more } } });

const open = async (url: string, answers: Record<string, Answer> = {}): Promise<{ harness: RouterTestingHarness; host: HTMLElement; fake: FakeApi }> => {
  const fake = new FakeApi({
    Viewer: viewer(true),
    PartnerTenants: (asked) => ({ data: { viewer: { __typename: 'Viewer', partner: northwind(asked) } } }),
    OperatorTenants: () => ({ data: { tenants: tenants({}) } }),
    ...answers,
  });
  const routes = [
    { path: '', pathMatch: 'full' as const, component: Home },
    { path: 'partner', component: Partner },
    { path: '**', component: Elsewhere },
  ];
  TestBed.configureTestingModule({ providers: [fake.provide(), Session, provideRouter(routes, withComponentInputBinding())] });
  const harness = await RouterTestingHarness.create(url);
  await settle(harness.fixture);
  return { harness, host: harness.fixture.nativeElement as HTMLElement, fake };
};

const rows = (host: HTMLElement): HTMLElement[] => [...host.querySelectorAll<HTMLElement>('tbody tr')];
const words = (element: Element | null | undefined): string => element?.textContent.replace(/\s+/g, ' ').trim() ?? '';

const cells = (row: Element | undefined): string[] => [...(row?.querySelectorAll('td') ?? [])].map(words);

describe('Partner', () => {
  it('lists the tenants with their seats and what needs attention, each a link to its workspace', async () => {
    const { host } = await open('/partner');
    expect(words(host.querySelector('.page-head'))).toContain('The companies that Northwind looks after');
    expect(rows(host)[0]?.querySelector('a')?.getAttribute('href')).toBe('/t/tenant-0');
    expect(cells(rows(host)[0])).toEqual(['T0Tenant 0tenant-0', '0, without a limit', 'Nothing to do']);
    expect(cells(rows(host)[1])).toEqual(['T1Tenant 1tenant-1', '1 of 0', '1 needs attention']);
    expect(cells(rows(host)[2])).toEqual(['T2Tenant 2tenant-2', '2 of 100', '2 need attention']);
    expect(rows(host)[2]?.querySelector('[role="meter"]')?.getAttribute('aria-valuetext')).toBe('2 of 100 seats');
  });

  it('shows a page with the honest total and appends the next', async () => {
    const { harness, host } = await open('/partner');
    expect([rows(host).length, words(host.querySelector('.count')), words(host.querySelector('.more span'))]).toEqual([50, '70 tenants', '50 of 70']);
    [...host.querySelectorAll('button')].find((button) => button.textContent.trim() === 'Load more')?.click();
    await settle(harness.fixture);
    expect([rows(host).length, new Set(rows(host).map(words)).size, host.querySelector('.more')]).toEqual([70, 70, null]);
  });

  it('searches by what stands in the address, and clears it', async () => {
    const { harness, host, fake } = await open('/partner?q=Tenant%2066');
    expect(fake.sent.find(({ name }) => name === 'PartnerTenants')?.variables).toEqual({ first: 50, search: 'Tenant 66' });
    expect(rows(host).map((row) => words(row.querySelector('a')))).toEqual(['Tenant 66']);
    expect(words(host.querySelector('.count'))).toBe('1 tenant found');
    await harness.navigateByUrl('/partner?q=nobody');
    await settle(harness.fixture);
    expect(host.textContent).toContain('No tenant matches “nobody”');
    [...host.querySelectorAll('button')].find((button) => button.textContent.trim() === 'Clear the search')?.click();
    await settle(harness.fixture);
    expect(rows(host)).toHaveLength(50);
  });

  it('says why nothing is shown, with Retry', async () => {
    const { host } = await open('/partner', {
      PartnerTenants: () => ({ data: { viewer: { __typename: 'Viewer', partner: null } }, errors: [{ message: 'The database has not answered.', path: ['viewer', 'partner'], extensions: { code: 'INTERNAL' } }] }),
    });
    expect(host.querySelector('dz-error-panel')?.textContent).toContain('The database has not answered.');
  });

  it('shows the rest while the mail server’s part is missing, and says why', async () => {
    const { host } = await open('/partner', {
      PartnerTenants: () => {
        const edges = all.slice(0, 2).map((node) => ({ __typename: 'TenantEdge', cursor: node.id, node: { ...node, domainsNeedingAttention: null } }));
        const page = { __typename: 'TenantConnection', totalCount: 2, pageInfo: { __typename: 'PageInfo', hasNextPage: false, endCursor: null }, edges };
        const path = ['viewer', 'partner', 'tenants', 'edges', 0, 'node', 'domainsNeedingAttention'];
        return { data: { viewer: { __typename: 'Viewer', partner: { ...northwind({}), tenants: page } } }, errors: [{ message: 'Mail does not answer.', path, extensions: { code: 'BACKEND_UNAVAILABLE' } }] };
      },
    });
    expect(cells(rows(host)[1])).toEqual(['T1Tenant 1tenant-1', '1 of 0', 'Not known']);
    expect(words(host.querySelector('.stale'))).toContain('Mail does not answer. Retry');
  });

  it.each([
    ['a member', {}],
    ['an operator', { isOperator: true }],
  ])('is no page for %s, and asks for nothing', async (_who, more) => {
    const { host, fake } = await open('/partner', { Viewer: viewer(false, more) });
    expect(host.textContent).toContain('There is nothing at this address');
    expect(fake.count('PartnerTenants')).toBe(0);
  });

  it('is where a partner’s staff begin', async () => {
    await open('/');
    expect(TestBed.inject(Router).url).toBe('/partner');
  });

  it('is not where others begin', async () => {
    await open('/', { Viewer: viewer(false) });
    expect(TestBed.inject(Router).url).toBe('/me');
  });
});
