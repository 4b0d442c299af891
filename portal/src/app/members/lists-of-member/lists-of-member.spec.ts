import { Component, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { type Answer, FakeApi } from '../../graphql/testing/fake-api';
import { settle } from '../../graphql/testing/settle';
import { ListsOfMember } from './lists-of-member';

@Component({ imports: [ListsOfMember], template: `<dz-lists-of-member slug="acme" memberId="m-1" [leaves]="leaves()" />` })
class Host {
  readonly leaves = signal(true);
}

const membership = (name: string, onlyRecipient = false): Record<string, unknown> => ({ __typename: 'ListMembership', onlyRecipient, list: { __typename: 'DistributionList', id: `l-${name}`, name, address: `${name.toLowerCase()}@acme.test` } });
const lists = (memberships: Record<string, unknown>[], count = memberships.length, onlyRecipientCount = memberships.filter(({ onlyRecipient }) => onlyRecipient).length): Answer => () => ({
  data: { tenant: { __typename: 'Tenant', id: 't-1', member: { __typename: 'Member', id: 'm-1', mailbox: { __typename: 'Mailbox', id: 'b-1', listMemberships: { __typename: 'ListMemberships', count, onlyRecipientCount, memberships } } } } },
});

const words = async (answer: Answer, leaves = true): Promise<{ text: string; links: (string | null)[] }> => {
  const api = new FakeApi({ ListsOfMember: answer });
  TestBed.resetTestingModule().configureTestingModule({ providers: [api.provide(), provideRouter([])] });
  const fixture = TestBed.createComponent(Host);
  fixture.componentInstance.leaves.set(leaves);
  await settle(fixture);
  const host = fixture.nativeElement as HTMLElement;
  return { text: host.textContent.replace(/\s+/g, ' ').trim(), links: [...host.querySelectorAll('a')].map((link) => link.getAttribute('href')) };
};

describe('ListsOfMember', () => {
  it('names the lists they leave, and those that are left empty as links', async () => {
    const { text, links } = await words(lists([membership('Support', true), membership('Sales'), membership('Team')]));
    expect(text).toBe('They are taken out of 3 distribution lists: Support, Sales, Team.One of them has no other recipient. Mail to it will be refused. Add somebody first. Supportsupport@acme.test');
    expect(links).toEqual(['/t/acme/mail?tab=lists&list=l-Support']);
  });

  it('says that whoever is suspended stays in them', async () => {
    const { text } = await words(lists([membership('Sales')]), false);
    expect(text).toBe('They stay in one distribution list: Sales. Mail goes on arriving in their mailbox, and they cannot read it.');
  });

  it('says what it means when they are alone in their only list', async () => {
    const { text } = await words(lists([membership('Sales', true)]), false);
    expect(text).toContain('It has no other recipient. Nobody reads its mail meanwhile. Add somebody first.');
  });

  it('counts what it does not name', async () => {
    const many = Array.from({ length: 20 }, (_, index) => membership(`L${index}`, true));
    const { text, links } = await words(lists(many, 30, 30));
    expect(text).toContain('30 distribution lists: L0, L1, L2, L3, L4 and 25 more.');
    expect([text.endsWith('And 25 more.'), links.length]).toEqual([true, 5]);
  });

  it('says nothing without lists, and says so when they could not be read', async () => {
    expect((await words(lists([]))).text).toBe('');
    const failed = await words(() => ({ data: { tenant: { __typename: 'Tenant', id: 't-1', member: { __typename: 'Member', id: 'm-1', mailbox: null } } }, errors: [{ message: 'Mail cannot be reached.', path: ['tenant', 'member', 'mailbox'], extensions: { code: 'BACKEND_UNAVAILABLE' } }] }));
    expect(failed.text).toBe('Which distribution lists they are in could not be read. Mail cannot be reached.');
  });
});
