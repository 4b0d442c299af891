import { TestBed } from '@angular/core/testing';
import { settle } from '../graphql/testing/settle';
import { Session } from '../session/session';
import { MemberMenu } from './member-menu';
import { memberRow } from './testing/member-row';

const items = async (member: ReturnType<typeof memberRow>): Promise<string[]> => {
  TestBed.resetTestingModule().configureTestingModule({ providers: [{ provide: Session, useValue: { viewer: () => null } }] });
  const fixture = TestBed.createComponent(MemberMenu);
  fixture.componentRef.setInput('member', member);
  await settle(fixture);
  (fixture.nativeElement as HTMLElement).querySelector('button')?.click();
  await settle(fixture);
  return [...document.querySelectorAll('[role="menuitem"]')].map((item) => item.textContent.trim());
};

describe('MemberMenu', () => {
  it('sets up devices for whoever has a mailbox, and for nobody else', async () => {
    const setUp = ['Apple Mail profile', 'Copy set-up link'];
    expect(await items(memberRow())).toEqual(expect.arrayContaining(setUp));
    const without = await items(memberRow({ mailbox: null }));
    expect(without).toContain('Open details');
    for (const item of setUp) expect(without).not.toContain(item);
  });
});
