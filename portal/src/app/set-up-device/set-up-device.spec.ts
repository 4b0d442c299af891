import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { FakeApi } from '../graphql/testing/fake-api';
import { settle } from '../graphql/testing/settle';
import { Session } from '../session/session';
import { SetUpDevice } from './set-up-device';

const mailbox = (id: string, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  __typename: 'Mailbox',
  id,
  address: `${id}@acme.test`,
  state: 'ACTIVE',
  appleProfileUrl: `/profiles/mail/${id}.mobileconfig`,
  servers: [['IMAP', 993], ['POP3', 995], ['SUBMISSION', 465]].map(([protocol, port]) => ({ __typename: 'MailServer', protocol, host: 'mail.dezky.test', port })),
  ...more,
});
const membership = (id: string, box: unknown): Record<string, unknown> => ({ __typename: 'Membership', id, tenant: { __typename: 'Tenant', id: `t-${id}`, name: 'Acme' }, mailbox: box });

const open = async (memberships: readonly unknown[], inputs: Record<string, string> = {}): Promise<HTMLElement> => {
  const api = new FakeApi({ SetUpDevice: () => ({ data: { viewer: { __typename: 'Viewer', memberships } } }) });
  TestBed.resetTestingModule().configureTestingModule({ providers: [api.provide(), provideRouter([]), { provide: Session, useValue: { viewer: () => null, workspaces: () => [] } }] });
  const fixture = TestBed.createComponent(SetUpDevice);
  for (const [name, value] of Object.entries(inputs)) fixture.componentRef.setInput(name, value);
  await settle(fixture);
  return fixture.nativeElement as HTMLElement;
};
const current = (host: HTMLElement): string[] => [...host.querySelectorAll('[aria-current]')].map((link) => link.textContent.trim());
const copied = (host: HTMLElement): string[] => [...host.querySelectorAll('dz-copy-field code')].map((code) => code.textContent);

describe('SetUpDevice', () => {
  it('gives Apple’s devices the profile, and what to type for whoever wants that', async () => {
    const host = await open([membership('m-1', mailbox('ada'))], { device: 'iphone' });
    expect(current(host)).toEqual(['iPhone & iPad']);
    expect(host.querySelector('a[href="/profiles/mail/ada.mobileconfig"]')?.textContent.trim()).toBe('Download the profile');
    expect(host.querySelectorAll('ol li')).toHaveLength(4);
    expect(host.textContent).toContain('By hand instead');
  });

  it('gives other programs the servers of the mailbox to copy, POP3 only where it may be needed', async () => {
    const android = await open([membership('m-1', mailbox('ada'))], { device: 'android' });
    expect(android.querySelector('a[href$=".mobileconfig"]')).toBeNull();
    expect(copied(android)).toEqual(['ada@acme.test', 'mail.dezky.test', 'mail.dezky.test', expect.stringContaining('/set-up-device')]);
    expect(android.querySelector('dl')?.textContent).toMatch(/To read \(IMAP\).*Port 993.*To send \(SMTP\).*Port 465/s);
    expect(android.textContent).not.toContain('POP3');
    const other = await open([membership('m-1', mailbox('ada'))], { device: 'other' });
    expect(other.querySelector('dl')?.textContent).toMatch(/To read \(POP3\).*Port 995/s);
  });

  it('takes an unknown device in the address for none, and shows one that there is', async () => {
    const host = await open([membership('m-1', mailbox('ada'))], { device: 'toaster' });
    expect(current(host)).toHaveLength(1);
    expect(host.querySelectorAll('ol li').length).toBeGreaterThan(0);
  });

  it('lets somebody with two mailboxes choose', async () => {
    const both = [membership('m-1', mailbox('ada')), membership('m-2', mailbox('countess'))];
    expect((await open(both, { device: 'mac' })).querySelector('h1 + p')?.textContent).toContain('ada@acme.test');
    const host = await open(both, { device: 'mac', mailbox: 'countess' });
    expect(current(host)).toEqual(['countess@acme.test', 'Mac']);
    expect(host.querySelector('a[href$=".mobileconfig"]')?.getAttribute('href')).toBe('/profiles/mail/countess.mobileconfig');
  });

  it.each([
    ['FROZEN', 'Your mailbox is suspended. Ask an administrator of Acme.'],
    ['PENDING', 'Your mailbox is not ready yet.'],
  ])('says so while a mailbox is %s, and offers nothing', async (state, words) => {
    const host = await open([membership('m-1', mailbox('ada', { state }))]);
    expect(host.textContent).toContain(words);
    expect(host.querySelector('ol, dl')).toBeNull();
  });

  it('tells somebody without a mailbox whom the page is for', async () => {
    const host = await open([membership('m-1', null)]);
    expect(host.textContent).toContain('You have no mailbox here');
    expect(copied(host)).toEqual([expect.stringContaining('/set-up-device')]);
  });
});
