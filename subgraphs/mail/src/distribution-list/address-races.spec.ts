import type { Actor } from '@dezky/kit/context/actor';
import { type RunningMail, runMail, user } from '../running-mail.fixture';

const runs = 200;
const sideBySide = 20;

const addAlias = `mutation ($input: AddMailboxAliasInput!) { result: addMailboxAlias(input: $input) { __typename ... on MailboxAliasAdded { workflow { state } } } }`;
const removeAlias = `mutation ($input: RemoveMailboxAliasInput!) { result: removeMailboxAlias(input: $input) { __typename ... on MailboxAliasRemoved { workflow { state } } } }`;
const addRecipients = `mutation ($input: AddDistributionListRecipientsInput!) { result: addDistributionListRecipients(input: $input) { __typename ... on DistributionListRecipientsAdded { workflow { state } } } }`;
const removeRecipients = `mutation ($input: RemoveDistributionListRecipientsInput!) { result: removeDistributionListRecipients(input: $input) { __typename ... on DistributionListRecipientsRemoved { workflow { state } } } }`;
const createList = `mutation ($input: CreateDistributionListInput!) { result: createDistributionList(input: $input) { __typename ... on DistributionListCreated { distributionList { id } workflow { state } } } }`;

interface Outcome {
  readonly __typename: string;
  readonly distributionList?: { readonly id: string };
  readonly workflow?: { readonly state: string };
}

/** Everything is asked through the API, by two admins at once, and looked at in the tables and at the mail server. */
describe('two admins at once', () => {
  let mail: RunningMail;
  beforeAll(async () => {
    mail = await runMail();
  }, 90_000);
  afterAll(() => mail.stop(), 30_000);

  const send = async (actor: Actor, query: string, input: Record<string, unknown>, waitMs?: number): Promise<Outcome> => {
    const { data, errors } = await mail.ask(actor, query, { input }, waitMs);
    return errors.length > 0 ? { __typename: errors.join() } : (data['result'] as Outcome);
  };
  /** What is asked for is decided when it is answered; that the mail server has it is looked for there, by `until`. */
  const sendAndGoOn = (actor: Actor, query: string, input: Record<string, unknown>): Promise<Outcome> => send(actor, query, input, 0);
  const admins = (tenantId: string): [Actor, Actor] => [user(tenantId), user(tenantId)];
  const until = async (look: () => unknown, expected: unknown): Promise<void> => {
    for (const deadline = Date.now() + 20_000; Date.now() < deadline && JSON.stringify(look()) !== JSON.stringify(expected); ) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(look()).toEqual(expected);
  };
  /** So many places, each with its part of the runs, one after the other there. */
  const spread = (work: (place: number, run: number) => Promise<void>): Promise<unknown> =>
    Promise.all(Array.from({ length: sideBySide }, async (_, place) => {
      for (let run = 0; run < runs / sideBySide; run += 1) await work(place, run);
    }));

  it(`edit the aliases of one mailbox: both edits stand, in ${runs} of ${runs} runs`, async () => {
    const home = await mail.verifiedDomain();
    const places = await Promise.all(Array.from({ length: sideBySide }, (_, index) => mail.mailboxOf(`person${index}`, home)));
    const atServer = (address: string): string[] => (mail.stalwart.mailboxes().find((one) => one.address === address)?.aliases ?? []).map((alias) => alias.address.split('@')[0] ?? '').sort();
    const [one, other] = admins(home.tenantId);
    const kept = places.map((): string[] => []);
    let done = 0;
    await spread(async (index, run) => {
      const [place, names] = [places[index] as (typeof places)[number], kept[index] as string[]];
      const input = (localPart: string): Record<string, unknown> => ({ mailboxId: place.mailboxId, address: `${localPart}@${home.name}` });
      // One adds, and the other adds as well or takes away what is there.
      const [added, taken] = [`x${index}-${run}`, run % 2 === 1 ? names.shift() : undefined];
      const rival = `y${index}-${run}`;
      const outcomes = await Promise.all([sendAndGoOn(one, addAlias, input(added)), taken === undefined ? sendAndGoOn(other, addAlias, input(rival)) : sendAndGoOn(other, removeAlias, input(taken))]);
      expect([index, run, outcomes.map(({ __typename }) => __typename)]).toEqual([index, run, ['MailboxAliasAdded', taken === undefined ? 'MailboxAliasAdded' : 'MailboxAliasRemoved']]);
      names.push(added, ...(taken === undefined ? [rival] : []));
      const rows = await mail.sql<{ name: string }>('select local_part as name from mail.aliases where mailbox_id = $1 and not leaving', [place.mailboxId]);
      expect(rows.map(({ name }) => name).sort()).toEqual([...names].sort());
      await until(() => atServer(place.address), [...names].sort());
      done += 1;
    });
    expect(done).toBe(runs);
  }, 240_000);

  it(`change the recipients of one list: both edits stand, in ${runs} of ${runs} runs`, async () => {
    const home = await mail.verifiedDomain();
    const [one, other] = admins(home.tenantId);
    const ids = await Promise.all(Array.from({ length: sideBySide }, async (_, index) => (await send(one, createList, { tenantId: home.tenantId, name: `L${index}`, address: `l${index}@${home.name}` })).distributionList?.id ?? ''));
    const atServer = (index: number): string[] => mail.stalwart.lists().find(({ address }) => address === `l${index}@${home.name}`)?.recipients.sort() ?? [];
    const kept = ids.map((): string[] => []);
    let done = 0;
    await spread(async (index, run) => {
      const [listId, addresses] = [ids[index] ?? '', kept[index] as string[]];
      const [added, taken] = [`x${run}@outside.example`, run % 2 === 1 ? addresses.shift() : undefined];
      const rival = `y${run}@outside.example`;
      const outcomes = await Promise.all([sendAndGoOn(one, addRecipients, { listId, recipients: [added] }), taken === undefined ? sendAndGoOn(other, addRecipients, { listId, recipients: [rival] }) : sendAndGoOn(other, removeRecipients, { listId, recipients: [taken] })]);
      expect([index, run, outcomes.map(({ __typename }) => __typename)]).toEqual([index, run, ['DistributionListRecipientsAdded', taken === undefined ? 'DistributionListRecipientsAdded' : 'DistributionListRecipientsRemoved']]);
      addresses.push(added, ...(taken === undefined ? [rival] : []));
      const rows = await mail.sql<{ address: string }>('select address from mail.distribution_list_recipients where list_id = $1', [listId]);
      expect(rows.map(({ address }) => address).sort()).toEqual([...addresses].sort());
      await until(() => atServer(index), [...addresses].sort());
      done += 1;
    });
    expect(done).toBe(runs);
  }, 240_000);

  it('give one address to a list, an alias or a mailbox, and to one of them only', async () => {
    const anna = await mail.mailboxOf('anna');
    const [one, other] = admins(anna.tenantId);
    for (let run = 0; run < 20; run += 1) {
      const address = `same${run}@${anna.name}`;
      const list = { tenantId: anna.tenantId, name: 'Same', address };
      const rival = (): Promise<string> => {
        if (run % 3 === 0) return send(other, createList, list).then(({ __typename }) => __typename);
        if (run % 3 === 1) return send(other, addAlias, { mailboxId: anna.mailboxId, address }).then(({ __typename }) => __typename);
        return mail.mailboxOf(`same${run}`, anna).then(() => 'Provisioned', (error: unknown) => (/in use already/.test(String(error)) ? 'AddressTaken' : String(error)));
      };
      const outcomes = await Promise.all([send(one, createList, list).then(({ __typename }) => __typename), rival()]);
      expect([run, outcomes.filter((outcome) => outcome === 'AddressTaken')]).toEqual([run, ['AddressTaken']]);
      const owners = [...mail.stalwart.lists(), ...mail.stalwart.mailboxes(), ...mail.stalwart.mailboxes().flatMap(({ aliases }) => aliases)].filter((thing) => thing.address === address);
      expect([run, owners.length]).toEqual([run, 1]);
    }
  }, 60_000);
});
