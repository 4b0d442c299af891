import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { type Answer, FakeApi } from '../../graphql/testing/fake-api';
import { settle } from '../../graphql/testing/settle';
import type { MemberImportFactsFragment } from '../member-imports.generated';
import { importFacts } from '../testing/import-facts';
import { UndoImportDialog } from './undo-import-dialog';

const count = (totalCount: number): object => ({ __typename: 'MemberImportRowConnection', totalCount });
const loss: Answer = () => ({ data: { tenant: { __typename: 'Tenant', id: 't-1', memberImport: { __typename: 'MemberImport', id: 'i-1', created: count(2), changed: count(1) } } } });

const open = async (of: MemberImportFactsFragment, undo: Answer, lost = loss): Promise<{ fixture: ComponentFixture<UndoImportDialog>; host: HTMLElement; api: FakeApi; gone: () => number }> => {
  const api = new FakeApi({ UndoLoss: lost, UndoMemberImport: undo });
  TestBed.configureTestingModule({ providers: [api.provide()] });
  const fixture = TestBed.createComponent(UndoImportDialog);
  fixture.componentRef.setInput('slug', 'acme');
  fixture.componentRef.setInput('of', of);
  let dismissed = 0;
  fixture.componentInstance.dismiss.subscribe(() => (dismissed += 1));
  await settle(fixture);
  return { fixture, host: fixture.nativeElement as HTMLElement, api, gone: () => dismissed };
};

const type = async (fixture: ComponentFixture<UndoImportDialog>, text: string): Promise<void> => {
  const host = fixture.nativeElement as HTMLElement;
  const box = host.querySelector('input');
  if (box === null) throw new Error('no field');
  box.value = text;
  box.dispatchEvent(new Event('input'));
  host.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }));
  await settle(fixture);
};

describe('UndoImportDialog', () => {
  it('names what will be lost and undoes only when the name of the file was typed', async () => {
    const undone: Answer = () => ({ data: { undoMemberImport: { __typename: 'MemberImportUndone', memberImport: importFacts({ state: 'UNDOING' }) } } });
    const { fixture, host, api, gone } = await open(importFacts({ state: 'PAUSED' }, { done: 3, pending: 5, running: 1 }), undone);
    const lost = [...host.querySelectorAll('li')].map(({ textContent }) => textContent.trim());
    expect(lost).toEqual([
      '2 users this import created: sign-in, mailbox with all its mail, drive with all its files',
      'The contact information that 1 user got from the file; what stood there before comes back',
      '5 users not begun yet: they are not imported any more',
      '1 user at work: they come to their end first, and are taken back then',
    ]);
    await type(fixture, 'people');
    expect([api.count('UndoMemberImport'), gone()]).toEqual([0, 0]);
    await type(fixture, 'people.csv');
    expect(api.sent.at(-1)).toMatchObject({ name: 'UndoMemberImport', variables: { input: { importId: 'i-1' } } });
    expect(gone()).toBe(1);
  });

  it('names the loss without figures where they did not load', async () => {
    const { host } = await open(importFacts({ state: 'FINISHED' }, { done: 3, pending: 0 }), loss, () => {
      throw new Error('offline');
    });
    expect(host.querySelector('ul')?.textContent).toMatch(/The users this import created.*that users got from the file/s);
  });

  it('stays and says why when it is refused', async () => {
    const { fixture, host, gone } = await open(importFacts({ state: 'FINISHED' }), () => ({ data: { undoMemberImport: { __typename: 'InvalidInput', code: 'INVALID_INPUT', message: 'Only an import that is paused or has finished can be undone.' } } }));
    await type(fixture, 'people.csv');
    expect(host.querySelector('dz-notice')?.textContent).toContain('Only an import that is paused');
    expect(gone()).toBe(0);
  });
});
