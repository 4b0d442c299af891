import { TestBed } from '@angular/core/testing';
import { type Answer, FakeApi } from '../../graphql/testing/fake-api';
import { settle } from '../../graphql/testing/settle';
import { SendingPolicy } from './sending-policy';

const domain = { __typename: 'Domain', id: 'd-1', name: 'acme.test', isPrimary: true, status: 'VERIFIED', recordsToFix: 0, checkedAt: null, createdAt: '2026-11-23T06:00:00Z', dmarcPolicy: 'NONE', spfPolicy: 'SOFT_FAIL', zoneFile: '', workflow: null, records: [] as object[] };

const open = async (answer: Answer, shown: object = domain): Promise<{ host: HTMLElement; api: FakeApi; changed: jest.Mock; choose: (value: string) => Promise<void> }> => {
  const api = new FakeApi({ SetDmarcPolicy: answer, SetSpfPolicy: answer });
  TestBed.configureTestingModule({ providers: [api.provide()] });
  const fixture = TestBed.createComponent(SendingPolicy);
  fixture.componentRef.setInput('domain', shown);
  const changed = jest.fn();
  fixture.componentInstance.changed.subscribe(changed);
  await settle(fixture);
  const host = fixture.nativeElement as HTMLElement;
  const choose = async (value: string): Promise<void> => {
    host.querySelector<HTMLInputElement>(`input[value="${value}"]`)?.click();
    await settle(fixture);
  };
  return { host, api, changed, choose };
};

describe('SendingPolicy', () => {
  it('sets one policy at a time and has the records checked', async () => {
    const { api, changed, choose } = await open(({ input }) => {
      const { policy } = input as { policy: string };
      return policy === 'FAIL' ? { data: { setSpfPolicy: { __typename: 'SpfPolicySet', domain: { ...domain, spfPolicy: policy } } } } : { data: { setDmarcPolicy: { __typename: 'DmarcPolicySet', domain: { ...domain, dmarcPolicy: policy } } } };
    });
    await choose('QUARANTINE');
    await choose('FAIL');
    expect(api.sent.map(({ name, variables }) => [name, variables['input']])).toEqual([
      ['SetDmarcPolicy', { domainId: 'd-1', policy: 'QUARANTINE' }],
      ['SetSpfPolicy', { domainId: 'd-1', policy: 'FAIL' }],
    ]);
    expect(changed).toHaveBeenCalledTimes(2);
  });

  it('says why a policy was not changed', async () => {
    const { host, changed, choose } = await open(() => ({ data: { setDmarcPolicy: { __typename: 'InvalidInput', code: 'INVALID_INPUT', message: 'acme.test is being removed.', path: null } } }));
    await choose('REJECT');
    expect(host.textContent).toContain('The policy was not changed. acme.test is being removed.');
    expect(changed).not.toHaveBeenCalled();
  });

  it('warns while a policy bites and what is sent from here does not pass', async () => {
    const bad = { __typename: 'DnsRecord', kind: 'DKIM', type: 'TXT', host: 'x', value: 'y', valueToPublish: 'y', required: true, state: 'BAD', found: [], advice: null, propagatesAt: null };
    expect((await open(() => ({ data: null }), { ...domain, dmarcPolicy: 'REJECT', records: [bad] })).host.textContent).toContain('Put those right first.');
  });
});
