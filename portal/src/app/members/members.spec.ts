import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { withComponentInputBinding } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { FakeApi } from '../graphql/testing/fake-api';
import { settle } from '../graphql/testing/settle';
import { Members } from './members';

const everyone = Array.from({ length: 120 }, (_, at) => ({
  __typename: 'Member',
  id: `m-${at}`,
  displayName: `Person ${at}`,
  role: 'MEMBER',
  roleLock: null,
  status: 'ACTIVE',
  createdAt: '2026-11-01T06:00:00Z',
  user: { __typename: 'User', id: `u-${at}`, email: `person.${at}@acme.test` },
  mailbox: null,
}));

const api = (): FakeApi =>
  new FakeApi({
    Members: ({ first, after, search }) => {
      const found = everyone.filter(({ displayName }) => typeof search !== 'string' || displayName.includes(search));
      const from = found.findIndex(({ id }) => id === after) + 1;
      const page = found.slice(from, from + Number(first));
      return {
        data: {
          tenant: {
            __typename: 'Tenant',
            id: 't-1',
            members: {
              __typename: 'MemberConnection',
              totalCount: found.length,
              pageInfo: { __typename: 'PageInfo', hasNextPage: from + page.length < found.length, endCursor: page.at(-1)?.id ?? null },
              edges: page.map((node) => ({ __typename: 'MemberEdge', cursor: node.id, node })),
            },
          },
        },
      };
    },
  });

const open = async (url: string): Promise<{ harness: RouterTestingHarness; host: HTMLElement; fake: FakeApi }> => {
  const fake = api();
  TestBed.configureTestingModule({ providers: [fake.provide(), provideRouter([{ path: 't/:slug/users', component: Members }], withComponentInputBinding())] });
  const harness = await RouterTestingHarness.create(url);
  await settle(harness.fixture);
  return { harness, host: harness.fixture.nativeElement as HTMLElement, fake };
};

const rows = (host: HTMLElement): number => host.querySelectorAll('tbody tr').length;

describe('Members', () => {
  it('shows a page with the honest total and appends the next', async () => {
    const { harness, host } = await open('/t/acme/users');
    expect(rows(host)).toBe(50);
    expect(host.querySelector('.count')?.textContent.trim()).toBe('120 users');
    const more = [...host.querySelectorAll('button')].find((button) => button.textContent.trim() === 'Load more');
    more?.click();
    await settle(harness.fixture);
    expect(rows(host)).toBe(100);
    expect(host.querySelector('.more')?.textContent).toContain('100 of 120');
    more?.click();
    await settle(harness.fixture);
    expect(rows(host)).toBe(120);
    expect(host.querySelector('.more')).toBeNull();
  });

  it('searches by what stands in the address', async () => {
    const { host, fake } = await open('/t/acme/users?q=Person%2011');
    expect(fake.sent[0]?.variables['search']).toBe('Person 11');
    expect(rows(host)).toBe(11);
    expect(host.querySelector('.count')?.textContent.trim()).toBe('11 users found');
    expect(host.querySelector<HTMLInputElement>('input[type="search"]')?.value).toBe('Person 11');
  });

  it('says that nothing matches, and clears the search', async () => {
    const { harness, host } = await open('/t/acme/users?q=nobody');
    expect(host.textContent).toContain('No user matches “nobody”');
    [...host.querySelectorAll('button')].find((button) => button.textContent.trim() === 'Clear the search')?.click();
    await settle(harness.fixture);
    expect(rows(host)).toBe(50);
  });

  it('makes each row a link that opens in a tab of its own', async () => {
    const { host } = await open('/t/acme/users?q=Person%20119');
    expect(host.querySelector('tbody a')?.getAttribute('href')).toBe('/t/acme/users?q=Person%20119&user=m-119');
  });
});
