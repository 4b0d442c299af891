import { Component, computed, inject, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { liveQuery } from '../../../graphql/live-query';
import { type Answer, FakeApi } from '../../../graphql/testing/fake-api';
import { HeldAnswers } from '../../../graphql/testing/held-answers';
import { settle } from '../../../graphql/testing/settle';
import { UnsavedSections } from '../../../ui/unsaved-sections';
import { press } from '../../testing/press';
import { workflowParts } from '../../testing/workflow-parts';
import { MailboxAliases } from './mailbox-aliases';
import { type MailboxAliasPartsFragment, MailboxAliasesDocument } from './mailbox-aliases.generated';

type Alias = MailboxAliasPartsFragment['aliases'][number];

const alias = (address: string, more: Partial<Alias> = {}): Alias => ({ __typename: 'MailAlias', address, enabled: true, description: null, ...more }) as Alias;

const mailbox = (aliases: readonly Alias[], work: Record<string, unknown> | null = null, state = 'ACTIVE'): MailboxAliasPartsFragment =>
  ({ __typename: 'Mailbox', id: 'b-1', state, aliases, aliasWorkflow: work }) as unknown as MailboxAliasPartsFragment;

@Component({
  imports: [MailboxAliases],
  providers: [UnsavedSections],
  template: `<dz-mailbox-aliases slug="acme" memberId="m-1" [mailbox]="mailbox()" />`,
})
class Host {
  readonly mailbox = signal(mailbox([]));
  readonly sections = inject(UnsavedSections);
}

/** A page that asks for the mailbox itself, as the drawer does. */
@Component({
  imports: [MailboxAliases],
  providers: [UnsavedSections],
  template: `@if (mailbox(); as it) {
    <dz-mailbox-aliases slug="acme" memberId="m-1" [mailbox]="it" />
  }`,
})
class Page {
  readonly query = liveQuery(MailboxAliasesDocument, () => ({ slug: 'acme', id: 'm-1' }));
  readonly mailbox = computed(() => this.query.data()?.tenant?.member?.mailbox ?? null);
}

const domain = (name: string, status = 'VERIFIED'): Record<string, unknown> => ({ __typename: 'Domain', id: name, name, isPrimary: false, status });
const domains =
  (...names: readonly Record<string, unknown>[]): Answer =>
  () => ({ data: { tenant: { __typename: 'Tenant', id: 't-1', domains: names } } });
const refused = (field: string, type: string, message: string, path: readonly string[]): Answer => () => ({ data: { [field]: { __typename: type, code: 'X', message, path } } });
const done = (field: string, type: string, aliases: readonly Alias[]): Answer => () => ({ data: { [field]: { __typename: type, mailbox: mailbox(aliases) } } });

const open = async (shown: MailboxAliasPartsFragment, answers: Record<string, Answer> = {}) => {
  const api = new FakeApi({ AddressChoices: domains(domain('acme.test'), domain('new.test', 'PENDING')), ...answers });
  TestBed.resetTestingModule().configureTestingModule({ providers: [api.provide()] });
  const fixture = TestBed.createComponent(Host);
  fixture.componentInstance.mailbox.set(shown);
  const host = fixture.nativeElement as HTMLElement;
  document.body.replaceChildren(host);
  await settle(fixture);
  const box = (id: string): HTMLInputElement => {
    const found = host.querySelector<HTMLInputElement>(`#${id}`);
    if (found === null) throw new Error(`no field ${id}`);
    return found;
  };
  return {
    fixture,
    api,
    host,
    box,
    sent: (name: string) => api.sent.filter((request) => request.name === name).map(({ variables }) => variables['input']),
    unsaved: () => fixture.componentInstance.sections.unsaved()?.title ?? null,
    show: async (next: MailboxAliasPartsFragment): Promise<void> => {
      fixture.componentInstance.mailbox.set(next);
      await settle(fixture);
    },
    type: async (id: string, text: string): Promise<void> => {
      box(id).value = text;
      box(id).dispatchEvent(new Event('input'));
      await settle(fixture);
    },
    submit: async (): Promise<void> => {
      host.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }));
      await settle(fixture);
    },
    tool: async (label: string): Promise<void> => {
      const button = [...host.querySelectorAll('button')].find((candidate) => candidate.getAttribute('aria-label') === label);
      if (button === undefined) throw new Error(`no button “${label}”`);
      button.click();
      await settle(fixture);
    },
  };
};

describe('MailboxAliases', () => {
  it('lists aliases with their labels, and says which are off', async () => {
    const { host } = await open(mailbox([alias('info@acme.test', { description: 'Front desk' }), alias('old@acme.test', { enabled: false })]));
    const rows = [...host.querySelectorAll('li')].map((row) => row.textContent.replace(/\s+/g, ' ').trim());
    expect(rows).toEqual(['info@acme.testFront deskLabel', 'old@acme.testOffLabel']);
    expect((await open(mailbox([]))).host.textContent).toContain('No aliases.');
  });

  it('adds one on a verified domain, with its label, and is unsaved until then', async () => {
    const it = await open(mailbox([]), { AddMailboxAlias: done('addMailboxAlias', 'MailboxAliasAdded', [alias('info@acme.test')]) });
    expect([it.unsaved(), it.host.querySelector('select')]).toEqual([null, null]);
    await it.type('alias-new', 'info');
    await it.type('alias-label', ' Front desk ');
    expect(it.unsaved()).toBe('Aliases is not saved.');
    await it.submit();
    expect(it.sent('AddMailboxAlias')).toEqual([{ mailboxId: 'b-1', address: 'info@acme.test', description: 'Front desk' }]);
    expect([it.unsaved(), it.box('alias-new').value]).toEqual([null, '']);
  });

  it('takes the domain of a pasted address, or the one that is chosen', async () => {
    const it = await open(mailbox([]), { AddressChoices: domains(domain('acme.test'), domain('acme.example')), AddMailboxAlias: done('addMailboxAlias', 'MailboxAliasAdded', []) });
    await it.type('alias-new', 'info@ACME.example');
    expect([it.box('alias-new').value, it.host.querySelector('select')?.value]).toEqual(['info', 'acme.example']);
    await it.submit();
    await it.type('alias-new', 'info@gmail.com');
    await it.submit();
    expect(it.sent('AddMailboxAlias')).toMatchObject([{ address: 'info@acme.example' }, { address: 'info@gmail.com' }]);
  });

  it.each([
    ['AddressTaken', 'info@acme.test is in use already.', ['input', 'address'], 'alias-new'],
    ['InvalidInput', 'Shorten the label to 100 characters.', ['input', 'description'], 'alias-label'],
  ])('shows %s at its field and keeps what was typed', async (type, message, path, field) => {
    const it = await open(mailbox([]), { AddMailboxAlias: refused('addMailboxAlias', type, message, path) });
    await it.type('alias-new', 'info');
    await it.submit();
    expect(it.host.querySelector(`#${field}-hint`)?.textContent).toBe(message);
    expect(it.box(field).getAttribute('aria-invalid')).toBe('true');
    expect([it.box('alias-new').value, it.unsaved()]).toEqual(['info', 'Aliases is not saved.']);
    await it.type('alias-new', 'info2');
    expect(it.host.querySelector('[role="alert"]')).toBeNull();
  });

  it('edits a label in place, keeps it when it is refused, and discards it', async () => {
    const it = await open(mailbox([alias('info@acme.test', { description: 'Desk' })]), {
      UpdateMailboxAlias: refused('updateMailboxAlias', 'InvalidInput', 'Leave out < and >.', ['input', 'description']),
    });
    await it.tool('Label info@acme.test');
    await it.type('alias-edited', '<Front>');
    await it.submit();
    expect(it.sent('UpdateMailboxAlias')).toEqual([{ mailboxId: 'b-1', address: 'info@acme.test', description: '<Front>' }]);
    expect(it.host.querySelector('#alias-edited-hint')?.textContent).toBe('Leave out < and >.');
    expect(it.unsaved()).toBe('Aliases is not saved.');
    await press(it.fixture, 'Discard');
    expect([it.unsaved(), it.host.querySelector('#alias-edited'), it.host.querySelector('li .soft')?.textContent]).toEqual([null, null, 'Desk']);
  });

  it('switches off and on at once, and says why when it is refused', async () => {
    const it = await open(mailbox([alias('info@acme.test'), alias('off@acme.test', { enabled: false })]), {
      UpdateMailboxAlias: ({ input }) =>
        (input as { address: string }).address === 'info@acme.test'
          ? done('updateMailboxAlias', 'MailboxAliasUpdated', [])({})
          : refused('updateMailboxAlias', 'InvalidInput', 'This is no alias of this mailbox, or not any more.', ['input', 'address'])({}),
    });
    await it.tool('Switch off info@acme.test');
    await it.tool('Switch on off@acme.test');
    expect(it.sent('UpdateMailboxAlias')).toEqual([
      { mailboxId: 'b-1', address: 'info@acme.test', enabled: false },
      { mailboxId: 'b-1', address: 'off@acme.test', enabled: true },
    ]);
    expect(it.host.querySelector('dz-notice')?.textContent).toContain('not any more');
  });

  it('removes, and puts back as it was', async () => {
    const off = alias('info@acme.test', { description: 'Desk', enabled: false });
    const it = await open(mailbox([off]), {
      RemoveMailboxAlias: done('removeMailboxAlias', 'MailboxAliasRemoved', []),
      AddMailboxAlias: done('addMailboxAlias', 'MailboxAliasAdded', [off]),
      UpdateMailboxAlias: done('updateMailboxAlias', 'MailboxAliasUpdated', [off]),
    });
    await it.tool('Remove info@acme.test');
    expect(it.sent('RemoveMailboxAlias')).toEqual([{ mailboxId: 'b-1', address: 'info@acme.test' }]);
    expect(it.host.querySelector('[role="status"]')?.textContent).toContain('info@acme.test is removed; mail to it is refused.');
    await press(it.fixture, 'Put it back');
    expect([it.sent('AddMailboxAlias'), it.sent('UpdateMailboxAlias')]).toEqual([
      [{ mailboxId: 'b-1', address: 'info@acme.test', description: 'Desk' }],
      [{ mailboxId: 'b-1', address: 'info@acme.test', enabled: false }],
    ]);
    expect(it.host.querySelector('[role="status"]')).toBeNull();
  });

  it('follows the mail server until it agrees, and offers a way on where it does not', async () => {
    const it = await open(mailbox([alias('info@acme.test')], workflowParts('w-1', 'CHANGE_ALIASES', 'RUNNING')), {
      MailboxAliases: () => ({ data: { tenant: { __typename: 'Tenant', id: 't-1', member: { __typename: 'Member', id: 'm-1', mailbox: mailbox([]) } } } }),
      RetryWorkflow: () => ({ data: { retryWorkflow: { __typename: 'WorkflowRetried', workflow: workflowParts('w-1', 'CHANGE_ALIASES', 'RUNNING') } } }),
    });
    expect(it.host.textContent).toContain('The mail server is being told.');
    expect(it.api.sent.find(({ name }) => name === 'MailboxAliases')?.variables).toEqual({ slug: 'acme', id: 'm-1' });
    const steps = [{ __typename: 'WorkflowStep', system: 'STALWART', name: 'write-addresses', title: 'Write the addresses to the mail server', state: 'FAILED', attempts: 9, lastError: 'Stalwart has not answered since 14:02.' }];
    await it.show(mailbox([alias('info@acme.test')], workflowParts('w-1', 'CHANGE_ALIASES', 'NEEDS_ATTENTION', steps)));
    expect(it.host.textContent).toMatch(/Changing the aliases stopped at “Write the addresses to the mail server”/);
    await press(it.fixture, 'Retry');
    expect(it.api.count('RetryWorkflow')).toBe(1);
    await it.show(mailbox([alias('info@acme.test')], workflowParts('w-1', 'CHANGE_ALIASES', 'SUCCEEDED')));
    expect(it.host.querySelector('[section-foot]')?.textContent.trim()).toBe('');
  });

  it('calls nothing removed because of an answer to an earlier question', async () => {
    const before = workflowParts('w-1', 'CHANGE_ALIASES', 'SUCCEEDED');
    const removal = (state: string): Record<string, unknown> => ({ ...workflowParts('w-2', 'CHANGE_ALIASES', state), startedAt: '2026-11-23T06:00:05Z' });
    const answer = (shown: MailboxAliasPartsFragment): Record<string, unknown> => ({ tenant: { __typename: 'Tenant', id: 't-1', member: { __typename: 'Member', id: 'm-1', mailbox: shown } } });
    const asked = new HeldAnswers();
    const api = new FakeApi({
      AddressChoices: domains(domain('acme.test')),
      MailboxAliases: asked.answer,
      RemoveMailboxAlias: () => ({ data: { removeMailboxAlias: { __typename: 'MailboxAliasRemoved', mailbox: mailbox([], removal('RUNNING')) } } }),
    });
    TestBed.resetTestingModule().configureTestingModule({ providers: [api.provide()] });
    const fixture = TestBed.createComponent(Page);
    const host = fixture.nativeElement as HTMLElement;
    const said = (): string => host.textContent.replace(/\s+/g, ' ');
    const give = async (nth: number, shown: MailboxAliasPartsFragment): Promise<void> => {
      asked.give(nth, answer(shown));
      await settle(fixture);
    };
    await settle(fixture);
    await give(0, mailbox([alias('info@acme.test')], before));
    fixture.componentInstance.query.refetch();
    await settle(fixture);
    host.querySelector<HTMLElement>('[aria-label="Remove info@acme.test"]')?.click();
    await settle(fixture);
    expect(said()).toContain('info@acme.test is being removed.');
    // What the page had asked for before the removal comes in after it.
    await give(1, mailbox([alias('info@acme.test')], before));
    expect(said()).toContain('info@acme.test is being removed.');
    expect(said()).toContain('The mail server is being told.');
    await give(2, mailbox([], removal('SUCCEEDED')));
    expect(said()).toContain('info@acme.test is removed; mail to it is refused.');
  });

  it('offers nothing where nothing can be added', async () => {
    const pending = await open(mailbox([], null, 'PENDING'));
    expect([pending.host.textContent.includes('when the mailbox is set up'), pending.host.querySelector('input')]).toEqual([true, null]);
    const without = await open(mailbox([]), { AddressChoices: domains(domain('new.test', 'PENDING')) });
    expect([without.host.textContent.includes('need a domain whose DNS records are right'), without.host.querySelector('input')]).toEqual([true, null]);
  });
});
