import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { FakeApi } from '../../graphql/testing/fake-api';
import { settle } from '../../graphql/testing/settle';
import { DomainSetUp } from './domain-set-up';

type Row = Record<string, unknown>;

const record = (kind: string, state: string): Row => ({ __typename: 'DnsRecord', kind, type: 'TXT', host: `${kind.toLowerCase()}.acme-labs.test`, value: `value of ${kind}`, valueToPublish: `value of ${kind}`, required: true, state, found: [], advice: null, propagatesAt: null });

const domain = (records: readonly Row[], more: Row = {}): Row => ({
  __typename: 'Domain',
  id: 'd-1',
  name: 'acme-labs.test',
  isPrimary: false,
  status: 'PENDING',
  recordsToFix: 2,
  checkedAt: null,
  createdAt: '2026-11-23T06:00:00Z',
  dmarcPolicy: 'NONE',
  spfPolicy: 'SOFT_FAIL',
  zoneFile: '; zone',
  workflow: null,
  roleAddresses: [],
  records,
  ...more,
});

const open = async (current: Row, after: Row = current): Promise<{ host: HTMLElement; fixture: ComponentFixture<DomainSetUp>; check: () => Promise<void> }> => {
  const api = new FakeApi({
    Domain: () => ({ data: { tenant: { __typename: 'Tenant', id: 't-1', mailHost: 'mail.acme.test', domain: current } } }),
    RecheckDomain: () => ({ data: { recheckDomain: { __typename: 'DomainRechecked', recordsRead: true, domain: after } } }),
  });
  TestBed.configureTestingModule({ providers: [api.provide(), provideRouter([])] });
  const fixture = TestBed.createComponent(DomainSetUp);
  fixture.componentRef.setInput('slug', 'acme');
  fixture.componentRef.setInput('id', 'd-1');
  await settle(fixture);
  const host = fixture.nativeElement as HTMLElement;
  const check = async (): Promise<void> => {
    [...host.querySelectorAll('button')].find((button) => button.textContent.trim() === 'Check')?.click();
    await settle(fixture);
  };
  return { host, fixture, check };
};

const here = (host: HTMLElement): string | undefined => host.querySelector('[aria-current="step"]')?.textContent.replace(/Done:|\d/g, '').trim();

describe('DomainSetUp', () => {
  it('waits for the mail server while that gets to know the domain', async () => {
    const step = { __typename: 'WorkflowStep', system: 'STALWART', name: 'await-dkim-keys', title: 'Wait for the signing keys', state: 'RUNNING', attempts: 1, lastError: null };
    const workflow = { __typename: 'Workflow', id: 'w-1', kind: 'ADD_DOMAIN', state: 'RUNNING', startedAt: '2026-11-23T06:00:00Z', finishedAt: null, steps: [step] };
    const { host } = await open(domain([record('OWNERSHIP', 'OK')], { workflow }));
    expect(here(host)).toBe('Publish the records');
    expect(host.textContent).toContain('Wait for the signing keys');
    expect(host.textContent).toContain('then you see what to publish');
    expect([...host.querySelectorAll<HTMLButtonElement>('dz-stages button')].map(({ disabled }) => disabled)).toEqual([false, false, false, true]);
  });

  it('asks for the ownership record first, and goes on when it is seen', async () => {
    const after = domain([record('OWNERSHIP', 'OK'), record('MX', 'BAD'), record('SPF', 'BAD')]);
    const { host, check } = await open(domain([record('OWNERSHIP', 'UNCHECKED')], { status: 'CLAIMED' }), after);
    expect(here(host)).toBe('Show that it is yours');
    expect(host.textContent).toContain('value of OWNERSHIP');
    // This step promises that nothing about mail changes; a file of it alone would help nobody.
    expect(host.querySelector('dz-zone-file-button')).toBeNull();
    await check();
    expect(here(host)).toBe('Publish the records');
    expect(host.textContent).toContain('value of MX');
    expect(host.querySelector('dz-zone-file-button')).not.toBeNull();
  });

  it('comes back to where the records are, and lets one look back but not ahead', async () => {
    const { host, fixture } = await open(domain([record('OWNERSHIP', 'OK'), record('MX', 'BAD')]));
    expect(here(host)).toBe('Publish the records');
    const stages = [...host.querySelectorAll<HTMLButtonElement>('dz-stages button')];
    expect(stages.map(({ disabled }) => disabled)).toEqual([false, false, false, true]);
    stages[1]?.click();
    await settle(fixture);
    expect(here(host)).toBe('Show that it is yours');
  });

  it('says so when the record is there and the operator has switched changes off', async () => {
    const { host } = await open(domain([record('OWNERSHIP', 'OK')], { status: 'CLAIMED' }));
    expect(here(host)).toBe('Show that it is yours');
    expect(host.textContent).toContain('the set-up goes on by itself');
  });

  it('names the ownership record again when it was taken away', async () => {
    const { host } = await open(domain([record('OWNERSHIP', 'BAD'), record('MX', 'OK')], { status: 'NEEDS_ATTENTION' }));
    expect(here(host)).toBe('Publish the records');
    expect(host.textContent).toContain('value of OWNERSHIP');
  });

  it('is done when the domain is verified', async () => {
    const { host } = await open(domain([record('OWNERSHIP', 'OK'), record('MX', 'OK')], { status: 'VERIFIED' }));
    expect(here(host)).toBe('Done');
    expect(host.textContent).toContain('Create a colleague');
  });
});
