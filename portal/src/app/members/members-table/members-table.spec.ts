import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { FakeApi } from '../../graphql/testing/fake-api';
import { Session } from '../../session/session';
import type { MemberRowFragment } from '../members.generated';
import { memberRow } from '../testing/member-row';
import { viewer } from '../testing/viewer';
import { MembersTable } from './members-table';

const member = (id: string, displayName: string): MemberRowFragment => memberRow({ id, displayName });

const open = async (picked: readonly string[]) => {
  TestBed.configureTestingModule({ providers: [new FakeApi({ Viewer: viewer('u-admin') }).provide(), Session, provideRouter([])] });
  const fixture = TestBed.createComponent(MembersTable);
  fixture.componentRef.setInput('members', [member('ada', 'Ada Lovelace'), member('bo', 'Bo Ek'), member('cleo', 'Cleo Falk')]);
  fixture.componentRef.setInput('address', {});
  fixture.componentRef.setInput('picked', new Set(picked));
  const picks: (readonly string[])[] = [];
  fixture.componentInstance.pick.subscribe((ids) => picks.push([...ids]));
  const host = fixture.nativeElement as HTMLElement;
  document.body.append(host);
  await fixture.whenStable();
  const box = (label: string): HTMLInputElement => host.querySelector<HTMLInputElement>(`input[aria-label="${label}"]`)!;
  return { host, picks, box, table: fixture.componentInstance };
};

describe('MembersTable', () => {
  it('picks one, all, and none', async () => {
    const { picks, box } = await open(['bo']);
    expect(box('Select all users shown').indeterminate).toBe(true);
    box('Select Ada Lovelace').click();
    box('Select Bo Ek').click();
    box('Select all users shown').click();
    expect(picks).toEqual([['bo', 'ada'], [], ['ada', 'bo', 'cleo']]);
  });

  it('goes from row to row with the arrow keys, along the names or along the boxes', async () => {
    const { host, box } = await open([]);
    const names = [...host.querySelectorAll<HTMLElement>('.row-link')];
    const press = (key: string): void => {
      document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    };
    names[0]?.focus();
    press('ArrowDown');
    expect(document.activeElement).toBe(names[1]);
    press('ArrowUp');
    press('ArrowUp');
    expect(document.activeElement).toBe(names[0]);
    box('Select Bo Ek').focus();
    press('ArrowDown');
    expect(document.activeElement).toBe(box('Select Cleo Falk'));
  });

  it('gives the focus back to the box that was last used', async () => {
    const { box, table } = await open(['cleo']);
    table.focusPick();
    expect(document.activeElement).toBe(box('Select Ada Lovelace'));
    box('Select Cleo Falk').click();
    table.focusPick();
    expect(document.activeElement).toBe(box('Select Cleo Falk'));
  });

  it('marks the column that sorts', async () => {
    const { host } = await open([]);
    expect([...host.querySelectorAll('th')].map((head) => head.getAttribute('aria-sort'))).toEqual([null, 'ascending', null, null, null, null, null]);
  });
});
