import { newId } from '@dezky/kit/database/id';
import { type RunningMail, identity, mailboxPassword, runMail, user } from '../running-mail.fixture';

let mail: RunningMail;
jest.setTimeout(30_000);
beforeAll(async () => {
  mail = await runMail();
}, 60_000);
afterAll(() => mail.stop());

type Answer = Record<string, unknown> & { __typename: string };

const ask = async (tenantId: string, mutation: string, input: object, selection: string, waitMs?: number): Promise<Answer> => {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const inputType = ['removeDomain', 'makeDomainPrimary', 'recheckDomain'].includes(mutation) ? 'DomainInput' : type;
  const { data, errors } = await mail.ask(user(tenantId), `mutation ($input: ${inputType}!) { ${mutation}(input: $input) { __typename ${mutation === 'recheckDomain' ? '' : '... on Failure { code message path }'} ${selection} } }`, { input }, waitMs);
  return (data[mutation] as Answer | undefined) ?? ({ __typename: errors.join() } as Answer);
};

const remove = (tenantId: string, domainId: string): Promise<Answer> =>
  ask(tenantId, 'removeDomain', { domainId }, '... on DomainRemoved { domainId name workflow { id state steps { name state lastError } } } ... on DomainInUse { members { id } memberCount aliases { address } aliasCount distributionLists { address } distributionListCount }');
const primaryOf = async (tenantId: string): Promise<string[]> => (await mail.sql<{ name: string }>('select name from mail.domains where tenant_id = $1 and is_primary', [tenantId])).map(({ name }) => name);
const undo = async (tenantId: string, workflowId: string): Promise<string | undefined> => {
  const { data } = await mail.ask(user(tenantId), `mutation { result: resumeWorkflow(workflowId: "${workflowId}", direction: "UNDO") { workflow { state } } }`, {}, 20_000);
  return (data['result'] as { workflow: { state: string } } | null)?.workflow.state;
};
const makePrimary = (tenantId: string, domainId: string): Promise<Answer> => ask(tenantId, 'makeDomainPrimary', { domainId }, '... on DomainMadePrimary { primaryDomain { id isPrimary } formerPrimaryDomain { id isPrimary } }');
const add = (tenantId: string, name: string): Promise<Answer> => ask(tenantId, 'addDomain', { tenantId, name }, '... on DomainAdded { domain { id isPrimary } }');

describe('removeDomain', () => {
  it('takes a second domain out of the mail server, and frees its name', async () => {
    const { tenantId } = await mail.verifiedDomain();
    const second = await mail.verifiedDomain(tenantId);
    const removed = await remove(tenantId, second.domainId);
    expect(removed).toMatchObject({ __typename: 'DomainRemoved', name: second.name, workflow: { state: 'SUCCEEDED' } });
    expect(await mail.sql('select 1 from mail.domains where id = $1', [second.domainId])).toEqual([]);
    expect(await mail.sql('select 1 from mail.dns_records where domain_id = $1', [second.domainId])).toEqual([]);
    expect((await mail.ownedDomain(newId(), second.name)).workflow?.state).toBe('SUCCEEDED');
  });

  it('names the mailboxes, aliases and lists that use it, and leaves everything as it is', async () => {
    const { tenantId } = await mail.verifiedDomain();
    const second = await mail.verifiedDomain(tenantId);
    const anna = await mail.mailboxOf('anna', second);
    await ask(tenantId, 'addMailboxAlias', { mailboxId: anna.mailboxId, address: `info@${second.name}` }, '');
    await ask(tenantId, 'createDistributionList', { tenantId, name: 'Team', address: `team@${second.name}` }, '');
    const refused = await remove(tenantId, second.domainId);
    expect(refused).toMatchObject({ __typename: 'DomainInUse', code: 'DOMAIN_IN_USE', memberCount: 1, members: [{ id: anna.memberId }], aliasCount: 1, aliases: [{ address: `info@${second.name}` }], distributionListCount: 1, distributionLists: [{ address: `team@${second.name}` }] });
    expect(refused['message']).toContain('1 mailbox and 1 alias and 1 distribution list');
    expect(await mail.signIn(anna.address)).toBe(200);
  });

  it('keeps the primary domain, and the only one whose mail works; a mistyped first one may go', async () => {
    const first = await mail.verifiedDomain();
    expect(await remove(first.tenantId, first.domainId)).toMatchObject({ __typename: 'LastDomain' });
    await mail.verifiedDomain(first.tenantId);
    expect(await remove(first.tenantId, first.domainId)).toMatchObject({ __typename: 'PrimaryDomain' });

    const tenantId = newId();
    const mistyped = await add(tenantId, `typo-${newId()}.test`);
    const { id } = mistyped['domain'] as { id: string };
    expect(await remove(tenantId, id)).toMatchObject({ __typename: 'DomainRemoved' });
    expect((await add(tenantId, `right-${newId()}.test`))['domain']).toMatchObject({ isPrimary: true });
  });

  it('counts no claim as another domain', async () => {
    const { tenantId, domainId } = await mail.verifiedDomain();
    await add(tenantId, `claim-${newId()}.test`);
    // There is none that could be made primary instead.
    expect(await remove(tenantId, domainId)).toMatchObject({ __typename: 'LastDomain' });
    await mail.sql(`update mail.domains set status = 'PENDING' where id = $1`, [domainId]);
    expect(await remove(tenantId, domainId)).toMatchObject({ __typename: 'DomainRemoved' });
  });

  it('of a claim asks the mail server nothing', async () => {
    const tenantId = newId();
    const { id } = (await add(tenantId, `claim-${newId()}.test`))['domain'] as { id: string };
    const mend = mail.stalwart.faults.add({ match: {}, kind: 'down' });
    const removed = await remove(tenantId, id);
    mend();
    expect(removed).toMatchObject({ workflow: { state: 'SUCCEEDED' } });
  });

  it('stops where the mail server knows of a use we do not, keeps the signing keys, and can be undone', async () => {
    const { tenantId } = await mail.verifiedDomain();
    const second = await mail.verifiedDomain(tenantId);
    const zone = (): Promise<{ value: string }[]> => mail.sql(`select value from mail.dns_records where domain_id = $1 and kind = 'DKIM' order by value`, [second.domainId]);
    const keys = await zone();
    const [row] = await mail.sql<{ stalwart_id: string }>('select stalwart_id from mail.domains where id = $1', [second.domainId]);
    const made = await jmap('x:MailingList/set', { create: { l: { name: 'by-hand', domainId: row?.stalwart_id, recipients: {} } } });
    const { id: listId } = (made['created'] as { l: { id: string } }).l;
    const stopped = await remove(tenantId, second.domainId);
    expect(stopped).toMatchObject({ __typename: 'DomainRemoved', workflow: { state: 'NEEDS_ATTENTION' } });
    expect(JSON.stringify(stopped['workflow'])).toContain('not made here');
    const { ids } = (await jmap('x:DkimSignature/query', { filter: { domainId: row?.stalwart_id } })) as { ids: string[] };
    expect(ids).toHaveLength(2);

    const { id: workflowId } = stopped['workflow'] as { id: string };
    const undone = await mail.ask(user(tenantId), `mutation { resumeWorkflow(workflowId: "${workflowId}", direction: "UNDO") { outcome workflow { state } } }`);
    expect(undone.data['resumeWorkflow']).toEqual({ outcome: 'RESUMED', workflow: { state: 'UNDONE' } });
    expect(await mail.sql('select status from mail.domains where id = $1', [second.domainId])).toEqual([{ status: 'VERIFIED' }]);
    expect(await zone()).toEqual(keys);
    await jmap('x:MailingList/set', { destroy: [listId] });
    expect(await remove(tenantId, second.domainId)).toMatchObject({ workflow: { state: 'SUCCEEDED' } });
  });

  it('against an address that is being taken on it: one of both happens, 200 times', async () => {
    const { tenantId } = await mail.verifiedDomain();
    const race = async (): Promise<string> => {
      const [domainId, memberId] = [newId(), newId()];
      const name = `${domainId.toLowerCase()}.test`;
      // The mail server does not know the domain: it is the rows that are raced for.
      await mail.sql(`insert into mail.domains (id, tenant_id, name, is_primary, status, stalwart_id, challenge_token, dmarc_policy) values ($1, $2, $3, false, 'VERIFIED', $1, 'x', 'NONE')`, [domainId, tenantId, name]);
      const input = { tenantId, memberId, address: `anna@${name}`, displayName: 'Anna', password: mailboxPassword };
      const take = mail.ask(identity(tenantId), 'mutation ($input: ProvisionMailboxInput!) { provisionMailbox(input: $input) { id } }', { input });
      const [removed, taken] = await Promise.all([ask(tenantId, 'removeDomain', { domainId }, '', 0), take]);
      const addresses = await mail.sql('select 1 from mail.addresses where domain_id = $1', [domainId]);
      // Whoever loses is told so, and the workflow behind it does not try again.
      if (removed.__typename === 'DomainRemoved') expect(taken.errors.join()).toMatch(/is being removed|is not set up/);
      expect([removed.__typename, addresses.length]).toEqual(removed.__typename === 'DomainRemoved' ? ['DomainRemoved', 0] : ['DomainInUse', 1]);
      await mail.sql('delete from mail.mailboxes where member_id = $1', [memberId]);
      await mail.sql('delete from mail.addresses where domain_id = $1', [domainId]);
      await mail.sql('delete from mail.domains where id = $1', [domainId]);
      return removed.__typename;
    };
    const seen: string[] = [];
    for (let round = 0; round < 40; round += 1) seen.push(...(await Promise.all(Array.from({ length: 5 }, race))));
    expect(new Set(seen)).toEqual(new Set(['DomainRemoved', 'DomainInUse']));
  }, 120_000);

  it('is refused while a list is still on its way to another domain', async () => {
    const { tenantId, name } = await mail.verifiedDomain();
    const second = await mail.verifiedDomain(tenantId);
    const send = async (query: string, input: object): Promise<Record<string, unknown>> => (await mail.ask(user(tenantId), query, { input }, 20_000)).data['result'] as never;
    const created = await send('mutation ($input: CreateDistributionListInput!) { result: createDistributionList(input: $input) { ... on DistributionListCreated { distributionList { id } } } }', { tenantId, name: 'Team', address: `team@${second.name}` });
    const { id: listId } = created['distributionList'] as { id: string };
    mail.stalwart.faults.add({ match: {}, kind: 'down' });
    const moved = await send('mutation ($input: UpdateDistributionListInput!) { result: updateDistributionList(input: $input) { __typename } }', { listId, address: `team@${name}` });
    expect(moved).toEqual({ __typename: 'DistributionListUpdated' });
    const refused = await remove(tenantId, second.domainId);
    mail.stalwart.faults.clear();
    expect(refused).toMatchObject({ __typename: 'DomainInUse', distributionListCount: 1, distributionLists: [{ address: `team@${name}` }] });
  }, 60_000);

  it('is nothing to a stranger', async () => {
    const { domainId } = await mail.verifiedDomain();
    for (const mutation of ['removeDomain', 'makeDomainPrimary']) expect((await ask(newId(), mutation, { domainId }, '')).__typename).toContain('NOT_FOUND');
    expect((await ask(newId(), 'setDmarcPolicy', { domainId, policy: 'REJECT' }, '')).__typename).toContain('NOT_FOUND');
    expect((await ask(newId(), 'setSpfPolicy', { domainId, policy: 'FAIL' }, '')).__typename).toContain('NOT_FOUND');
  });
});

describe('makeDomainPrimary', () => {
  it('moves the mark, and asks for right records first', async () => {
    const first = await mail.verifiedDomain();
    const second = await mail.verifiedDomain(first.tenantId);
    await mail.sql(`update mail.domains set status = 'PENDING' where id = $1`, [second.domainId]);
    expect(await makePrimary(first.tenantId, second.domainId)).toMatchObject({ __typename: 'DomainNotVerified', path: ['input', 'domainId'] });
    await mail.sql(`update mail.domains set status = 'VERIFIED' where id = $1`, [second.domainId]);
    expect(await makePrimary(first.tenantId, second.domainId)).toMatchObject({ primaryDomain: { id: second.domainId, isPrimary: true }, formerPrimaryDomain: { id: first.domainId, isPrimary: false } });
    expect(await makePrimary(first.tenantId, second.domainId)).toMatchObject({ primaryDomain: { isPrimary: true }, formerPrimaryDomain: null });
  });

  it('leaves the mark with a domain that is held, whatever its records are: what is only claimed gets it from nobody', async () => {
    const held = await mail.verifiedDomain();
    await mail.sql(`update mail.domains set status = 'PENDING' where id = $1`, [held.domainId]);
    const claim = (await add(held.tenantId, `claim-${newId()}.test`))['domain'] as { id: string };
    expect(await makePrimary(held.tenantId, claim.id)).toMatchObject({ __typename: 'DomainNotVerified', message: expect.stringContaining('not shown to be yours yet') as string });
    expect(await remove(held.tenantId, claim.id)).toMatchObject({ __typename: 'DomainRemoved' });
    expect(await primaryOf(held.tenantId)).toEqual([held.name]);
  });

  it('goes to another domain that is held when a set-up is taken back', async () => {
    const tenantId = newId();
    const first = await mail.verifiedDomain(tenantId);
    const [second, third] = [await mail.verifiedDomain(tenantId), await mail.verifiedDomain(tenantId)];
    await mail.sql(`update mail.domains set status = 'PENDING' where id = $1`, [second.domainId]);
    await mail.sql(`update mail.domains set status = 'FAILED' where id = $1`, [first.domainId]);
    const [setUp] = await mail.sql<{ id: string }>(`update mail.workflows set state = 'NEEDS_ATTENTION' where subject_id = $1 returning id`, [first.domainId]);
    expect(await undo(tenantId, setUp?.id ?? '')).toBe('UNDONE');
    expect(await mail.sql('select 1 from mail.domains where id = $1', [first.domainId])).toEqual([]);
    expect(await primaryOf(tenantId)).toEqual([third.name]);
  });

  it('comes back with a domain whose removal is taken back, from one that was only claimed meanwhile', async () => {
    const { tenantId, name, domainId } = await mail.verifiedDomain();
    await mail.sql(`update mail.domains set status = 'PENDING' where id = $1`, [domainId]);
    const [row] = await mail.sql<{ stalwart_id: string }>('select stalwart_id from mail.domains where id = $1', [domainId]);
    const made = await jmap('x:MailingList/set', { create: { l: { name: 'by-hand', domainId: row?.stalwart_id, recipients: {} } } });
    const stopped = (await remove(tenantId, domainId))['workflow'] as { id: string; state: string };
    expect(stopped.state).toBe('NEEDS_ATTENTION');
    expect((await add(tenantId, `claim-${newId()}.test`))['domain']).toMatchObject({ isPrimary: true });
    expect(await undo(tenantId, stopped.id)).toBe('UNDONE');
    expect(await primaryOf(tenantId)).toEqual([name]);
    await jmap('x:MailingList/set', { destroy: [(made['created'] as { l: { id: string } }).l.id] });
  });

  it('by two at once leaves exactly one', async () => {
    const first = await mail.verifiedDomain();
    const others = [await mail.verifiedDomain(first.tenantId), await mail.verifiedDomain(first.tenantId)];
    for (let round = 0; round < 30; round += 1) {
      const answers = await Promise.all(others.map(({ domainId }) => makePrimary(first.tenantId, domainId)));
      expect(answers.map(({ __typename }) => __typename)).toEqual(['DomainMadePrimary', 'DomainMadePrimary']);
      expect(await mail.sql('select count(*)::int as n from mail.domains where tenant_id = $1 and is_primary', [first.tenantId])).toEqual([{ n: 1 }]);
    }
  });
});

describe('sending policies', () => {
  const record = (domainId: string, kind: string): Promise<{ value: string; state: string }[]> => mail.sql('select value, state from mail.dns_records where domain_id = $1 and kind = $2', [domainId, kind]);

  it('start soft and change the record to publish, which then waits for a check', async () => {
    const { tenantId, domainId } = await mail.verifiedDomain();
    expect((await record(domainId, 'DMARC'))[0]?.value).toContain('p=none');
    expect((await record(domainId, 'SPF'))[0]?.value).toMatch(/ ~all$/);
    await mail.sql(`update mail.dns_records set state = 'OK' where domain_id = $1`, [domainId]);
    for (const policy of ['QUARANTINE', 'REJECT', 'NONE', 'REJECT']) {
      expect(await ask(tenantId, 'setDmarcPolicy', { domainId, policy }, '... on DmarcPolicySet { domain { dmarcPolicy recordsToFix } }')).toMatchObject({ domain: { dmarcPolicy: policy, recordsToFix: 1 } });
      expect(await record(domainId, 'DMARC')).toEqual([{ value: expect.stringContaining(`p=${policy.toLowerCase()};`) as string, state: 'UNCHECKED' }]);
    }
    expect(await ask(tenantId, 'setSpfPolicy', { domainId, policy: 'FAIL' }, '... on SpfPolicySet { domain { spfPolicy } }')).toMatchObject({ domain: { spfPolicy: 'FAIL' } });
    expect(await record(domainId, 'SPF')).toEqual([{ value: expect.stringMatching(/ -all$/) as string, state: 'UNCHECKED' }]);
    // Setting what is set asks for no new check.
    await mail.sql(`update mail.dns_records set state = 'OK' where domain_id = $1`, [domainId]);
    await ask(tenantId, 'setSpfPolicy', { domainId, policy: 'FAIL' }, '');
    expect((await record(domainId, 'SPF'))[0]?.state).toBe('OK');
    expect((await mail.ask(user(tenantId), `query ($rep: [_Any!]!) { _entities(representations: $rep) { ... on Domain { zoneFile } } }`, { rep: [{ __typename: 'Domain', id: domainId }] })).data['_entities']).toEqual([{ zoneFile: expect.stringContaining(' 3600 IN TXT "v=spf1 mx -all"\n') as string }]);
  });
});

describe('recheckDomain', () => {
  const recheck = (tenantId: string, domainId: string): Promise<Answer> => ask(tenantId, 'recheckDomain', { domainId }, '... on DomainRechecked { recordsRead domain { records { kind value state } } }');
  const valueOf = (answer: Answer, kind: string): string | undefined => (answer['domain'] as { records: { kind: string; value: string }[] }).records.find((one) => one.kind === kind)?.value;

  it('reads the records to publish anew, and keeps those it had while the mail server is down', async () => {
    const { tenantId, domainId } = await mail.verifiedDomain();
    await ask(tenantId, 'setDmarcPolicy', { domainId, policy: 'REJECT' }, '');
    await mail.sql(`update mail.dns_records set value = '10 old.dezky.test' where domain_id = $1 and kind = 'MX'`, [domainId]);
    const mend = mail.stalwart.faults.add({ match: { method: 'POST' }, kind: 'down' });
    const before = await recheck(tenantId, domainId);
    mend();
    expect([before['recordsRead'], valueOf(before, 'MX')]).toEqual([false, '10 old.dezky.test']);
    const after = await recheck(tenantId, domainId);
    expect([after['recordsRead'], valueOf(after, 'MX')]).toEqual([true, '10 mail.dezky.test']);
    expect(valueOf(after, 'DMARC')).toContain('p=reject');
  });
});

const jmap = async (method: string, args: object): Promise<Record<string, unknown>> => {
  const response = await fetch(`${mail.stalwart.url}/jmap`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from('admin:admin').toString('base64')}`, 'content-type': 'application/json' },
    body: JSON.stringify({ using: ['urn:ietf:params:jmap:core', 'urn:stalwart:jmap'], methodCalls: [[method, args, 'c']] }),
  });
  const { methodResponses } = (await response.json()) as { methodResponses: [[string, Record<string, unknown>]] };
  return methodResponses[0][1];
};
