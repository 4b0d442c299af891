import type { StepMoment } from '@dezky/kit/workflow/run-workflow';
import { KillBench } from './kill-bench.fixture';

const moments: readonly StepMoment[] = ['BEFORE', 'AFTER_EFFECT', 'RECORDED'];

const createMember = `mutation ($input: CreateMemberInput!) { createMember(input: $input) { ... on MemberCreated { member { id } workflow { state } } } }`;
const change = (name: string): string => `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { __typename } }`;

/** Every step of every change of distribution lists, killed before, within and after; the mail server ends with what was asked for, once. */
describe('a change of a distribution list whose process is killed', () => {
  let bench: KillBench;
  let tenantId: string;
  let names = 0;

  beforeAll(async () => {
    bench = await KillBench.start();
    tenantId = await bench.tenantId('acme');
  }, 120_000);
  afterAll(() => bench.stop(), 60_000);

  const recipients = (address: string): string[] | undefined => bench.sandboxes.stalwart.lists().find((list) => list.address === address)?.recipients.sort();
  const listId = async (address: string): Promise<string> => (await bench.rows<{ id: string }>('select id from mail.distribution_lists where address = $1', [address]))[0]?.id ?? '';
  const isTaken = async (address: string): Promise<boolean> => (await bench.rows('select 1 from mail.addresses where address = $1', [address])).length > 0;
  /** @param workflow its name, where it is not the mutation's. */
  const killed = async (name: string, at: { step: string; moment: StepMoment }, input: Record<string, unknown>, subject: () => Promise<string>, workflow = name): Promise<void> => {
    const before = await subject();
    await bench.killedAt({ workflow, direction: 'FORWARD', ...at }, () => bench.ask('mail', change(name), { input }));
    const { state, steps } = await bench.ended(before || (await subject()), workflow, 'mail');
    expect([name, state, steps.map((step) => step.state)]).toEqual([name, 'SUCCEEDED', steps.map(() => 'DONE')]);
  };

  it.each(moments.flatMap((moment) => [['reserve-distribution-list', 'write-distribution-list', 'free-former-address', moment], ['write-distribution-list', 'free-list-address', 'write-distribution-list', moment]] as const))(
    'ends with the list, changed, and without it (%s, %s, %s, %s)',
    async (creating, deleting, renaming, moment) => {
      const name = `list-${(names += 1)}`;
      const [address, renamed] = [`${name}@acme.test`, `${name}-renamed@acme.test`];
      await killed('createDistributionList', { step: creating, moment }, { tenantId, name, address, recipients: ['a@outside.example'] }, () => listId(address));
      expect(recipients(address)).toEqual(['a@outside.example']);
      const id = await listId(address);
      const same = (): Promise<string> => Promise.resolve(id);
      if (creating === 'write-distribution-list') {
        await killed('addDistributionListRecipients', { step: 'write-distribution-list', moment }, { listId: id, recipients: ['b@outside.example'] }, same, 'changeRecipients');
        expect(recipients(address)).toEqual(['a@outside.example', 'b@outside.example']);
        await killed('removeDistributionListRecipients', { step: 'write-distribution-list', moment }, { listId: id, recipients: ['a@outside.example'] }, same, 'changeRecipients');
        expect(recipients(address)).toEqual(['b@outside.example']);
      }
      await killed('updateDistributionList', { step: renaming, moment }, { listId: id, address: renamed }, same);
      expect([recipients(address), recipients(renamed)?.length, await isTaken(address)]).toEqual([undefined, 1, false]);
      await killed('deleteDistributionList', { step: deleting, moment }, { listId: id, address: renamed }, same);
      expect([recipients(renamed), await isTaken(renamed)]).toEqual([undefined, false]);
    },
    120_000,
  );

  it.each(moments)('follows somebody who leaves (%s)', async (moment) => {
    const [person, address] = [`leaver-${moment.toLowerCase().replace('_', '-')}`, `team-${moment.toLowerCase().replace('_', '-')}@acme.test`];
    await bench.ask('identity', createMember, { input: { tenantId, displayName: 'Person', localPart: person } });
    const member = (await bench.member(`${person}@acme.test`))?.id ?? '';
    expect((await bench.ended(member, 'createMember')).state).toBe('SUCCEEDED');
    await bench.ask('mail', change('createDistributionList'), { input: { tenantId, name: 'Team', address, recipients: [`${person}@acme.test`, 'a@outside.example'] } });
    const id = await listId(address);
    expect((await bench.ended(id, 'createDistributionList', 'mail')).state).toBe('SUCCEEDED');
    await bench.killedAt({ workflow: 'followRecipients', direction: 'FORWARD', step: 'write-distribution-list', moment }, () => bench.ask('identity', 'mutation ($input: MemberInput!) { removeMember(input: $input) { __typename } }', { input: { memberId: member } }));
    expect((await bench.ended(id, 'followRecipients', 'mail')).state).toBe('SUCCEEDED');
    expect((await bench.ended(member, 'removeMember.v2')).state).toBe('SUCCEEDED');
    expect(recipients(address)).toEqual(['a@outside.example']);
  }, 120_000);
});
