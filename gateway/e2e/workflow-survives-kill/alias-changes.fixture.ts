import { everyPoint } from './kill-cast.fixture';
import type { Scripts, Stage } from './side-by-side.fixture';

const change = (name: string): string => `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { __typename } }`;

interface Desk {
  readonly owner: string;
  readonly mailboxId: string;
  readonly alias: string;
}

/** Every step of every change of aliases, killed before, within and after; the mail server ends with what was asked for, once. */
export function aliasChanges(stage: Stage): Scripts {
  let desks: readonly Desk[] = [];
  const newDesks = async (): Promise<Desk[]> => {
    const people = await stage.cast.make(stage.acme, 'mailbox', 6);
    type Found = { _entities: { mailbox: { id: string } }[] };
    const { _entities } = await stage.bench.ask<Found>('mail', 'query ($refs: [_Any!]!) { _entities(representations: $refs) { ... on Member { mailbox { id } } } }', { refs: people.map(({ id }) => ({ __typename: 'Member', id })) });
    // A mailbox for each point: changes of one and the same wait for each other.
    return people.map(({ address }, index) => ({ owner: address, mailboxId: _entities[index]?.mailbox.id ?? '', alias: `alias-${index}@acme.test` }));
  };
  const atServer = ({ owner }: Desk): unknown => stage.bench.sandboxes.stalwart.mailboxes().find(({ address }) => address === owner)?.aliases;
  const ask = async (name: string, { mailboxId, alias }: Desk, input: Record<string, unknown>, attempt = ''): Promise<string> =>
    (await stage.bench.ask<Record<string, { __typename: string }>>('mail', change(name), { input: { mailboxId, address: alias, ...input } }, `${name}-${alias}${attempt}`))[name]?.__typename ?? '';
  const ended = async (name: string, { mailboxId }: Desk): Promise<void> => {
    const { id, state, steps } = await stage.bench.ended(mailboxId, name, 'mail');
    const at = stage.bench.stoodAt(id);
    expect({ at, state, steps: steps.map((step) => step.state) }).toEqual({ at, state: 'SUCCEEDED', steps: steps.map(() => 'DONE') });
  };
  /** As many mailboxes as there are points are changed; each is killed at another one, asked again, and ends so. */
  const killed = async (name: string, steps: readonly string[], success: string, aliases: (desk: Desk) => unknown, input: Record<string, unknown> = {}): Promise<void> => {
    const points = everyPoint(name, steps);
    const changed = desks.slice(0, points.length);
    await stage.bench.killedTogether(points, () => changed.map((desk) => ask(name, desk, input)));
    for (const desk of changed) {
      expect(await ask(name, desk, input)).toBe(success);
      await ended(name, desk);
      expect(atServer(desk)).toEqual(aliases(desk));
    }
  };

  return {
    'ends with the alias, then off, then without': async () => {
      desks = await newDesks();
      await killed('addMailboxAlias', ['reserve-alias', 'write-addresses'], 'MailboxAliasAdded', ({ alias }) => [{ address: alias, enabled: true }], { description: 'Desk' });
      await killed('updateMailboxAlias', ['write-addresses'], 'MailboxAliasUpdated', ({ alias }) => [{ address: alias, enabled: false }], { enabled: false });
      await killed('removeMailboxAlias', ['write-addresses', 'free-address'], 'MailboxAliasRemoved', () => []);
      // Free again for everybody, such as the next in the row.
      for (const [index, { alias }] of desks.entries()) {
        const desk = { ...(desks[(index + 1) % desks.length] as Desk), alias };
        expect(await ask('addMailboxAlias', desk, {}, '-again')).toBe('MailboxAliasAdded');
        await ended('addMailboxAlias', desk);
      }
    },
  };
}
