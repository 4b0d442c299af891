import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { FakeApi } from '../../graphql/testing/fake-api';
import { settle } from '../../graphql/testing/settle';
import { Domain } from './domain';

const record = (kind: string, state: string, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  __typename: 'DnsRecord',
  kind,
  type: 'TXT',
  host: `${kind.toLowerCase()}.acme-labs.test`,
  value: `value of ${kind}`,
  valueToPublish: `value of ${kind}`,
  required: true,
  state,
  found: [],
  advice: null,
  propagatesAt: null,
  ...more,
});

const domain = (records: readonly Record<string, unknown>[], more: Record<string, unknown> = {}): Record<string, unknown> => ({
  __typename: 'Domain',
  id: 'd-1',
  name: 'acme-labs.test',
  isPrimary: false,
  status: 'NEEDS_ATTENTION',
  recordsToFix: 2,
  checkedAt: null,
  createdAt: '2026-11-23T06:00:00Z',
  dmarcPolicy: 'NONE',
  spfPolicy: 'SOFT_FAIL',
  zoneFile: '',
  workflow: null,
  roleAddresses: [],
  records,
  ...more,
});

const before = [
  record('OWNERSHIP', 'OK'),
  record('SPF', 'WARN', { found: ['v=spf1 ~all'], advice: 'Replace the record.' }),
  record('DKIM', 'OK', { host: 'a' }),
  record('DKIM', 'BAD', { host: 'b' }),
];

const open = async (
  current: () => Record<string, unknown> | null,
  recheck: () => Record<string, unknown> = () => ({}),
): Promise<{ host: HTMLElement; press: () => Promise<void> }> => {
  const api = new FakeApi({
    Domain: () => ({ data: { tenant: { __typename: 'Tenant', id: 't-1', mailHost: 'mail.acme.test', domain: current() } } }),
    RecheckDomain: () => ({ data: { recheckDomain: { __typename: 'DomainRechecked', recordsRead: true, domain: recheck() } } }),
  });
  TestBed.configureTestingModule({ providers: [api.provide(), provideRouter([])] });
  const fixture = TestBed.createComponent(Domain);
  fixture.componentRef.setInput('slug', 'acme');
  fixture.componentRef.setInput('id', 'd-1');
  await settle(fixture);
  const host = fixture.nativeElement as HTMLElement;
  const press = async (): Promise<void> => {
    [...host.querySelectorAll('button')].find((button) => button.textContent.trim() === 'Recheck')?.click();
    await settle(fixture);
  };
  return { host, press };
};

const score = (host: HTMLElement): string | undefined => host.querySelector('.score')?.textContent.replace(/\s+/g, ' ').trim();
const checklist = (host: HTMLElement): string[] =>
  [...host.querySelectorAll('.checklist li')].map((item) => `${item.querySelector('strong')?.textContent}: ${item.querySelector('.state')?.textContent}`);

describe('Domain', () => {
  it('asks for the proof alone while the domain is only claimed', async () => {
    const { host } = await open(() => domain([record('OWNERSHIP', 'BAD')], { status: 'CLAIMED' }));
    expect(host.textContent).toContain('Waiting for proof');
    expect(host.textContent).toContain('It changes nothing about your mail');
    expect([...host.querySelectorAll('a')].map(({ textContent }) => textContent.trim())).toContain('Continue set-up');
    expect(host.querySelector('dz-zone-file-button')).toBeNull();
    expect(host.querySelector('dz-sending-policy')).toBeNull();
  });

  it.each([
    ['that is only claimed and seen', domain([record('OWNERSHIP', 'OK')], { status: 'CLAIMED' }), 'The record is there. Changes of domains are switched off'],
    ['that somebody else has shown to be theirs', domain([record('OWNERSHIP', 'BAD', { found: ['value of OWNERSHIP'], advice: 'It is in use here by somebody else.' })], { status: 'CLAIMED' }), 'it is not taken as proof'],
    ['whose set-up stopped', domain([record('OWNERSHIP', 'OK')], { status: 'FAILED' }), 'The mail server has not said yet what else to publish.'],
  ])('asks for no record of a domain %s', async (_what, current, told) => {
    const { host } = await open(() => current);
    const text = host.textContent.replace(/\s+/g, ' ');
    expect(text).toContain(told);
    expect(text).not.toContain('Publish the record');
  });

  it('says of a claim that is primary that mailboxes live on it only once it is shown to be theirs', async () => {
    const { host } = await open(() => domain([record('OWNERSHIP', 'BAD')], { status: 'CLAIMED', isPrimary: true }));
    expect(host.textContent).toContain('once it is shown to be yours');
    expect(host.textContent).not.toContain('make another domain primary');
  });

  it('sums the records up as a score and a checklist, each purpose as bad as its worst record', async () => {
    const { host } = await open(() => domain(before));
    expect(score(host)).toBe('2 of 4 right');
    expect(checklist(host)).toEqual(['Ownership: Right', 'Permitted senders: Could be better', 'Signature: Missing']);
  });

  it('shows what was found and what to do where a record is not right', async () => {
    const { host } = await open(() => domain(before));
    const rows = [...host.querySelectorAll('tbody tr')].map((row) => row.textContent.replace(/\s+/g, ' '));
    expect(rows[1]).toContain('Found: v=spf1 ~all');
    expect(rows[1]).toContain('Replace the record.');
    expect(rows[3]).toContain('Missing');
    for (const row of [rows[0], rows[3]]) expect(row).not.toContain('Found');
  });

  it('turns the records to right when a recheck finds them', async () => {
    const after = domain(
      before.map((entry) => ({ ...entry, state: 'OK' })),
      { status: 'VERIFIED', recordsToFix: 0 },
    );
    const { host, press } = await open(
      () => domain(before),
      () => after,
    );
    await press();
    expect(score(host)).toBe('4 of 4 right');
    expect(host.textContent).toContain('Verified');
    expect(host.textContent).toContain('Nothing to do.');
  });

  it.each([
    ['OK', 'Nothing to do.'],
    ['WARN', 'What could be better stands below.'],
    ['UNKNOWN', 'not everything is known'],
  ])('does not say more of a verified domain than is known (%s)', async (state, words) => {
    const { host } = await open(() => domain([record('OWNERSHIP', 'OK'), record('SPF', state)], { status: 'VERIFIED', recordsToFix: 0 }));
    expect(host.querySelector('dz-panel')?.textContent.replace(/\s+/g, ' ')).toContain(words);
  });

  it('shows the steps while the domain is being set up', async () => {
    const step = {
      __typename: 'WorkflowStep',
      system: 'STALWART',
      name: 'create',
      title: 'Create the domain in the mail server',
      state: 'RUNNING',
      attempts: 1,
      lastError: null,
    };
    const workflow = {
      __typename: 'Workflow',
      id: 'w-1',
      kind: 'ADD_DOMAIN',
      state: 'RUNNING',
      startedAt: '2026-11-23T06:00:00Z',
      finishedAt: null,
      steps: [step],
    };
    const { host } = await open(() => domain([], { workflow, status: 'PENDING' }));
    expect(host.querySelector('dz-step-list')?.textContent).toContain('Create the domain in the mail server');
  });

  it('says that the domain is not here when it is not', async () => {
    const { host } = await open(() => null);
    expect(host.textContent).toContain('This domain is not here');
  });

  it('says which of the expected addresses reach nobody, beside the records and not among them', async () => {
    const roleAddresses = [{ __typename: 'RoleAddress', address: 'postmaster@acme-labs.test', reached: false }, { __typename: 'RoleAddress', address: 'abuse@acme-labs.test', reached: true }];
    const { host } = await open(() => domain([record('OWNERSHIP', 'OK')], { status: 'VERIFIED', roleAddresses }));
    const notice = host.querySelector('dz-unreached-addresses');
    expect([notice?.textContent.replace(/\s+/g, ' ').trim(), notice?.querySelector('a')?.getAttribute('href')]).toEqual(['Mail to postmaster@acme-labs.test reaches nobody. Choose who gets it', '/t/acme/mail?tab=roles']);
    expect(host.textContent).toContain('1 of 1 right');
  });
});
