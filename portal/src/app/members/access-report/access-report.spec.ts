import { TestBed } from '@angular/core/testing';
import { FakeApi } from '../../graphql/testing/fake-api';
import { settle } from '../../graphql/testing/settle';
import { press } from '../testing/press';
import { AccessReport } from './access-report';
import type { AccessReportPartsFragment } from './access-report.generated';
import { accessReportFileName, accessReportText } from './access-report-text';
import { MemberAccessReport } from './member-access-report';
import { WorkflowAccessReport } from './workflow-access-report';

const report = (change: Partial<AccessReportPartsFragment> = {}): AccessReportPartsFragment => ({
  id: 'r-1',
  memberName: 'Ada Lovelace',
  address: 'ada@acme.test',
  reason: 'SUSPENDED',
  startedAt: '2026-11-25T21:00:00.000Z',
  finishedAt: '2026-11-25T21:00:01.234Z',
  proven: true,
  attempts: [
    { way: 'PORTAL_SESSION', system: 'DEZKY', outcome: 'REFUSED', detail: '1 open portal session presented to Dezky: refused.', at: '2026-11-25T21:00:01.000Z' },
    { way: 'MAIL_IMAP', system: 'STALWART', outcome: 'REFUSED', detail: 'Stalwart refused a log-in in the owner’s name.', at: '2026-11-25T21:00:01.100Z' },
    { way: 'MAIL_OPEN_CONNECTION', system: 'STALWART', outcome: 'NOT_TESTED', detail: 'Not tested, and cannot be ended from here.', at: '2026-11-25T21:00:01.200Z' },
  ],
  ...change,
});
const answered = (given: AccessReportPartsFragment | null): Record<string, unknown> | null => given && { __typename: 'AccessReport', ...given, attempts: given.attempts.map((attempt) => ({ __typename: 'AccessAttempt', ...attempt })) };

const show = async (given: AccessReportPartsFragment) => {
  TestBed.configureTestingModule({});
  const fixture = TestBed.createComponent(AccessReport);
  fixture.componentRef.setInput('report', given);
  await settle(fixture);
  return { fixture, host: fixture.nativeElement as HTMLElement };
};

describe('AccessReport', () => {
  it('says for each way in what the system said and when, in UTC', async () => {
    const { host } = await show(report());
    expect(host.textContent).toContain('Kept out');
    expect(host.querySelector('summary')?.textContent).toBe('3 ways in: 2 refused, 1 not tested');
    const [first] = host.querySelectorAll('li');
    expect(first?.textContent).toMatch(/Open portal sessions\s*Refused\s*1 open portal session presented to Dezky: refused\.\s*Dezky, 21:00:01 UTC/);
    expect(host.querySelector('details')?.open).toBe(false);
  });

  it('opens at once on what is still open, and does not call it kept out', async () => {
    const [first, second, third] = report().attempts;
    const { host } = await show(report({ proven: false, attempts: [first, { ...second, outcome: 'LET_IN', detail: 'Stalwart let a log-in in.' }, third] as never }));
    expect(host.textContent).toContain('Not proven');
    expect(host.textContent).not.toContain('Kept out');
    expect(host.querySelector('summary')?.textContent).toContain('1 let in');
    expect(host.querySelector('details')?.open).toBe(true);
    expect(host.querySelector('li.wrong')?.textContent).toContain('Let in');
  });

  it('is downloaded as a file named for the person and the day', async () => {
    const saved: Blob[] = [];
    const names: string[] = [];
    URL.createObjectURL = (blob) => (saved.push(blob as Blob), 'blob:report');
    URL.revokeObjectURL = () => undefined;
    const click = jest.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      names.push(`${this.download} ${this.href}`);
    });
    const { fixture } = await show(report());
    document.body.append(fixture.nativeElement as HTMLElement);
    await press(fixture, 'Download report');
    expect(names).toEqual(['access-report-ada@acme.test-2026-11-25.txt blob:report']);
    expect(saved[0]?.type).toBe('text/plain;charset=utf-8');
    click.mockRestore();
  });
});

describe('the file', () => {
  it('says which system said what and when', () => {
    expect(accessReportText(report())).toBe(
      [
        'Access report',
        '',
        'Person:       Ada Lovelace <ada@acme.test>',
        'Change:       Suspended',
        'Asked for:    2026-11-25T21:00:00.000Z',
        'Last attempt: 2026-11-25T21:00:01.234Z',
        'Result:       No way in that can be tried is open.',
        'Report:       r-1',
        '',
        'Each way in, when it was tried, which system was asked, and what it said. Times are in UTC.',
        '',
        '2026-11-25T21:00:01.000Z  Dezky',
        '  Open portal sessions: REFUSED',
        '  1 open portal session presented to Dezky: refused.',
        '',
        '2026-11-25T21:00:01.100Z  Stalwart',
        '  Mail by IMAP: REFUSED',
        '  Stalwart refused a log-in in the owner’s name.',
        '',
        '2026-11-25T21:00:01.200Z  Stalwart',
        '  Mail programs connected before: NOT TESTED',
        '  Not tested, and cannot be ended from here.',
        '',
      ].join('\n'),
    );
    expect(accessReportText(report({ proven: false }))).toContain('Not proven');
  });

  it('has a name that every file system takes', () => {
    expect(accessReportFileName({ address: 'a/..\\b:c@acme.test', startedAt: '2026-11-25T23:59:59.999Z' })).toBe('access-report-a_.._b_c@acme.test-2026-11-25.txt');
  });
});

describe('where it comes from', () => {
  const open = async <T>(component: new () => T, answers: FakeApi['answers'], inputs: Record<string, string>): Promise<HTMLElement> => {
    const api = new FakeApi(answers);
    TestBed.configureTestingModule({ providers: [api.provide()] });
    const fixture = TestBed.createComponent(component);
    for (const [name, value] of Object.entries(inputs)) fixture.componentRef.setInput(name, value);
    await settle(fixture);
    return fixture.nativeElement as HTMLElement;
  };
  const tenant = (more: Record<string, unknown>) => ({ data: { tenant: { __typename: 'Tenant', id: 't-1', ...more } } });

  it('is the member, who may have none', async () => {
    const member = (accessReport: unknown, status = 'SUSPENDED') => () => tenant({ member: { __typename: 'Member', id: 'm-1', status, accessReport } });
    expect((await open(MemberAccessReport, { MemberAccessReport: member(answered(report())) }, { slug: 'acme', memberId: 'm-1' })).textContent).toContain('Kept out');
    TestBed.resetTestingModule();
    const again = await open(MemberAccessReport, { MemberAccessReport: member(answered(report()), 'ACTIVE') }, { slug: 'acme', memberId: 'm-1' });
    expect(again.textContent).toContain('Let in again since');
    expect(again.textContent).not.toContain('Kept out');
    TestBed.resetTestingModule();
    expect((await open(MemberAccessReport, { MemberAccessReport: member(null) }, { slug: 'acme', memberId: 'm-1' })).textContent.trim()).toBe('');
  });

  it('is the work, also when the member is gone', async () => {
    const host = await open(WorkflowAccessReport, { WorkflowAccessReport: () => tenant({ accessReport: answered(report({ reason: 'REMOVED' })) }) }, { slug: 'acme', workflowId: 'w-1' });
    expect(host.textContent).toContain('Removed');
  });

  it('is said when it does not load', async () => {
    const failing = () => ({ ...tenant({ accessReport: null }), errors: [{ message: 'Identity cannot be reached right now.', path: ['tenant', 'accessReport'], extensions: { code: 'BACKEND_UNAVAILABLE' } }] });
    expect((await open(WorkflowAccessReport, { WorkflowAccessReport: failing }, { slug: 'acme', workflowId: 'w-1' })).textContent).toContain('The access report did not load. Identity cannot be reached right now.');
  });
});
