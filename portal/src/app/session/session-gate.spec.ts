import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { type Answer, FakeApi } from '../graphql/testing/fake-api';
import { settle } from '../graphql/testing/settle';
import { Home } from '../pages/home';
import { Session } from './session';
import { SessionGate } from './session-gate';

@Component({ template: '<p>A page</p>' })
class Page {}

const acme = { __typename: 'Tenant', id: 't-1', slug: 'acme', name: 'Acme' };

const viewer =
  (more: Record<string, unknown> = {}): Answer =>
  () => ({
    data: {
      viewer: {
        __typename: 'Viewer',
        user: { __typename: 'User', id: 'u-1', email: 'ada@acme.test', displayName: 'Ada Lovelace' },
        isOperator: false,
        passwordChangeRequired: false,
        memberships: [{ __typename: 'Member', id: 'm-1', role: 'MEMBER', status: 'ACTIVE', tenant: acme }],
        partner: null,
        ...more,
      },
    },
  });

const open = async (url: string, answers: Record<string, Answer>): Promise<{ host: HTMLElement; url: string; harness: RouterTestingHarness }> => {
  const api = new FakeApi(answers);
  TestBed.configureTestingModule({
    providers: [
      api.provide(),
      Session,
      provideRouter([
        {
          path: '',
          component: SessionGate,
          children: [
            { path: '', pathMatch: 'full', component: Home },
            { path: '**', component: Page },
          ],
        },
      ]),
    ],
  });
  const harness = await RouterTestingHarness.create(url);
  await settle(harness.fixture);
  return { host: harness.fixture.nativeElement as HTMLElement, url: TestBed.inject(Router).url, harness };
};

describe('SessionGate', () => {
  it('shows the page to who is signed in', async () => {
    const { host, url } = await open('/me', { Viewer: viewer() });
    expect(host.textContent).toContain('A page');
    expect(url).toBe('/me');
  });

  it('lets a password be chosen before anything else', async () => {
    const { url } = await open('/t/acme/users', { Viewer: viewer({ passwordChangeRequired: true }) });
    expect(url).toBe('/choose-password');
  });

  it('says why nothing shows, and asks again', async () => {
    let reachable = false;
    const { host, harness } = await open('/me', {
      Viewer: (variables) => {
        if (!reachable) throw new TypeError('Failed to fetch');
        return viewer()(variables);
      },
    });
    expect(host.textContent).toContain('Dezky cannot be reached.');
    reachable = true;
    host.querySelector('button')?.click();
    await settle(harness.fixture);
    expect(host.textContent).toContain('A page');
  });
});

describe('Home', () => {
  it.each([
    ['a member', {}, '/me'],
    ['an administrator', { memberships: [{ __typename: 'Member', id: 'm-1', role: 'ADMIN', status: 'ACTIVE', tenant: acme }] }, '/t/acme'],
    ['a suspended administrator', { memberships: [{ __typename: 'Member', id: 'm-1', role: 'ADMIN', status: 'SUSPENDED', tenant: acme }] }, '/me'],
    [
      'a partner',
      {
        memberships: [],
        partner: {
          __typename: 'Partner',
          id: 'p-1',
          name: 'Northwind',
          tenants: { __typename: 'TenantConnection', pageInfo: { __typename: 'PageInfo', hasNextPage: false, endCursor: null }, edges: [{ __typename: 'TenantEdge', node: acme }] },
        },
      },
      '/partner',
    ],
    ['the operator', { memberships: [], isOperator: true }, '/t/acme'],
  ])('sends %s to where they work', async (_who, more, place) => {
    const { url } = await open('/', {
      Viewer: viewer(more),
      OperatorTenants: () => ({ data: { tenants: { __typename: 'TenantConnection', edges: [{ __typename: 'TenantEdge', node: acme }] } } }),
    });
    expect(url).toBe(place);
  });
});
