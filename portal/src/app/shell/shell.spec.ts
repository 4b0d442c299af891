import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter, Router, withComponentInputBinding } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { type Answer, FakeApi } from '../graphql/testing/fake-api';
import { settle } from '../graphql/testing/settle';
import { Session } from '../session/session';
import { Shell } from './shell';

@Component({ template: '<p>A page</p>' })
class Page {}

const acme = { __typename: 'Tenant', id: 't-1', slug: 'acme', name: 'Acme' };
const globex = { __typename: 'Tenant', id: 't-2', slug: 'globex', name: 'Globex' };

const viewer =
  (role: string, partner: readonly Record<string, unknown>[] = [], more = false): Answer =>
  () => ({
    data: {
      viewer: {
        __typename: 'Viewer',
        user: { __typename: 'User', id: 'u-1', email: 'ada@acme.test', displayName: 'Ada Lovelace' },
        isOperator: false,
        passwordChangeRequired: false,
        memberships: [{ __typename: 'Member', id: 'm-1', role, status: 'ACTIVE', tenant: acme }],
        partner:
          partner.length === 0
            ? null
            : {
                __typename: 'Partner',
                id: 'p-1',
                name: 'Northwind',
                tenants: { __typename: 'TenantConnection', pageInfo: { __typename: 'PageInfo', hasNextPage: more, endCursor: null }, edges: partner.map((node) => ({ __typename: 'TenantEdge', node })) },
              },
      },
    },
  });

const open = async (answers: Record<string, Answer>): Promise<{ host: HTMLElement; harness: RouterTestingHarness }> => {
  const api = new FakeApi({
    Viewer: viewer('ADMIN'),
    ShellTenant: ({ slug }) => ({ data: { tenant: slug === 'acme' ? acme : null } }),
    ShellBadges: () => ({ data: { tenant: { __typename: 'Tenant', id: 't-1', domainsNeedingAttention: 2 } } }),
    ...answers,
  });
  TestBed.configureTestingModule({
    providers: [
      api.provide(),
      Session,
      provideRouter([{ path: 't/:slug', component: Shell, children: [{ path: '**', component: Page }] }], withComponentInputBinding()),
    ],
  });
  const harness = await RouterTestingHarness.create('/t/acme');
  await settle(harness.fixture);
  return { host: harness.fixture.nativeElement as HTMLElement, harness };
};

const places = (host: HTMLElement): string[] => [...host.querySelectorAll('aside .places a')].map((place) => place.textContent.replace(/\s+/g, ' ').trim());

describe('Shell', () => {
  it('names the places and counts what needs attention', async () => {
    const { host } = await open({});
    expect(places(host)).toEqual(['Dashboard', 'Domains 2 need attention', 'Mail settings', 'Users', 'Scheduling']);
    expect(host.querySelector('a[aria-current="page"]')?.textContent).toContain('Dashboard');
    expect(host.querySelector('main')?.textContent).toContain('A page');
  });

  it('stands when the count cannot be had', async () => {
    const { host } = await open({
      ShellBadges: () => ({
        data: { tenant: null },
        errors: [{ message: 'The mail server has not answered.', path: ['tenant', 'domainsNeedingAttention'], extensions: { code: 'BACKEND_UNAVAILABLE' } }],
      }),
    });
    expect(places(host)).toEqual(['Dashboard', 'Domains', 'Mail settings', 'Users', 'Scheduling']);
    expect(host.querySelector('main')?.textContent).toContain('A page');
  });

  it('shows nothing of a workspace to who may not run it', async () => {
    const { host } = await open({ Viewer: viewer('MEMBER') });
    expect(host.textContent).toContain('This workspace is not yours to run');
    expect(host.querySelector('aside')).toBeNull();
    expect(host.textContent).not.toContain('A page');
  });

  it('leaves it to the API whether a partner with more tenants than are known runs one, except where they are a plain member', async () => {
    const { host } = await open({ Viewer: viewer('MEMBER', [globex], true) });
    expect(host.textContent).toContain('This workspace is not yours to run');
  });

  it('opens a tenant beyond the known ones for a partner’s staff, when the API does', async () => {
    const initech = { __typename: 'Tenant', id: 't-3', slug: 'initech', name: 'Initech' };
    const { harness, host } = await open({ Viewer: viewer('ADMIN', [globex], true), ShellTenant: ({ slug }) => ({ data: { tenant: slug === 'initech' ? initech : null } }), ShellBadges: ({ slug }) => ({ data: { tenant: slug === 'initech' ? { __typename: 'Tenant', id: 't-3', domainsNeedingAttention: 0 } : null } }) });
    await harness.navigateByUrl('/t/initech');
    await settle(harness.fixture);
    expect(host.querySelector('button.tenant')?.textContent).toContain('Initech');
    await harness.navigateByUrl('/t/nobodys');
    await settle(harness.fixture);
    expect(host.textContent).toContain('This workspace is not yours to run');
  });

  it('offers the other workspaces of who runs several', async () => {
    const { host } = await open({ Viewer: viewer('ADMIN', [acme, globex]) });
    expect(host.querySelector('button.tenant')?.textContent).toContain('Acme');
  });

  it('goes where a few letters and Enter say', async () => {
    const { host, harness } = await open({});
    document.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', ctrlKey: true }));
    await settle(harness.fixture);
    const box = host.querySelector<HTMLInputElement>('[role="combobox"]');
    if (box === null) throw new Error('no palette');
    const options = (): string[] => [...host.querySelectorAll('[role="option"]')].map((option) => option.textContent.trim());
    box.value = 'users';
    box.dispatchEvent(new Event('input'));
    await settle(harness.fixture);
    expect(options()[0]).toBe('Users');
    box.value = 'domain';
    box.dispatchEvent(new Event('input'));
    await settle(harness.fixture);
    // What begins with it stands first: who types the name of a page means the page.
    expect(options()).toEqual(['Domains', 'Add domain', 'Find “domain” among users']);
    const go = jest.spyOn(TestBed.inject(Router), 'navigateByUrl').mockResolvedValue(true);
    box.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown' }));
    await settle(harness.fixture);
    expect(host.querySelector('[aria-selected="true"]')?.id).toBe(box.getAttribute('aria-activedescendant'));
    box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }));
    expect(go).toHaveBeenCalledWith('/t/acme/domains?new=domain');
  });
});
