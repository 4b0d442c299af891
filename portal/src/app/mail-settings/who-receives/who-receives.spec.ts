import { Component, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { type Answer, FakeApi } from '../../graphql/testing/fake-api';
import { settle } from '../../graphql/testing/settle';
import type { MailWords } from '../mail-settings';
import { WhoReceives } from './who-receives';

@Component({
  imports: [WhoReceives],
  template: `<dz-who-receives slug="acme" [address]="address()" (changed)="went.set($event)" />`,
})
class Host {
  readonly address = signal<string | undefined>(undefined);
  readonly went = signal<MailWords | null>(null);
}

const hop = (address: string, depth: number, kind: string, outcome: string, note: string | null = null): Record<string, unknown> => ({ __typename: 'DeliveryHop', address, depth, kind, outcome, note, listId: null, member: kind === 'MAILBOX' ? { __typename: 'Member', id: 'm-1', displayName: 'Mia Lindqvist' } : null });
const path = (more: Record<string, unknown>): Record<string, unknown> => ({ __typename: 'DeliveryPath', address: 'team@acme.test', verdict: 'PARTLY', mailboxCount: 1, outsideCount: 0, refusedCount: 1, truncated: false, hops: [hop('team@acme.test', 0, 'LIST', 'HANDED_ON', 'Team'), hop('mia@acme.test', 1, 'MAILBOX', 'DELIVERED'), hop('old@acme.test', 1, 'ALIAS', 'REFUSED', 'The alias is switched off.')], atMailServer: { __typename: 'DeliveryCheck', differences: [], catchAll: null, subAddressing: true }, ...more });
const answer = (more: Record<string, unknown>, errors: { message: string; path: (string | number)[]; extensions: { code: string } }[] = []): Answer => () => ({ data: { tenant: { __typename: 'Tenant', id: 't-1', deliveryPath: path(more) } }, errors });

const open = async (address: string | undefined, given: Answer = answer({})) => {
  const api = new FakeApi({ WhoReceives: given });
  TestBed.resetTestingModule().configureTestingModule({ providers: [api.provide(), provideRouter([])] });
  const fixture = TestBed.createComponent(Host);
  fixture.componentInstance.address.set(address);
  await settle(fixture);
  const host = fixture.nativeElement as HTMLElement;
  return {
    api,
    host,
    went: () => fixture.componentInstance.went(),
    ask: async (text: string): Promise<void> => {
      const box = host.querySelector<HTMLInputElement>('#who-address');
      if (box === null) throw new Error('no box');
      box.value = text;
      box.dispatchEvent(new Event('input'));
      host.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }));
      await settle(fixture);
    },
  };
};

describe('WhoReceives', () => {
  it('asks for a whole address, and takes it into the address of the page', async () => {
    const { host, api, ask, went } = await open(undefined);
    await ask('team');
    expect([host.querySelector('[role="alert"]')?.textContent, went(), api.count('WhoReceives')]).toEqual(['Enter a whole address, such as info@example.com.', null, 0]);
    await ask(' Team@Acme.test ');
    expect(went()).toEqual({ address: 'team@acme.test' });
  });

  it('shows the way with what is refused on it, and the person whose mailbox it ends in as a link', async () => {
    const { host } = await open('team@acme.test');
    const shown = [...host.querySelectorAll('.lines li')].map((item) => [item.querySelector('.truncate')?.textContent, item.querySelector('dz-badge')?.textContent.trim()]);
    expect(shown).toEqual([['team@acme.test', 'Handed on'], ['mia@acme.test', 'Delivered'], ['old@acme.test', 'Refused']]);
    expect(host.textContent).toContain('The alias is switched off.');
    expect(host.querySelector('.lines a')?.getAttribute('href')).toBe('/t/acme/users?user=m-1');
    expect(host.textContent).toContain('1 mailbox, 1 refusal');
    expect(host.textContent).toContain('The mail server sees it the same way.');
  });

  it('says where the mail server differs, or that it could not be asked', async () => {
    const differs = await open('team@acme.test', answer({ atMailServer: { __typename: 'DeliveryCheck', differences: ['At the mail server the alias old@acme.test is switched on.'], catchAll: null, subAddressing: true } }));
    expect(differs.host.textContent).toContain('At the mail server the alias old@acme.test is switched on.');
    const down = await open('team@acme.test', answer({ atMailServer: null }, [{ message: 'Stalwart cannot be reached.', path: ['tenant', 'deliveryPath', 'atMailServer'], extensions: { code: 'BACKEND_UNAVAILABLE' } }]));
    expect(down.host.textContent).toContain('Whether the mail server has it could not be asked. Stalwart cannot be reached.');
    expect(down.host.querySelectorAll('.lines li')).toHaveLength(3);
  });
});
