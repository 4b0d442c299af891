import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';
import { type Answer, FakeApi } from '../../graphql/testing/fake-api';
import { settle } from '../../graphql/testing/settle';
import { AddDomainDialog } from './add-domain-dialog';

const domain = {
  __typename: 'Domain',
  id: 'd-2',
  name: 'acme-labs.test',
  isPrimary: false,
  status: 'CLAIMED',
  recordsToFix: 1,
  checkedAt: null,
  createdAt: '2026-11-23T06:00:00Z',
};

const open = async (answer: Answer): Promise<{ fixture: ComponentFixture<AddDomainDialog>; host: HTMLElement; api: FakeApi }> => {
  const api = new FakeApi({ AddDomain: answer });
  TestBed.configureTestingModule({ providers: [api.provide(), provideRouter([])] });
  const fixture = TestBed.createComponent(AddDomainDialog);
  fixture.componentRef.setInput('tenantId', 't-1');
  fixture.componentRef.setInput('slug', 'acme');
  await settle(fixture);
  return { fixture, host: fixture.nativeElement as HTMLElement, api };
};

const send = async (fixture: ComponentFixture<unknown>, host: HTMLElement, name: string): Promise<void> => {
  const box = host.querySelector('input');
  if (box === null) throw new Error('no field');
  box.value = name;
  box.dispatchEvent(new Event('input'));
  host.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }));
  await settle(fixture);
};

describe('AddDomainDialog', () => {
  it('goes to the set-up of the domain once it is added', async () => {
    const { fixture, host, api } = await open(() => ({ data: { addDomain: { __typename: 'DomainAdded', domain } } }));
    const go = jest.spyOn(TestBed.inject(Router), 'navigateByUrl').mockResolvedValue(true);
    await send(fixture, host, 'https://Acme-Labs.test/');
    expect(api.sent[0]?.variables).toEqual({ input: { tenantId: 't-1', name: 'acme-labs.test' } });
    expect(go).toHaveBeenCalledWith('/t/acme/domains/d-2/set-up');
  });

  it.each(['', 'acme', 'ada@acme.test', 'acme labs.test', '-acme.test'])('does not send %j', async (name) => {
    const { fixture, host, api } = await open(() => ({ data: null }));
    await send(fixture, host, name);
    expect(api.sent).toEqual([]);
    expect(host.querySelector('#domain-name-hint')?.getAttribute('role')).toBe('alert');
  });

  it('says at the field that the domain is taken, and keeps the name', async () => {
    const { fixture, host } = await open(() => ({
      data: { addDomain: { __typename: 'DomainTaken', code: 'DOMAIN_TAKEN', message: 'taken.test belongs to another workspace.', path: ['name'] } },
    }));
    await send(fixture, host, 'taken.test');
    expect(host.querySelector('#domain-name-hint')?.textContent).toBe('taken.test belongs to another workspace.');
    expect(host.querySelector('input')?.value).toBe('taken.test');
    expect(host.querySelector('input')?.getAttribute('aria-invalid')).toBe('true');
  });

  it('names the request when the API itself failed', async () => {
    const { fixture, host } = await open(() => ({
      data: null,
      errors: [{ message: 'The mail server has not answered.', extensions: { code: 'BACKEND_UNAVAILABLE', requestId: 'r-7' } }],
    }));
    await send(fixture, host, 'acme-labs.test');
    expect(host.textContent).toContain('The mail server has not answered.');
    expect(host.textContent).toContain('r-7');
  });
});
