import { type RunningMail, runMail, serviceApiKey, user } from '../running-mail.fixture';
import { type StalwartClient, createStalwartClient } from '../stalwart/stalwart-client';

const workflow = 'workflow { id state }';
const documents = {
  addAlias: `mutation ($input: AddMailboxAliasInput!) { result: addMailboxAlias(input: $input) { __typename ... on MailboxAliasAdded { ${workflow} } ... on Failure { message } } }`,
  removeAlias: `mutation ($input: RemoveMailboxAliasInput!) { result: removeMailboxAlias(input: $input) { __typename ... on MailboxAliasRemoved { ${workflow} } ... on Failure { message } } }`,
  createList: `mutation ($input: CreateDistributionListInput!) { result: createDistributionList(input: $input) { __typename ... on DistributionListCreated { distributionList { id } ${workflow} } ... on Failure { message } } }`,
  addRecipients: `mutation ($input: AddDistributionListRecipientsInput!) { result: addDistributionListRecipients(input: $input) { __typename ... on DistributionListRecipientsAdded { ${workflow} } ... on Failure { message } } }`,
  removeDomain: `mutation ($input: DomainInput!) { result: removeDomain(input: $input) { __typename ... on DomainRemoved { ${workflow} } ... on Failure { message } } }`,
};

interface Result {
  readonly __typename: string;
  readonly distributionList?: { readonly id: string };
  readonly workflow: { readonly id: string; readonly state: string };
}

/** A change that stopped is gone on with long afterwards, when another one stands in its place. */
describe('a change that stopped', () => {
  let mail: RunningMail;
  let client: StalwartClient;
  beforeAll(async () => {
    mail = await runMail();
    client = createStalwartClient({ url: mail.stalwart.url, authorization: `Bearer ${serviceApiKey}` });
  }, 90_000);
  afterAll(async () => {
    await client.close();
    await mail.stop();
  }, 30_000);

  const send = async (tenantId: string, query: string, input: Record<string, unknown>): Promise<Result> => {
    const { data, errors } = await mail.ask(user(tenantId), query, { input }, 30_000);
    expect(errors).toEqual([]);
    return data['result'] as Result;
  };
  const resume = async (tenantId: string, id: string, direction: string): Promise<unknown> =>
    (await mail.ask(user(tenantId), `mutation { result: resumeWorkflow(workflowId: "${id}", direction: "${direction}") { outcome workflow { state } } }`, {}, 30_000)).data['result'];
  /** An account made by hand at the mail server holds an address, so that whatever wants it there stops. */
  const inTheWay = async (localPart: string, domainId: string): Promise<() => Promise<void>> => {
    const [row] = await mail.sql<{ id: string }>('select stalwart_id as id from mail.domains where id = $1', [domainId]);
    const { id } = await client.ensureMailbox({ localPart, domainId: row?.id ?? '', displayName: 'By hand', password: 'kxvm-2h7q-9ztd-wbnq' });
    return () => client.destroyMailbox(id);
  };
  const listAtServer = (address: string): string[] | null => mail.stalwart.lists().find((list) => list.address === address)?.recipients.sort() ?? null;

  it('of a list that was worked on since is not taken back, for the list would go with it', async () => {
    const { tenantId, name, domainId } = await mail.verifiedDomain();
    const clear = await inTheWay('team', domainId);
    const created = await send(tenantId, documents.createList, { tenantId, name: 'Team', address: `team@${name}`, recipients: ['a@outside.example'] });
    expect(created.workflow.state).toBe('NEEDS_ATTENTION');
    await clear();
    const listId = created.distributionList?.id ?? '';
    expect((await send(tenantId, documents.addRecipients, { listId, recipients: ['b@outside.example'] })).workflow.state).toBe('SUCCEEDED');
    expect(await resume(tenantId, created.workflow.id, 'UNDO')).toEqual({ outcome: 'OVERTAKEN', workflow: { state: 'NEEDS_ATTENTION' } });
    expect(listAtServer(`team@${name}`)).toEqual(['a@outside.example', 'b@outside.example']);
    expect(await resume(tenantId, created.workflow.id, 'FORWARD')).toEqual({ outcome: 'RESUMED', workflow: { state: 'SUCCEEDED' } });
  }, 60_000);

  it('of an alias that was removed and added again does not take the new one away', async () => {
    const anna = await mail.mailboxOf('anna');
    const [row] = await mail.sql<{ id: string }>('select domain_id as id from mail.mailboxes where id = $1', [anna.mailboxId]);
    const info = { mailboxId: anna.mailboxId, address: `info@${anna.name}` };
    const clear = await inTheWay('info', row?.id ?? '');
    const stopped = await send(anna.tenantId, documents.addAlias, info);
    expect(stopped.workflow.state).toBe('NEEDS_ATTENTION');
    await clear();
    expect((await send(anna.tenantId, documents.removeAlias, info)).workflow.state).toBe('SUCCEEDED');
    expect((await send(anna.tenantId, documents.addAlias, info)).workflow.state).toBe('SUCCEEDED');
    expect(await resume(anna.tenantId, stopped.workflow.id, 'UNDO')).toMatchObject({ outcome: 'OVERTAKEN' });
    expect(mail.stalwart.mailboxes().find(({ address }) => address === anna.address)?.aliases.map(({ address }) => address)).toEqual([info.address]);
  }, 60_000);

  it('of an alias that somebody else has by now leaves the lists they are on alone', async () => {
    const anna = await mail.mailboxOf('anna');
    const [row] = await mail.sql<{ id: string }>('select domain_id as id from mail.mailboxes where id = $1', [anna.mailboxId]);
    const address = `desk@${anna.name}`;
    const clear = await inTheWay('desk', row?.id ?? '');
    const stopped = await send(anna.tenantId, documents.addAlias, { mailboxId: anna.mailboxId, address });
    expect(stopped.workflow.state).toBe('NEEDS_ATTENTION');
    await clear();
    // As a rename leaves it that lets the alias go: identity leads it, and no workflow of ours tells of it.
    const drop = `mutation { dropMailboxAlias(memberId: "${anna.memberId}", address: "${address}") }`;
    expect((await mail.ask({ kind: 'PEER', peer: 'identity', tenantId: anna.tenantId }, drop)).data).toEqual({ dropMailboxAlias: true });
    await mail.mailboxOf('desk', anna);
    const all = await send(anna.tenantId, documents.createList, { tenantId: anna.tenantId, name: 'All', address: `all@${anna.name}`, recipients: [address] });
    expect(await resume(anna.tenantId, stopped.workflow.id, 'UNDO')).toEqual({ outcome: 'RESUMED', workflow: { state: 'UNDONE' } });
    expect(await mail.sql('select address from mail.distribution_list_recipients where list_id = $1', [all.distributionList?.id])).toEqual([{ address }]);
  }, 60_000);

  it('of a domain is not gone on with while the domain is being changed, nor after its removal', async () => {
    const { tenantId } = await mail.verifiedDomain();
    const { domainId } = await mail.verifiedDomain(tenantId);
    const [setUp] = await mail.sql<{ id: string }>(`update mail.workflows set state = 'NEEDS_ATTENTION' where subject_id = $1 returning id`, [domainId]);
    await mail.sql(`update mail.workflow_steps set state = 'FAILED' where workflow_id = $1 and name = 'read-records'`, [setUp?.id]);
    mail.stalwart.faults.add({ match: {}, kind: 'down' });
    const removing = await mail.ask(user(tenantId), documents.removeDomain, { input: { domainId } }, 1);
    expect(removing.data['result']).toMatchObject({ __typename: 'DomainRemoved', workflow: { state: 'RUNNING' } });
    expect(await resume(tenantId, setUp?.id ?? '', 'FORWARD')).toMatchObject({ outcome: 'BUSY' });
    mail.stalwart.faults.clear();
    const removal = (): Promise<{ state: string }[]> => mail.sql(`select state from mail.workflows where subject_id = $1 and kind = 'REMOVE_DOMAIN'`, [domainId]);
    for (const deadline = Date.now() + 20_000; Date.now() < deadline && (await removal())[0]?.state === 'RUNNING'; ) await new Promise((resolve) => setTimeout(resolve, 50));
    for (const direction of ['FORWARD', 'UNDO']) expect(await resume(tenantId, setUp?.id ?? '', direction)).toMatchObject({ outcome: 'OVERTAKEN' });
  }, 60_000);
});
