import { TestBed } from '@angular/core/testing';
import { Portal, portalFetch } from './portal-config';

const portal = (answer: () => Promise<Response>): Portal => {
  TestBed.configureTestingModule({ providers: [{ provide: portalFetch, useValue: answer }] });
  return TestBed.inject(Portal);
};

describe('Portal', () => {
  it('reads what the gateway serves', async () => {
    const config = { productName: 'Workplace', sandboxUrl: '/sandbox', explorerUrl: 'https://operators.test/explorer' };
    const subject = portal(() => Promise.resolve({ ok: true, json: () => Promise.resolve(config) } as Response));
    await subject.load();
    expect(subject.config()).toEqual(config);
  });

  it.each([
    ['cannot be reached', () => Promise.reject(new TypeError('Failed to fetch'))],
    ['has none', () => Promise.resolve({ ok: false } as Response)],
  ])('runs on without the configured parts when the gateway %s', async (_what, answer) => {
    const subject = portal(answer);
    await subject.load();
    expect(subject.config()).toEqual({ productName: 'Dezky', sandboxUrl: null, explorerUrl: null });
  });
});
