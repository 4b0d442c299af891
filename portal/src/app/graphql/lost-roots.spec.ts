import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { DashboardDomainsDocument, DashboardSeatsDocument } from '../dashboard/dashboard.generated';
import { liveQuery } from './live-query';
import { FakeApi } from './testing/fake-api';
import { settle } from './testing/settle';

@Component({ template: '' })
class Host {
  readonly seats = liveQuery(DashboardSeatsDocument, () => ({ slug: 'acme' }));
  readonly domains = liveQuery(DashboardDomainsDocument, () => ({ slug: 'acme' }));
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

  it('passes on that a tenant does not exist', async () => {
    const gone = { data: { tenant: null } };
    TestBed.configureTestingModule({ providers: [new FakeApi({ DashboardSeats: () => gone, DashboardDomains: () => gone }).provide()] });
    const fixture = TestBed.createComponent(Host);
    await settle(fixture);
    expect(fixture.componentInstance.seats.data()).toEqual({ tenant: null });
    expect(fixture.componentInstance.seats.problems()).toEqual([]);
  });
});
