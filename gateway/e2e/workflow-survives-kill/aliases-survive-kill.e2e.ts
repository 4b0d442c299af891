import type { StepMoment } from '@dezky/kit/workflow/run-workflow';
import { KillBench } from './kill-bench.fixture';

const moments: readonly StepMoment[] = ['BEFORE', 'AFTER_EFFECT', 'RECORDED'];

const createMember = `mutation ($input: CreateMemberInput!) { createMember(input: $input) { ... on MemberCreated { member { id } workflow { state } } } }`;
const change = (name: string): string => `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { __typename } }`;

/** Every step of every change of aliases, killed before, within and after; the mail server ends with what was asked for, once. */
describe('a change of aliases whose process is killed', () => {
  let bench: KillBench;
  let mailboxId: string;
  const address = 'killed-aliases@acme.test';
  let names = 0;

  beforeAll(async () => {
    bench = await KillBench.start();
    const tenantId = await bench.tenantId('acme');
    await bench.ask('identity', createMember, { input: { tenantId, displayName: 'Person', localPart: address.split('@')[0] } });
    const memberId = (await bench.member(address))?.id ?? '';
    expect((await bench.ended(memberId, 'createMember')).state).toBe('SUCCEEDED');
    type Found = { _entities: [{ mailbox: { id: string } }] };
    const found = await bench.ask<Found>('mail', 'query ($refs: [_Any!]!) { _entities(representations: $refs) { ... on Member { mailbox { id } } } }', { refs: [{ __typename: 'Member', id: memberId }] });
    mailboxId = found._entities[0].mailbox.id;
  }, 120_000);
  afterAll(() => bench.stop(), 60_000);

  const atServer = (): unknown => bench.sandboxes.stalwart.mailboxes().find((mailbox) => mailbox.address === address)?.aliases;
  const killed = async (name: string, step: string, moment: StepMoment, input: Record<string, unknown>): Promise<void> => {
    await bench.killedAt({ workflow: name, direction: 'FORWARD', step, moment }, () => bench.ask('mail', change(name), { input: { mailboxId, ...input } }));
    const workflow = await bench.ended(mailboxId, name, 'mail');
    expect([workflow.state, workflow.steps.map(({ state }) => state)]).toEqual(['SUCCEEDED', workflow.steps.map(() => 'DONE')]);
  };

  it.each(moments.flatMap((moment) => [['reserve-alias', 'write-addresses', moment], ['write-addresses', 'free-address', moment]] as const))('ends with the alias, then off, then without (%s, %s, %s)', async (adding, removing, moment) => {
    const alias = `alias-${(names += 1)}@acme.test`;
    await killed('addMailboxAlias', adding, moment, { address: alias, description: 'Desk' });
    expect(atServer()).toEqual([{ address: alias, enabled: true }]);
    if (adding === 'write-addresses') {
      await killed('updateMailboxAlias', 'write-addresses', moment, { address: alias, enabled: false });
      expect(atServer()).toEqual([{ address: alias, enabled: false }]);
    }
    await killed('removeMailboxAlias', removing, moment, { address: alias });
    expect(atServer()).toEqual([]);
    // Free again for everybody.
    const { addMailboxAlias } = await bench.ask<{ addMailboxAlias: { __typename: string } }>('mail', change('addMailboxAlias'), { input: { mailboxId, address: alias } });
    expect(addMailboxAlias.__typename).toBe('MailboxAliasAdded');
    await bench.ended(mailboxId, 'addMailboxAlias', 'mail');
    await bench.ask('mail', change('removeMailboxAlias'), { input: { mailboxId, address: alias } });
    await bench.ended(mailboxId, 'removeMailboxAlias', 'mail');
  }, 90_000);
});
