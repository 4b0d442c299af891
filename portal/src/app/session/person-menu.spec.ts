import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { FakeApi } from '../graphql/testing/fake-api';
import { settle } from '../graphql/testing/settle';
import { PersonMenu } from './person-menu';
import { Portal, portalFetch } from './portal-config';
import { Session } from './session';

/** What the open menu offers to a person. */
const offered = async (viewer: { isOperator: boolean }, explorerUrl: string | null): Promise<string[]> => {
  const api = new FakeApi({
    Viewer: () => ({
      data: {
        viewer: { __typename: 'Viewer', user: { __typename: 'User', id: 'u-1', email: 'ada@dezky.test', displayName: 'Ada' }, passwordChangeRequired: false, memberships: [], partner: null, ...viewer },
      },
    }),
    OperatorTenants: () => ({ data: { tenants: { __typename: 'TenantConnection', edges: [] } } }),
  });
  const answer = { ok: true, json: () => Promise.resolve({ productName: 'Dezky', sandboxUrl: null, explorerUrl }) } as Response;
  TestBed.configureTestingModule({ providers: [api.provide(), Session, provideRouter([]), { provide: portalFetch, useValue: () => Promise.resolve(answer) }] });
  await TestBed.inject(Portal).load();
  const fixture = TestBed.createComponent(PersonMenu);
  await settle(fixture);
  (fixture.nativeElement as HTMLElement).querySelector<HTMLButtonElement>('button.person')?.click();
  await settle(fixture);
  return [...document.querySelectorAll<HTMLElement>('.menu-item')].map((item) => [item.textContent.trim(), item.getAttribute('href')].filter((part) => part !== null).join(' → '));
};

describe('PersonMenu', () => {
  it('leads an operator to the Explorer', async () => {
    expect(await offered({ isOperator: true }, 'https://operators.test/explorer')).toContain('Explorer → https://operators.test/explorer');
  });

  it.each([
    ['to anybody else', { isOperator: false }, '/explorer'],
    ['where none is served', { isOperator: true }, null],
  ])('names no Explorer %s', async (_what, viewer, explorerUrl) => {
    const items = await offered(viewer, explorerUrl);
    expect(items).toContain('Sign out');
    expect(items.some((item) => item.startsWith('Explorer'))).toBe(false);
  });
});
