import { TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';
import { type Answer, FakeApi } from '../../graphql/testing/fake-api';
import { settle } from '../../graphql/testing/settle';
import { RemoveDomainDialog } from './remove-domain-dialog';

const workflow = (state: string): Record<string, unknown> => ({ __typename: 'Workflow', id: 'w-1', kind: 'REMOVE_DOMAIN', state, startedAt: '2026-11-23T06:00:00Z', finishedAt: null, steps: [] });

const open = async (answer: Answer, progress: Answer = () => ({ data: { tenant: { __typename: 'Tenant', id: 't-1', domain: null } } }), claimed = false): Promise<{ host: HTMLElement; api: FakeApi; send: (name: string) => Promise<void>; press: (words: string) => Promise<void> }> => {
  const api = new FakeApi({ RemoveDomain: answer, DomainRemoval: progress });
  TestBed.configureTestingModule({ providers: [api.provide(), provideRouter([])] });
  const fixture = TestBed.createComponent(RemoveDomainDialog);
  for (const [name, value] of Object.entries({ slug: 'acme', domainId: 'd-1', name: 'acme-labs.test', claimed })) fixture.componentRef.setInput(name, value);
  await settle(fixture);
  const host = fixture.nativeElement as HTMLElement;
  const send = async (name: string): Promise<void> => {
    const box = host.querySelector('input') as HTMLInputElement;
    box.value = name;
    box.dispatchEvent(new Event('input'));
    host.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }));
    await settle(fixture);
  };
  const press = async (words: string): Promise<void> => {
    [...host.querySelectorAll('button')].find((button) => button.textContent.trim() === words)?.click();
    await settle(fixture);
  };
  return { host, api, send, press };
};

describe('RemoveDomainDialog', () => {
  it('asks for the name, and says that the domain is gone when it is', async () => {
    const { host, api, send, press } = await open(() => ({ data: { removeDomain: { __typename: 'DomainRemoved', domainId: 'd-1', name: 'acme-labs.test', workflow: workflow('RUNNING') } } }));
    const go = jest.spyOn(TestBed.inject(Router), 'navigateByUrl').mockResolvedValue(true);
    await send('acme.test');
    expect(api.count('RemoveDomain')).toBe(0);
    await send(' Acme-Labs.test ');
    expect(api.sent[0]?.variables).toEqual({ input: { domainId: 'd-1' } });
    expect(host.textContent).toContain('acme-labs.test is removed from the mail server.');
    await press('All domains');
    expect(go).toHaveBeenCalledWith('/t/acme/domains');
  });

  it('says of what was only claimed nothing of a mail server that never had it', async () => {
    const { host, send } = await open(() => ({ data: { removeDomain: { __typename: 'DomainRemoved', domainId: 'd-1', name: 'acme-labs.test', workflow: workflow('SUCCEEDED') } } }), undefined, true);
    expect(host.textContent).toContain('Nothing about mail changes');
    expect(host.textContent).not.toContain('signing keys');
    await send('acme-labs.test');
    expect(host.textContent).toContain('acme-labs.test is removed. Where its ownership record was published');
    expect(host.textContent).not.toContain('from the mail server');
  });

  it('names who uses the domain, as links, and how many more there are', async () => {
    const member = (id: string): Record<string, unknown> => ({ __typename: 'Member', id, displayName: `Person ${id}`, user: { __typename: 'User', id: `u-${id}`, email: `${id}@acme-labs.test` } });
    const { host, send } = await open(() => ({
      data: {
        removeDomain: {
          __typename: 'DomainInUse',
          code: 'DOMAIN_IN_USE',
          message: 'acme-labs.test is still in use by 3 mailboxes and 1 alias.',
          path: null,
          memberCount: 3,
          members: [member('a'), member('b')],
          aliasCount: 1,
          aliases: [{ __typename: 'MailAlias', address: 'info@acme-labs.test', mailbox: { __typename: 'Mailbox', id: 'b-1', member: { __typename: 'Member', id: 'c' } } }],
          distributionListCount: 1,
          distributionLists: [{ __typename: 'DistributionList', id: 'l-1', name: 'Sales', address: 'sales@acme-labs.test' }],
        },
      },
    }));
    await send('acme-labs.test');
    const uses = [...host.querySelectorAll('.uses li')].map((item) => item.textContent.replace(/\s+/g, ' ').trim());
    expect(uses).toEqual(['Person a a@acme-labs.test', 'Person b b@acme-labs.test', 'info@acme-labs.test alias', 'Sales sales@acme-labs.test, distribution list', 'and 1 more']);
    expect(host.querySelector('.uses a')?.getAttribute('href')).toBe('/t/acme/users?user=a');
  });

  it('shows where the removal stopped, with retry and undo', async () => {
    const stopped = { ...workflow('NEEDS_ATTENTION'), steps: [{ __typename: 'WorkflowStep', system: 'STALWART', name: 'destroy', title: 'Remove the domain from the mail server', state: 'FAILED', attempts: 1, lastError: 'The mail server still has lists.' }] };
    const { host, send } = await open(
      () => ({ data: { removeDomain: { __typename: 'DomainRemoved', domainId: 'd-1', name: 'acme-labs.test', workflow: workflow('RUNNING') } } }),
      () => ({ data: { tenant: { __typename: 'Tenant', id: 't-1', domain: { __typename: 'Domain', id: 'd-1', status: 'REMOVING', workflow: stopped } } } }),
    );
    await send('acme-labs.test');
    expect(host.textContent).toContain('The mail server still has lists.');
    expect(host.textContent).not.toContain('is removed');
  });
});
