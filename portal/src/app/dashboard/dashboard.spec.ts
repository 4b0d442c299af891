import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { type Answer, FakeApi } from '../graphql/testing/fake-api';
import { settle } from '../graphql/testing/settle';
import { Dashboard } from './dashboard';

const tenant = (fields: Record<string, unknown>): ReturnType<Answer> => ({ data: { tenant: { __typename: 'Tenant', id: 't-1', ...fields } } });

const healthy: Record<string, Answer> = {
  DashboardSeats: () => tenant({ seats: { __typename: 'Seats', used: 24, limit: 25 } }),
  DashboardStorage: () => tenant({ storage: { __typename: 'TenantStorage', usedBytes: 482e9, capacityBytes: 1575e9 } }),
  DashboardSubscription: () =>
    tenant({
      billing: {
        __typename: 'Billing',
        subscription: {
          __typename: 'BillingSubscription',
          id: 's-1',
          plan: 'BUSINESS',
          status: 'PAST_DUE',
          seats: 25,
          cycle: 'MONTHLY',
          renewsAt: '2026-12-02T00:00:00Z',
          cancelAt: null,
        },
        monthlySpend: { __typename: 'Money', amountMinor: 22500, currency: 'EUR' },
      },
    }),
  DashboardDomains: () =>
    tenant({
      domains: [
        {
          __typename: 'Domain',
          id: 'd-1',
          name: 'acme-labs.test',
          isPrimary: false,
          status: 'NEEDS_ATTENTION',
          recordsToFix: 4,
          checkedAt: null,
          createdAt: '2026-11-01T00:00:00Z',
        },
      ],
    }),
  DashboardActivity: () =>
    tenant({
      auditLog: {
        __typename: 'AuditEntryConnection',
        edges: [
          {
            __typename: 'AuditEntryEdge',
            node: {
              __typename: 'AuditEntry',
              id: 'a-1',
              at: '2026-11-23T06:00:00Z',
              outcome: 'REFUSED',
              summary: 'Ada Lovelace was not removed',
              actor: { __typename: 'AuditActor', kind: 'USER', name: 'Olivia' },
            },
          },
        ],
      },
    }),
};

const show = async (answers: Record<string, Answer>): Promise<(heading: string) => string> => {
  TestBed.configureTestingModule({ providers: [new FakeApi(answers).provide(), provideRouter([])] });
  const fixture = TestBed.createComponent(Dashboard);
  fixture.componentRef.setInput('slug', 'acme');
  await settle(fixture);
  const panels = [...(fixture.nativeElement as HTMLElement).querySelectorAll('dz-panel')];
  return (heading) => panels.find((panel) => panel.querySelector('h2')?.textContent === heading)?.textContent.replace(/\s+/g, ' ') ?? '';
};

describe('Dashboard', () => {
  it('says where the workspace stands', async () => {
    const panel = await show(healthy);
    expect(panel('Seats')).toContain('24 of 25 in use1 seat left');
    expect(panel('Storage')).toContain('482 GB of 1.6 TB used');
    expect(panel('Subscription')).toContain('Payment due');
    expect(panel('Subscription')).toContain('€225.00');
    expect(panel('Domains')).toContain('1 domain needs attention.');
    expect(panel('Domains')).toContain('4 records to fix');
    expect(panel('Recent activity')).toContain('Ada Lovelace was not removedRefusedOlivia, ');
  });

  it('says in one panel that its back end is down, and keeps the others alive', async () => {
    const panel = await show({
      ...healthy,
      DashboardStorage: () => ({
        ...tenant({ storage: null }),
        errors: [{ message: 'OCIS has not answered since 14:02.', path: ['tenant', 'storage'], extensions: { code: 'BACKEND_UNAVAILABLE', requestId: 'r-1' } }],
      }),
      DashboardDomains: () => ({
        data: { tenant: null },
        errors: [{ message: 'The mail server has not answered.', path: ['tenant', 'domains'], extensions: { code: 'BACKEND_UNAVAILABLE', requestId: 'r-2' } }],
      }),
    });
    expect(panel('Storage')).toContain('Storage did not loadOCIS has not answered since 14:02. Request r-1Retry');
    expect(panel('Domains')).toContain('Domains did not loadThe mail server has not answered. Request r-2');
    expect(panel('Seats')).toContain('24 of 25 in use');
  });

  it('says what is not there yet', async () => {
    const panel = await show({
      ...healthy,
      DashboardStorage: () => tenant({ storage: null }),
      DashboardSubscription: () => tenant({ billing: null }),
      DashboardDomains: () => tenant({ domains: [] }),
      DashboardSeats: () => tenant({ seats: { __typename: 'Seats', used: 3, limit: null } }),
    });
    expect(panel('Storage')).toContain('no storage yet');
    expect(panel('Subscription')).toContain('no subscription');
    expect(panel('Domains')).toContain('No domain yet');
    expect(panel('Seats')).toContain('3 in use, without a limit');
  });
});
