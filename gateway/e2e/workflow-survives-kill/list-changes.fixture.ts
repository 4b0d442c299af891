import { everyPoint } from './kill-cast.fixture';
import type { Scripts, Stage } from './side-by-side.fixture';

const change = (name: string): string => `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { __typename } }`;

/** Every step of every change of distribution lists, killed before, within and after: several lists stand at their points and fall together. */
export function listChanges(stage: Stage): Scripts {
  const lists = Array.from({ length: 6 }, (_, index) => ({ address: `list-${index}@acme.test`, renamed: `renamed-${index}@acme.test` }));
  let ids: readonly string[] = [];

  const recipients = (address: string): string[] | undefined => stage.bench.sandboxes.stalwart.lists().find((list) => list.address === address)?.recipients.sort();
  const idOf = async (address: string): Promise<string> => (await stage.bench.rows<{ id: string }>('select id from mail.distribution_lists where address = $1', [address]))[0]?.id ?? '';
  const ask = async (name: string, input: Record<string, unknown>, key: string): Promise<string> => (await stage.bench.ask<Record<string, { __typename: string }>>('mail', change(name), { input }, `${name}-${key}`))[name]?.__typename ?? '';
  const ended = async (subjectId: string, name: string): Promise<void> => {
    const { id, state, steps } = await stage.bench.ended(subjectId, name, 'mail');
    const at = stage.bench.stoodAt(id);
    expect({ name, at, state, steps: steps.map((step) => step.state) }).toEqual({ name, at, state: 'SUCCEEDED', steps: steps.map(() => 'DONE') });
  };
  /** As many lists as there are points are changed; each is killed at another one, asked again, and ends so. */
  const killed = async (name: string, { workflow = name, steps, success }: { workflow?: string; steps: readonly string[]; success: string }, input: (index: number) => Record<string, unknown>): Promise<readonly number[]> => {
    const points = everyPoint(workflow, steps);
    const changed = [...points.keys()];
    await stage.bench.killedTogether(points, () => changed.map((index) => ask(name, input(index), String(index))));
    for (const index of changed) {
      expect(await ask(name, input(index), String(index))).toBe(success);
      await ended(ids[index] ?? (await idOf(lists[index]?.address ?? '')), workflow);
    }
    return changed;
  };
  const at = (index: number): { address: string; renamed: string } => lists[index] as { address: string; renamed: string };

  return {
    'ends with the list, changed, and without it': async () => {
      for (const index of await killed('createDistributionList', { steps: ['reserve-distribution-list', 'write-distribution-list'], success: 'DistributionListCreated' }, (index) => ({ tenantId: stage.acme, name: `List ${index}`, address: at(index).address, recipients: ['a@outside.example'] }))) {
        expect(recipients(at(index).address)).toEqual(['a@outside.example']);
      }
      ids = await Promise.all(lists.map(({ address }) => idOf(address)));
      for (const index of await killed('addDistributionListRecipients', { workflow: 'changeRecipients', steps: ['write-distribution-list'], success: 'DistributionListRecipientsAdded' }, (index) => ({ listId: ids[index], recipients: ['b@outside.example'] }))) {
        expect(recipients(at(index).address)).toEqual(['a@outside.example', 'b@outside.example']);
      }
      for (const index of await killed('removeDistributionListRecipients', { workflow: 'changeRecipients', steps: ['write-distribution-list'], success: 'DistributionListRecipientsRemoved' }, (index) => ({ listId: ids[index], recipients: ['a@outside.example'] }))) {
        expect(recipients(at(index).address)).toEqual(['b@outside.example']);
      }
      for (const index of await killed('updateDistributionList', { steps: ['write-distribution-list', 'free-former-address'], success: 'DistributionListUpdated' }, (index) => ({ listId: ids[index], address: at(index).renamed }))) {
        const { address, renamed } = at(index);
        expect([recipients(address), recipients(renamed)?.length, (await stage.bench.rows('select 1 from mail.addresses where address = $1', [address])).length]).toEqual([undefined, 1, 0]);
      }
      for (const index of await killed('deleteDistributionList', { steps: ['write-distribution-list', 'free-list-address'], success: 'DistributionListDeleted' }, (index) => ({ listId: ids[index], address: at(index).renamed }))) {
        const { renamed } = at(index);
        expect([recipients(renamed), (await stage.bench.rows('select 1 from mail.addresses where address = $1', [renamed])).length]).toEqual([undefined, 0]);
      }
    },

    'follows those who leave': async () => {
      const points = everyPoint('followRecipients', ['write-distribution-list']);
      const people = await stage.cast.make(stage.acme, 'mailbox', points.length);
      const teams = people.map((_, index) => `team-${index}@acme.test`);
      for (const [index, { address }] of people.entries()) expect(await ask('createDistributionList', { tenantId: stage.acme, name: 'Team', address: teams[index], recipients: [address, 'a@outside.example'] }, `team-${index}`)).toBe('DistributionListCreated');
      const teamIds = await Promise.all(teams.map(idOf));
      for (const id of teamIds) await ended(id, 'createDistributionList');
      const remove = (memberId: string): Promise<unknown> => stage.bench.ask('identity', 'mutation ($input: MemberInput!) { removeMember(input: $input) { __typename } }', { input: { memberId } }, `remove-${memberId}`);
      await stage.bench.killedTogether(points, () => people.map(({ id }) => remove(id)));
      for (const [index, id] of teamIds.entries()) {
        await ended(id, 'followRecipients');
        expect((await stage.bench.ended(people[index]?.id ?? '', 'removeMember.v2')).state).toBe('SUCCEEDED');
        expect(recipients(teams[index] ?? '')).toEqual(['a@outside.example']);
      }
    },
  };
}
