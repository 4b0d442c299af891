import { TestBed } from '@angular/core/testing';
import { settle } from '../../../graphql/testing/settle';
import { memberDetails } from '../../testing/member-details';
import { UsernameAndMail } from './username-and-mail';

const shown = async (inputs: Record<string, unknown>): Promise<HTMLElement> => {
  const fixture = TestBed.createComponent(UsernameAndMail);
  for (const [name, value] of Object.entries({ mailboxProblem: null, open: true, ...inputs })) fixture.componentRef.setInput(name, value);
  await settle(fixture);
  return fixture.nativeElement as HTMLElement;
};

describe('UsernameAndMail', () => {
  it('shows the address with its mailbox and the Apple profile beside it', async () => {
    const host = await shown({ member: memberDetails() });
    expect(host.querySelector('dl')?.textContent).toMatch(/ada@acme\.test.*Active.*741 MB of 5 GB/s);
    expect(host.querySelector('a')?.getAttribute('href')).toBe('/mail/profile/b-1');
    expect(host.textContent).toContain('Reset password');
  });

  it('says that there is no mailbox, or why it cannot be seen', async () => {
    expect((await shown({ member: memberDetails({ mailbox: null }) })).textContent).toContain('There is no mailbox.');
    const down = await shown({ member: memberDetails({ mailbox: null }), mailboxProblem: 'Stalwart has not answered.' });
    expect(down.textContent).toContain('Stalwart has not answered.');
    expect(down.textContent).not.toContain('There is no mailbox.');
  });

  it('offers no change while one is under way', async () => {
    expect((await shown({ member: memberDetails(), open: false })).textContent).not.toContain('Reset password');
  });
});
