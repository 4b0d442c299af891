import { Component, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { FakeApi } from '../../graphql/testing/fake-api';
import { settle } from '../../graphql/testing/settle';
import type { MailWords } from '../mail-settings';
import { RoleAddresses } from './role-addresses';
import { RoleAddressesHint } from './role-addresses-hint';

@Component({
  imports: [RoleAddresses, RoleAddressesHint],
  template: `
    <dz-role-addresses-hint slug="acme" />
    <dz-role-addresses slug="acme" (changed)="went.set($event)" />
  `,
})
class Host {
  readonly went = signal<MailWords | null>(null);
}

const address = (name: string, more: Record<string, unknown> = {}): Record<string, unknown> => ({ __typename: 'RoleAddress', role: name.startsWith('abuse') ? 'ABUSE' : 'POSTMASTER', address: name, reached: false, kind: 'NOBODY', mailboxAddress: null, listId: null, advice: 'Nobody has this address.', ...more });

const open = async (...domains: Record<string, unknown>[][]): Promise<{ host: HTMLElement; words: (part: string) => string | undefined; went: () => MailWords | null; press: (label: string) => Promise<void> }> => {
  const data = { tenant: { __typename: 'Tenant', id: 't-1', domains: domains.map((roleAddresses, index) => ({ __typename: 'Domain', id: `d-${index}`, name: `d${index}.test`, roleAddresses })) } };
  const api = new FakeApi({ RoleAddresses: () => ({ data, errors: [] }) });
  TestBed.resetTestingModule().configureTestingModule({ providers: [api.provide(), provideRouter([])] });
  const fixture = TestBed.createComponent(Host);
  await settle(fixture);
  const host = fixture.nativeElement as HTMLElement;
  return {
    host,
    words: (part) => host.querySelector(part)?.textContent.replace(/\s+/g, ' ').trim(),
    went: () => fixture.componentInstance.went(),
    press: async (label) => {
      host.querySelector<HTMLElement>(`[aria-label="${label}"]`)?.click();
      await settle(fixture);
    },
  };
};

describe('RoleAddresses', () => {
  it('offers a mailbox or a list for what nobody has', async () => {
    const { words, press, went } = await open([address('postmaster@d0.test'), address('abuse@d0.test', { reached: true, kind: 'ALIAS', mailboxAddress: 'mia@d0.test', advice: null })]);
    expect(words('dz-role-addresses-hint')).toBe('Mail to postmaster@d0.test reaches nobody. Choose who gets it');
    expect(words('tbody tr:first-child')).toMatch(/postmaster@d0\.test Nobody Nobody has this address\. ?Reaches nobody ?Give to a mailbox ?Create list/);
    expect(words('tbody tr:last-child')).toMatch(/abuse@d0\.test mia@d0\.test ?Reaches somebody ?Who receives/);
    await press('Give postmaster@d0.test to a mailbox');
    expect(went()).toEqual({ new: 'alias', address: 'postmaster@d0.test' });
    await press('Create a list postmaster@d0.test');
    expect(went()).toEqual({ new: 'list', address: 'postmaster@d0.test' });
  });

  it('leads to the alias that is off and to the list that hands on to nobody', async () => {
    const { host } = await open([address('postmaster@d0.test', { kind: 'ALIAS', mailboxAddress: 'mia@d0.test' }), address('abuse@d0.test', { kind: 'LIST', listId: 'l-1' })]);
    const at = (label: string): string | null | undefined => host.querySelector(`[aria-label="${label}"]`)?.getAttribute('href');
    expect([at('Open the alias postmaster@d0.test'), at('Open the list abuse@d0.test')]).toEqual(['/?q=postmaster@d0.test', '/?tab=lists&list=l-1']);
  });

  it('gives no hint when all is well, and says when there is no domain for it', async () => {
    const well = await open([address('postmaster@d0.test', { reached: true, kind: 'MAILBOX', advice: null })], []);
    expect(well.words('dz-role-addresses-hint')).toBe('');
    const none = await open([]);
    expect(none.words('dz-empty-state')).toMatch(/No domain has its records right yet/);
  });
});
