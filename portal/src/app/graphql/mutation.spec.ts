import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { AddDomainDocument } from '../domains/add-domain/add-domain-dialog.generated';
import { mutation } from './mutation';
import { type Answer, FakeApi } from './testing/fake-api';

@Component({ template: '' })
class Host {
  readonly add = mutation(AddDomainDocument);
}

const start = (answer: Answer): { api: FakeApi; add: Host['add'] } => {
  const api = new FakeApi({ AddDomain: answer });
  TestBed.configureTestingModule({ providers: [api.provide()] });
  return { api, add: TestBed.createComponent(Host).componentInstance.add };
};

const taken: Answer = () => ({ data: { addDomain: { __typename: 'DomainTaken', code: 'DOMAIN_TAKEN', message: 'Taken.', path: ['name'] } } });
const variables = { input: { tenantId: 't', name: 'acme.test' } };
const keys = (api: FakeApi): (string | undefined)[] => api.sent.map(({ headers }) => headers['idempotency-key']);

describe('mutation', () => {
  it('gives a failure the API expects as a result', async () => {
    const { add } = start(taken);
    expect(await add.run(variables)).toMatchObject({ addDomain: { message: 'Taken.' } });
    expect(add.problem()).toBeNull();
    expect(add.busy()).toBe(false);
  });

  it('carries a new idempotency key each time it is answered', async () => {
    const { api, add } = start(taken);
    await add.run(variables);
    await add.run(variables);
    const [first, second] = keys(api);
    expect(first).toMatch(/^[0-9a-f-]{36}$/);
    expect(second).not.toBe(first);
  });

  it('sends the same key again when the answer was lost, and another when something else is sent', async () => {
    const { api, add } = start(() => {
      throw new TypeError('Failed to fetch');
    });
    expect(await add.run(variables)).toBeNull();
    expect(add.problem()?.code).toBe('OFFLINE');
    await add.run(variables);
    await add.run({ input: { tenantId: 't', name: 'other.test' } });
    const [first, second, third] = keys(api);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  it('asks to be answered before the work is over, so that its steps can be followed', async () => {
    const { api, add } = start(taken);
    await add.run(variables);
    expect(api.sent[0]?.headers['prefer']).toBe('respond-async');
  });

  it('says what went wrong with its request id', async () => {
    const { add } = start(() => ({ data: null, errors: [{ message: 'Not now.', extensions: { code: 'BACKEND_UNAVAILABLE', requestId: 'r-9' } }] }));
    expect(await add.run(variables)).toBeNull();
    expect(add.problem()).toMatchObject({ message: 'Not now.', requestId: 'r-9' });
    expect(add.busy()).toBe(false);
  });
});
