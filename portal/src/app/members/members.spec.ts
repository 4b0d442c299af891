import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter, Router, type Routes, withComponentInputBinding } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { type Answer, FakeApi } from '../graphql/testing/fake-api';
import { settle } from '../graphql/testing/settle';
import { Session } from '../session/session';
import { askBeforeLeaving } from '../ui/unsaved';
import { Members } from './members';
import { viewer } from './testing/viewer';

const everyone = Array.from({ length: 120 }, (_, at) => ({
  __typename: 'Member',
  id: `m-${at}`,
  displayName: `Person ${at}`,
  role: at % 10 === 0 ? 'ADMIN' : 'MEMBER',
  roleLock: null,
  status: 'ACTIVE',
  createdAt: '2026-11-01T06:00:00Z',
  user: { __typename: 'User', id: `u-${at}`, email: `person.${at}@acme.test` },
  mailbox: null,
}));

const api = (more: Record<string, Answer>): FakeApi =>
  new FakeApi({
    Viewer: viewer('u-admin'),
    ...more,
    Members: ({ first, after, search, filter }) => {
      const role = (filter as { role?: string } | undefined)?.role;
      const found = everyone.filter((one) => (typeof search !== 'string' || one.displayName.includes(search)) && (role === undefined || one.role === role));
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

const open = async (url: string, more: Record<string, Answer> = {}): Promise<{ harness: RouterTestingHarness; host: HTMLElement; fake: FakeApi }> => {
  const fake = api(more);
  const routes: Routes = [
    { path: 't/:slug/users', component: Members, canDeactivate: [askBeforeLeaving], runGuardsAndResolvers: 'paramsOrQueryParamsChange' },
    { path: '**', component: Elsewhere },
  ];
  TestBed.configureTestingModule({ providers: [fake.provide(), Session, provideRouter(routes, withComponentInputBinding())] });
  const harness = await RouterTestingHarness.create(url);
  await settle(harness.fixture);
  return { harness, host: harness.fixture.nativeElement as HTMLElement, fake };
};

@Component({ template: 'Elsewhere' })
class Elsewhere {}

const press = async (harness: RouterTestingHarness, host: HTMLElement, words: string): Promise<void> => {
  const button = [...host.querySelectorAll('button')].find((candidate) => candidate.textContent.trim() === words);
  if (button === undefined) throw new Error(`no button “${words}”`);
  button.click();
  await settle(harness.fixture);
};

const pick = async (harness: RouterTestingHarness, host: HTMLElement, label: string): Promise<void> => {
  const box = host.querySelector<HTMLInputElement>(`input[aria-label="${label}"]`);
  if (box === null) throw new Error(`no box “${label}”`);
  box.click();
  await settle(harness.fixture);
};

const choose = async (harness: RouterTestingHarness, host: HTMLElement, label: string, value: string): Promise<void> => {
  const box = host.querySelector<HTMLSelectElement>(`select[aria-label="${label}"]`);
  if (box === null) throw new Error(`no choice “${label}”`);
  box.value = value;
  box.dispatchEvent(new Event('change'));
  await settle(harness.fixture);
};

const asked = (fake: FakeApi): FakeApi['sent'] => fake.sent.filter(({ name }) => name === 'Members');

const rows = (host: HTMLElement): number => host.querySelectorAll('tbody tr').length;

const suspended: Answer = ({ input }) => {
  const { memberId } = input as { memberId: string };
  const workflow = { __typename: 'Workflow', id: `w-${memberId}`, kind: 'SUSPEND_MEMBER', state: 'SUCCEEDED', startedAt: '2026-11-23T06:00:00Z', finishedAt: null, steps: [] };
  return { data: { suspendMember: { __typename: 'MemberSuspended', member: { ...everyone.find(({ id }) => id === memberId), status: 'SUSPENDED' }, workflow } } };
};

// A hundred rows with their menus take jsdom their time on a machine that has other work.
jest.setTimeout(30_000);

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
    expect(asked(fake)[0]?.variables['search']).toBe('Person 11');
    expect(rows(host)).toBe(11);
    expect(host.querySelector('.count')?.textContent.trim()).toBe('11 users found');
    expect(host.querySelector<HTMLInputElement>('input[type="search"]')?.value).toBe('Person 11');
  });

  it('says that nothing matches, and shows everybody again', async () => {
    const { harness, host } = await open('/t/acme/users?q=nobody&role=ADMIN');
    expect(host.textContent).toContain('No user matches “nobody”');
    await press(harness, host, 'Show everybody');
    expect(rows(host)).toBe(50);
    expect(TestBed.inject(Router).url).toBe('/t/acme/users');
  });

  it('filters and sorts by the address, and writes what was chosen there', async () => {
    const { harness, host, fake } = await open('/t/acme/users?status=ACTIVE&sort=-created');
    expect(asked(fake)[0]?.variables).toMatchObject({ filter: { status: 'ACTIVE' }, orderBy: 'CREATED_AT_DESC' });
    expect([...host.querySelectorAll('th[aria-sort]')].map((head) => [head.textContent.trim(), head.getAttribute('aria-sort')])).toEqual([['Created', 'descending']]);
    await choose(harness, host, 'Role', 'ADMIN');
    expect(host.querySelector('.count')?.textContent).toBe('12 users found');
    await press(harness, host, 'Name');
    expect(TestBed.inject(Router).url).toBe('/t/acme/users?status=ACTIVE&role=ADMIN');
    await press(harness, host, 'Name');
    expect(TestBed.inject(Router).url).toBe('/t/acme/users?status=ACTIVE&role=ADMIN&sort=-name');
    expect(asked(fake).at(-1)?.variables).toMatchObject({ filter: { status: 'ACTIVE', role: 'ADMIN' }, orderBy: 'DISPLAY_NAME_DESC' });
    await press(harness, host, 'Clear');
    expect(TestBed.inject(Router).url).toBe('/t/acme/users?sort=-name');
  });

  it('says honestly of the other tabs that they are still to come', async () => {
    const { harness, host } = await open('/t/acme/users?q=Ada');
    const tab = [...host.querySelectorAll<HTMLAnchorElement>('nav a')].find((link) => link.textContent.trim() === 'Groups');
    tab?.click();
    await settle(harness.fixture);
    expect(TestBed.inject(Router).url).toBe('/t/acme/users?tab=groups');
    expect(tab?.getAttribute('aria-current')).toBe('page');
    expect(host.textContent).toContain('Groups are not here yet');
    expect(host.querySelector('table')).toBeNull();
  });

  it('picks what is loaded, says so, and forgets it when the filter changes', async () => {
    const { harness, host } = await open('/t/acme/users');
    await pick(harness, host, 'Select Person 3');
    const bar = (): string => host.querySelector('dz-bulk-bar')?.textContent ?? '';
    expect(bar()).toContain('1 selected');
    await press(harness, host, 'Select all 50 shown');
    expect(bar()).toContain('50 selected');
    expect(bar()).toContain('120 match; only the 50 that are loaded can be selected.');
    await press(harness, host, 'Load more');
    expect(bar()).toContain('50 selected');
    await choose(harness, host, 'Role', 'ADMIN');
    expect(host.querySelector('dz-bulk-bar')).toBeNull();
  });

  it('goes on when the window of a bulk change is closed, and lets nobody leave before all is sent', async () => {
    let answer: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    const { harness, host, fake } = await open('/t/acme/users', { SuspendMember: (variables) => held.then(() => suspended(variables)) });
    for (const at of [1, 2, 3, 4]) await pick(harness, host, `Select Person ${at}`);
    await press(harness, host, 'Suspend');
    await press(harness, host, 'Suspend 4');
    expect(fake.count('SuspendMember')).toBe(3);
    await press(harness, host, 'Close');
    expect(host.querySelector('dz-notice')?.textContent).toContain('Suspending 4 users: 0 finished.');
    await TestBed.inject(Router).navigate([], { queryParams: { user: null, status: 'ACTIVE' } });
    expect(TestBed.inject(Router).url).toBe('/t/acme/users?status=ACTIVE');
    expect(await TestBed.inject(Router).navigateByUrl('/elsewhere')).toBe(false);
    await settle(harness.fixture);
    expect(host.textContent).toContain('4 are not sent yet.');
    answer();
    await settle(harness.fixture, 12);
    expect(fake.count('SuspendMember')).toBe(4);
    expect(host.querySelector('dialog h2')?.textContent).toBe('Suspend 4 users: all done');
    await press(harness, host, 'Close');
    expect(host.querySelector('dz-notice')).toBeNull();
    expect(await TestBed.inject(Router).navigateByUrl('/elsewhere')).toBe(true);
  });

  it('makes each row a link that opens in a tab of its own', async () => {
    const { host } = await open('/t/acme/users?q=Person%20119');
    expect(host.querySelector('tbody a')?.getAttribute('href')).toBe('/t/acme/users?q=Person%20119&user=m-119');
  });
});
