import { Component, signal } from '@angular/core';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { DashboardStorageDocument } from '../dashboard/dashboard.generated';
import { liveQuery } from './live-query';
import { FakeApi } from './testing/fake-api';
import { HeldAnswers } from './testing/held-answers';
import { settle } from './testing/settle';

@Component({ template: '' })
class Host {
  readonly slug = signal<string | null>('acme');
  readonly pollMs = signal(0);
  readonly query = liveQuery(
    DashboardStorageDocument,
    () => {
      const slug = this.slug();
      return slug === null ? null : { slug };
    },
    { pollMs: () => this.pollMs() },
  );
}

const storage = (slug: unknown, usedBytes: number): Record<string, unknown> => ({
  tenant: { __typename: 'Tenant', id: `t-${String(slug)}`, storage: { __typename: 'TenantStorage', usedBytes, capacityBytes: null } },
});

const start = async (api: FakeApi): Promise<{ fixture: ComponentFixture<Host>; host: Host }> => {
  TestBed.configureTestingModule({ providers: [api.provide()] });
  const fixture = TestBed.createComponent(Host);
  await settle(fixture);
  return { fixture, host: fixture.componentInstance };
};

describe('liveQuery', () => {
  it('gives the answer and when it came', async () => {
    const { host } = await start(new FakeApi({ DashboardStorage: ({ slug }) => ({ data: storage(slug, 5) }) }));
    expect(host.query.data()?.tenant?.storage?.usedBytes).toBe(5);
    expect(host.query.loading()).toBe(false);
    expect(host.query.asOf()).toBeGreaterThan(Date.now() - 5_000);
  });

  it('asks anew for other variables, and rests without any', async () => {
    const api: FakeApi = new FakeApi({ DashboardStorage: ({ slug }) => ({ data: storage(slug, 5) }) });
    const { fixture, host } = await start(api);
    host.slug.set('globex');
    await settle(fixture);
    expect(host.query.data()?.tenant?.id).toBe('t-globex');
    host.slug.set(null);
    await settle(fixture);
    expect(host.query.data()).toBeNull();
    expect(host.query.loading()).toBe(false);
    expect(api.sent.map(({ variables }) => variables['slug'])).toEqual(['acme', 'globex']);
  });

  it('names the field that failed and keeps the rest', async () => {
    const { host } = await start(
      new FakeApi({
        DashboardStorage: () => ({
          data: { tenant: { __typename: 'Tenant', id: 't-acme', storage: null } },
          errors: [{ message: 'OCIS has not answered.', path: ['tenant', 'storage'], extensions: { code: 'BACKEND_UNAVAILABLE', requestId: 'r-1' } }],
        }),
      }),
    );
    expect(host.query.data()?.tenant?.id).toBe('t-acme');
    expect(host.query.problems()).toEqual([{ code: 'BACKEND_UNAVAILABLE', message: 'OCIS has not answered.', requestId: 'r-1', path: ['tenant', 'storage'] }]);
  });

  it('keeps the last answer when the next cannot be had, and goes on after Retry', async () => {
    let reachable = true;
    const api: FakeApi = new FakeApi({
      DashboardStorage: ({ slug }) => {
        if (!reachable) throw new TypeError('Failed to fetch');
        return { data: storage(slug, api.sent.length) };
      },
    });
    const { fixture, host } = await start(api);
    reachable = false;
    host.query.refetch();
    await settle(fixture);
    expect(host.query.data()?.tenant?.storage?.usedBytes).toBe(1);
    expect(host.query.problems()[0]?.code).toBe('OFFLINE');
    reachable = true;
    host.query.refetch();
    await settle(fixture);
    expect(host.query.problems()).toEqual([]);
    expect(host.query.data()?.tenant?.storage?.usedBytes).toBe(3);
  });

  it('asks once more when it is told to while an earlier request is on its way', async () => {
    const asked = new HeldAnswers();
    const { fixture, host } = await start(new FakeApi({ DashboardStorage: asked.answer }));
    host.query.refetch();
    host.query.refetch();
    asked.give(0, storage('acme', 1));
    await settle(fixture);
    expect([asked.count, host.query.fetching()]).toEqual([2, true]);
    asked.give(1, storage('acme', 2));
    await settle(fixture);
    expect([asked.count, host.query.fetching(), host.query.data()?.tenant?.storage?.usedBytes]).toEqual([2, false, 2]);
  });

  it('asks again by itself while it is told to', async () => {
    const api: FakeApi = new FakeApi({ DashboardStorage: ({ slug }) => ({ data: storage(slug, api.sent.length) }) });
    const { fixture, host } = await start(api);
    host.pollMs.set(1);
    while (api.sent.length < 4) await settle(fixture, 1);
    host.pollMs.set(0);
    await settle(fixture);
    const then = api.sent.length;
    await settle(fixture);
    expect(api.sent.length).toBe(then);
  });

  it('stops asking when its view goes', async () => {
    const api: FakeApi = new FakeApi({ DashboardStorage: ({ slug }) => ({ data: storage(slug, 1) }) });
    const { fixture, host } = await start(api);
    host.pollMs.set(1);
    await settle(fixture);
    fixture.destroy();
    const then = api.sent.length;
    await settle(fixture);
    expect(api.sent.length).toBe(then);
  });
});
