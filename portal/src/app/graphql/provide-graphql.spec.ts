import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { ChangePasswordDocument } from '../choose-password/choose-password.generated';
import { NewerVersionNotice } from '../session/newer-version';
import { ViewerDocument } from '../session/viewer.generated';
import { liveQuery } from './live-query';
import { mutation } from './mutation';
import { provideGraphql } from './provide-graphql';
import { settle } from './testing/settle';

@Component({ imports: [NewerVersionNotice], template: '<dz-newer-version /><input value="half a name" />' })
class Host {
  readonly viewer = liveQuery(ViewerDocument, () => ({}));
  readonly change = mutation(ChangePasswordDocument);
}

describe('the client of the API', () => {
  const sent: { url: string; body: Record<string, unknown>; headers: Headers }[] = [];
  let answer: () => Response;
  const original = globalThis.fetch;
  beforeEach(() => {
    sent.splice(0);
    globalThis.fetch = (url, init) => {
      sent.push({ url: String(url), body: JSON.parse(String(init?.body)) as Record<string, unknown>, headers: new Headers(init?.headers) });
      return Promise.resolve(answer());
    };
    TestBed.configureTestingModule({ providers: [provideGraphql()] });
  });
  afterEach(() => {
    globalThis.fetch = original;
  });
  const refusing = (code: string) => () => ({ status: 400, headers: new Map([['content-type', 'application/graphql-response+json']]), text: () => Promise.resolve(JSON.stringify({ errors: [{ message: 'no', extensions: { code, requestId: 'r' } }] })) }) as unknown as Response;

  it('sends the id of an operation and its variables, and never its text', async () => {
    answer = refusing('INTERNAL');
    const fixture = TestBed.createComponent(Host);
    await fixture.componentInstance.change.run({ input: { newPassword: 'a long enough password' } });
    await settle(fixture);
    expect(sent.map(({ url, body }) => [url, body])).toEqual(
      expect.arrayContaining([
        ['/graphql', { documentId: expect.stringMatching(/^sha256:[\da-f]{64}$/) as string, operationName: 'Viewer', variables: {} }],
        ['/graphql', { documentId: expect.stringMatching(/^sha256:[\da-f]{64}$/) as string, operationName: 'ChangePassword', variables: { input: { newPassword: 'a long enough password' } } }],
      ]),
    );
    for (const { headers } of sent) expect([headers.get('x-dezky-csrf'), headers.get('idempotency-key')]).toEqual(['1', expect.stringMatching(/^[\da-f-]{36}$/)]);
    expect((fixture.nativeElement as HTMLElement).textContent).not.toContain('new version');
  });

  it('asks for a reload when the gateway no longer knows a document, and leaves what is typed', async () => {
    answer = refusing('UNKNOWN_DOCUMENT');
    const fixture = TestBed.createComponent(Host);
    await settle(fixture);
    const page = fixture.nativeElement as HTMLElement;
    expect(page.querySelector('[role=alert]')?.textContent).toContain('A new version of Dezky is here.');
    expect(page.querySelector('button')?.textContent).toContain('Reload');
    expect(page.querySelector('input')?.value).toBe('half a name');
    expect(fixture.componentInstance.viewer.problems()[0]?.message).toBe('A new version of Dezky is here. Reload the page to go on.');
  });
});
