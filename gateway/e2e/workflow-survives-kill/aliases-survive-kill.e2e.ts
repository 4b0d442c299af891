import { KillBench } from './kill-bench.fixture';
import { KillCast, everyPoint } from './kill-cast.fixture';

const change = (name: string): string => `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { __typename } }`;

interface Desk {
  readonly owner: string;
  readonly mailboxId: string;
  readonly alias: string;
}

/** Every step of every change of aliases, killed before, within and after; the mail server ends with what was asked for, once. */
describe('a change of aliases whose process is killed', () => {
  let bench: KillBench;
  let desks: readonly Desk[];

  beforeAll(async () => {
    bench = await KillBench.start();
    const people = await new KillCast(bench).make(await bench.tenantId('acme'), 'mailbox', 6);
    type Found = { _entities: { mailbox: { id: string } }[] };
    const { _entities } = await bench.ask<Found>('mail', 'query ($refs: [_Any!]!) { _entities(representations: $refs) { ... on Member { mailbox { id } } } }', { refs: people.map(({ id }) => ({ __typename: 'Member', id })) });
    // A mailbox for each point: changes of one and the same wait for each other.
    desks = people.map(({ address }, index) => ({ owner: address, mailboxId: _entities[index]?.mailbox.id ?? '', alias: `alias-${index}@acme.test` }));
  }, 120_000);
  afterAll(() => bench.stop(), 60_000);

  const atServer = ({ owner }: Desk): unknown => bench.sandboxes.stalwart.mailboxes().find(({ address }) => address === owner)?.aliases;
  const ask = async (name: string, { mailboxId, alias }: Desk, input: Record<string, unknown>, attempt = ''): Promise<string> =>
    (await bench.ask<Record<string, { __typename: string }>>('mail', change(name), { input: { mailboxId, address: alias, ...input } }, `${name}-${alias}${attempt}`))[name]?.__typename ?? '';
  const ended = async (name: string, { mailboxId }: Desk): Promise<void> => {
    const { id, state, steps } = await bench.ended(mailboxId, name, 'mail');
    const at = bench.stoodAt(id);
    expect({ at, state, steps: steps.map((step) => step.state) }).toEqual({ at, state: 'SUCCEEDED', steps: steps.map(() => 'DONE') });
  };
  /** As many mailboxes as there are points are changed; each is killed at another one, asked again, and ends so. */
  const killed = async (name: string, steps: readonly string[], success: string, aliases: (desk: Desk) => unknown, input: Record<string, unknown> = {}): Promise<void> => {
    const points = everyPoint(name, steps);
    const changed = desks.slice(0, points.length);
    await bench.killedTogether(points, () => changed.map((desk) => ask(name, desk, input)));
    for (const desk of changed) {
      expect(await ask(name, desk, input)).toBe(success);
      await ended(name, desk);
      expect(atServer(desk)).toEqual(aliases(desk));
    }
  };

  it('ends with the alias, then off, then without', async () => {
    await killed('addMailboxAlias', ['reserve-alias', 'write-addresses'], 'MailboxAliasAdded', ({ alias }) => [{ address: alias, enabled: true }], { description: 'Desk' });
    await killed('updateMailboxAlias', ['write-addresses'], 'MailboxAliasUpdated', ({ alias }) => [{ address: alias, enabled: false }], { enabled: false });
    await killed('removeMailboxAlias', ['write-addresses', 'free-address'], 'MailboxAliasRemoved', () => []);
    // Free again for everybody, such as the next in the row.
    for (const [index, { alias }] of desks.entries()) {
      const desk = { ...(desks[(index + 1) % desks.length] as Desk), alias };
      expect(await ask('addMailboxAlias', desk, {}, '-again')).toBe('MailboxAliasAdded');
      await ended('addMailboxAlias', desk);
    }
  }, 120_000);
});
