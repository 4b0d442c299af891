import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { DashboardDomainsDocument, DashboardSeatsDocument } from '../dashboard/dashboard.generated';
import { ViewerDocument } from '../session/viewer.generated';
import { liveQuery } from './live-query';
import { FakeApi } from './testing/fake-api';
import { settle } from './testing/settle';

@Component({ template: '' })
class Host {
  readonly seats = liveQuery(DashboardSeatsDocument, () => ({ slug: 'acme' }));
  readonly domains = liveQuery(DashboardDomainsDocument, () => ({ slug: 'acme' }));
}

@Component({ template: '' })
class ViewerHost {
  readonly viewer = liveQuery(ViewerDocument, () => ({}));
}

describe('lostRoots', () => {
  it('keeps a tenant that one view lost to an error in the others', async () => {
    const api = new FakeApi({
      DashboardSeats: () => ({ data: { tenant: { __typename: 'Tenant', id: 't-1', seats: { __typename: 'Seats', used: 3, limit: 25 } } } }),
      DashboardDomains: () => ({
        data: { tenant: null },
        errors: [{ message: 'The mail server has not answered.', path: ['tenant', 'domains'], extensions: { code: 'BACKEND_UNAVAILABLE' } }],
      }),
    });
    TestBed.configureTestingModule({ providers: [api.provide()] });
    const fixture = TestBed.createComponent(Host);
    await settle(fixture);
    const { seats, domains } = fixture.componentInstance;
    expect(seats.data()?.tenant?.seats.used).toBe(3);
    expect(domains.data()).toBeNull();
    expect(domains.problems()[0]?.message).toBe('The mail server has not answered.');
    expect(api.sent).toHaveLength(2);
  });

  it('keeps the partner of the viewer when its tenants failed', async () => {
    let fails = false;
    const partner = { __typename: 'Partner', id: 'p-1', name: 'Northwind', tenants: { __typename: 'TenantConnection', pageInfo: { __typename: 'PageInfo', hasNextPage: false, endCursor: null }, edges: [] } };
    const user = { __typename: 'User', id: 'u-1', email: 'nora@northwind.test', displayName: 'Nora West' };
    const api = new FakeApi({
      Viewer: () => ({
        data: { viewer: { __typename: 'Viewer', user, isOperator: false, passwordChangeRequired: false, memberships: [], partner: fails ? null : partner } },
        ...(fails ? { errors: [{ message: 'The database has not answered.', path: ['viewer', 'partner', 'tenants'], extensions: { code: 'INTERNAL' } }] } : {}),
      }),
    });
    TestBed.configureTestingModule({ providers: [api.provide()] });
    const fixture = TestBed.createComponent(ViewerHost);
    await settle(fixture);
    fails = true;
    fixture.componentInstance.viewer.refetch();
    await settle(fixture);
    expect(fixture.componentInstance.viewer.data()?.viewer.partner?.name).toBe('Northwind');
    expect(fixture.componentInstance.viewer.problems()[0]?.message).toBe('The database has not answered.');
  });

  it('passes on that a tenant does not exist', async () => {
    const gone = { data: { tenant: null } };
    TestBed.configureTestingModule({ providers: [new FakeApi({ DashboardSeats: () => gone, DashboardDomains: () => gone }).provide()] });
    const fixture = TestBed.createComponent(Host);
    await settle(fixture);
    expect(fixture.componentInstance.seats.data()).toEqual({ tenant: null });
    expect(fixture.componentInstance.seats.problems()).toEqual([]);
  });
});
