import { TestBed } from '@angular/core/testing';
import { FakeApi } from '../../graphql/testing/fake-api';
import { settle } from '../../graphql/testing/settle';
import { Session } from '../../session/session';
import type { MemberRowFragment } from '../members.generated';
import { memberRow } from '../testing/member-row';
import { viewer } from '../testing/viewer';
import { BulkDialog } from './bulk-dialog';
import { BulkRun } from './bulk-run';

const row = (id: string, more: Partial<MemberRowFragment> = {}): MemberRowFragment => memberRow({ id, displayName: id, user: { id: `u-${id}`, email: `${id}@acme.test` }, ...more });

describe('BulkDialog', () => {
  it('says who takes part and why others do not, before anything is sent', async () => {
    const api = new FakeApi({
      Viewer: viewer('u-Anders'),
      SuspendMember: () => ({ data: { suspendMember: { __typename: 'NotYourself', code: 'NOT_YOURSELF', message: 'Somebody else was quicker.', path: null } } }),
    });
    TestBed.configureTestingModule({ providers: [api.provide(), BulkRun, Session] });
    const fixture = TestBed.createComponent(BulkDialog);
    fixture.componentRef.setInput('slug', 'acme');
    fixture.componentRef.setInput('act', 'suspend');
    fixture.componentRef.setInput('members', [
      row('Ada'),
      row('Olivia', { role: 'OWNER', roleLock: 'OWNER' }),
      row('Anders', { role: 'ADMIN', roleLock: 'SELF' }),
      row('Bo', { status: 'SUSPENDED' }),
      row('Cleo', { role: 'ADMIN', roleLock: 'LAST_ADMIN' }),
    ]);
    await settle(fixture);
    const host = fixture.nativeElement as HTMLElement;
    const list = (label: string): string[] => [...host.querySelectorAll(`ul[aria-label="${label}"] li`)].map((item) => item.textContent.trim());
    expect(host.querySelector('h2')?.textContent).toBe('Suspend 2 users');
    expect(list('Takes part')).toEqual(['AdaAda@acme.test', 'CleoCleo@acme.test']);
    expect(list('Left out')).toEqual([
      'OliviaThe owner stays until the workspace has another.',
      'AndersThis is you. Another administrator can do it.',
      'BoIs suspended already.',
    ]);
    expect(api.count('SuspendMember')).toBe(0);

    [...host.querySelectorAll('button')].find((button) => button.textContent.trim() === 'Suspend 2')?.click();
    await settle(fixture);
    expect(host.querySelector('h2')?.textContent).toBe('Suspend 2 users: 0 done, 2 not');
    expect(list('Users').every((words) => words.includes('Somebody else was quicker.') && words.endsWith('Refused'))).toBe(true);
  });
});
