import { Reach } from '@dezky/kit/context/reach';
import { RequestContext } from '@dezky/kit/context/request-context';
import { openDatabase } from '@dezky/kit/database/data-source';
import { newId } from '@dezky/kit/database/id';
import { type Db, Rows } from '@dezky/kit/database/rows';
import { createLogger } from '@dezky/kit/log/logger';
import { publishRecords } from '@dezky/sandbox/page/publish-records';
import { type RunningMail, identity, mailboxPassword, runMail, serviceApiKey, user } from '../../running-mail.fixture';
import { createStalwartClient } from '../../stalwart/stalwart-client';
import { mailEntities } from '../../mail-subgraph';
import { domainPolicy } from '../domain.policy';
import { AddDomainResolver } from './add-domain.resolver';
import { isHeldByOther } from './held-name';
import { readRecords } from './read-records.step';

jest.setTimeout(30_000);
const recordFields = 'kind type host value required state advice';
const add = `mutation ($input: AddDomainInput!) { result: addDomain(input: $input) { __typename ... on DomainAdded { domain { id name isPrimary status recordsToFix records { ${recordFields} } } workflow { state } } ... on Failure { code message path } } }`;
const recheck = `mutation ($input: DomainInput!) { result: recheckDomain(input: $input) { ... on DomainRechecked { recordsRead domain { id name status recordsToFix records { ${recordFields} } } workflow { state } } } }`;

interface Domain {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly records: { kind: string; type: string; host: string; value: string; state: string; advice: string | null }[];
}
interface Result {
  readonly __typename: string;
  readonly message: string;
  readonly domain: Domain;
  readonly workflow: { state: string } | null;
}

describe('addDomain', () => {
  let mail: RunningMail;
  beforeAll(async () => {
    mail = await runMail(200);
  }, 90_000);
  afterAll(() => mail.stop(), 30_000);

  const send = async (tenantId: string, query: string, input: object, waitMs = 20_000): Promise<Result> => {
    const { data, errors } = await mail.ask(user(tenantId), query, { input }, waitMs);
    expect(errors).toEqual([]);
    return data['result'] as Result;
  };
  const claim = (tenantId: string, name: string): Promise<Result> => send(tenantId, add, { tenantId, name });
  const check = (tenantId: string, { id }: Domain, waitMs?: number): Promise<Result> => send(tenantId, recheck, { domainId: id }, waitMs);
  const publish = (...claims: Domain[]): void => publishRecords(mail.dns, { domain: claims[0]?.name ?? '', records: claims.flatMap(({ records }) => records) });
  const atServer = (name: string): boolean => mail.stalwart.domains().some((domain) => domain.name === name);
  const unique = (label: string): string => `${label}-${newId().toLowerCase()}.test`;
  const isHeld = `is in use here by somebody else, who has shown that it is theirs.`;

  it('asks for the ownership record alone, and the mail server hears nothing of it', async () => {
    const [tenantId, name] = [newId(), unique('claimed')];
    const { domain, workflow } = await claim(tenantId, name);
    expect(domain).toMatchObject({ name, isPrimary: true, status: 'CLAIMED', recordsToFix: 1, records: [{ kind: 'OWNERSHIP', type: 'TXT', host: `_dezky-challenge.${name}`, required: true, state: 'UNCHECKED' }] });
    expect([workflow, atServer(name)]).toEqual([null, false]);
    mail.dns.putRecords(name, '');
    expect(await check(tenantId, domain)).toMatchObject({ domain: { status: 'CLAIMED', records: [{ state: 'BAD', advice: expect.stringContaining('Add') as string }] }, workflow: null, recordsRead: false });
    expect(atServer(name)).toBe(false);
  });

  it('is followed by the set-up once a recheck sees the record, which then says what else to publish', async () => {
    const [tenantId, name] = [newId(), unique('owned')];
    const { domain } = await claim(tenantId, name);
    publish(domain);
    const owned = await check(tenantId, domain);
    expect(owned).toMatchObject({ domain: { status: 'PENDING', recordsToFix: 5 }, workflow: { state: 'SUCCEEDED' }, recordsRead: true });
    expect(owned.domain.records.map(({ kind }) => kind)).toEqual(['OWNERSHIP', 'MX', 'SPF', 'DKIM', 'DKIM', 'DMARC', 'AUTODISCOVERY', 'AUTODISCOVERY', 'AUTODISCOVERY']);
    expect(owned.domain.records[0]?.state).toBe('OK');
    expect(atServer(name)).toBe(true);
    const lines = (): number => mail.audit.filter(({ action, summary }) => action === 'domain.ownership_shown' && summary.includes(name)).length;
    while (lines() === 0) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(lines()).toBe(1);
    // Who had it checked sees it, and is not written to.
    expect(await mail.sql('select 1 from mail.domain_notices where domain_id = $1', [domain.id])).toEqual([]);
  });

  it('makes the first one that is shown to be theirs the primary one, whatever was mistyped before it', async () => {
    const [tenantId, mistyped, right] = [newId(), unique('acmee'), unique('acme')];
    const primary = async (): Promise<string[]> => (await mail.sql<{ name: string }>('select name from mail.domains where tenant_id = $1 and is_primary', [tenantId])).map(({ name }) => name);
    const wrong = await claim(tenantId, mistyped);
    expect(await primary()).toEqual([mistyped]);
    await mail.ownedDomain(tenantId, right);
    expect(await primary()).toEqual([right]);
    await mail.ownedDomain(tenantId, unique('second'));
    expect(await primary()).toEqual([right]);
    const remove = (id: string): Promise<Result> => send(tenantId, 'mutation ($input: DomainInput!) { result: removeDomain(input: $input) { __typename } }', { domainId: id });
    expect((await remove(wrong.domain.id)).__typename).toBe('DomainRemoved');
  });

  it('that is mistyped can be removed at once, also before another one is shown to be theirs', async () => {
    const tenantId = newId();
    const wrong = await claim(tenantId, unique('acmee'));
    const right = unique('acme');
    const { domain } = await claim(tenantId, right);
    const { data } = await mail.ask(user(tenantId), `mutation { removeDomain(input: { domainId: "${wrong.domain.id}" }) { __typename } }`, {}, 20_000);
    expect(data['removeDomain']).toEqual({ __typename: 'DomainRemoved' });
    publish(domain);
    await check(tenantId, domain);
    expect(await mail.sql('select name from mail.domains where tenant_id = $1 and is_primary', [tenantId])).toEqual([{ name: right }]);
  });

  it('is followed by it without anybody who asks, and by a check of what the mail server asks for', async () => {
    const [tenantId, name] = [newId(), unique('by-itself')];
    const { domain } = await claim(tenantId, name);
    publish(domain);
    await mail.sql('update mail.domains set next_check_at = now() where id = $1', [domain.id]);
    const states = async (): Promise<string[]> => (await mail.sql<{ state: string }>('select state from mail.dns_records where domain_id = $1 and required order by position', [domain.id])).map(({ state }) => state);
    // Some have published all of it already: the records are looked at as soon as they are known.
    while ((await states()).join() !== 'OK,BAD,BAD,BAD,BAD,BAD') await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await mail.sql('select status, claimed from mail.domains where id = $1', [domain.id])).toEqual([{ status: 'PENDING', claimed: false }]);
    expect(await mail.sql(`select actor->>'name' as name from mail.workflows where subject_id = $1`, [domain.id])).toEqual([{ name: 'Dezky' }]);
    expect(atServer(name)).toBe(true);
    // The next step is the admins', who may have left.
    expect(await mail.sql('select subject, body from mail.domain_notices where domain_id = $1', [domain.id])).toEqual([{ subject: `${name} is shown to be yours`, body: expect.stringContaining('http://portal.test') as string }]);
  });

  it('is not verified by its ownership record alone, however long the mail server keeps it waiting', async () => {
    const [tenantId, name] = [newId(), unique('held-up')];
    const { domain } = await claim(tenantId, name);
    publish(domain);
    const mend = mail.stalwart.faults.add({ match: { method: 'POST' }, kind: 'slow', delayMs: 1_000 });
    const begun = await check(tenantId, domain, 0);
    expect(begun).toMatchObject({ domain: { status: 'PENDING' }, workflow: { state: 'RUNNING' } });
    const again = await check(tenantId, domain, 0);
    expect(again).toMatchObject({ domain: { status: 'PENDING', records: [{ kind: 'OWNERSHIP', state: 'OK' }] }, workflow: { state: 'RUNNING' } });
    mend();
    const done = async (): Promise<boolean> => (await check(tenantId, domain)).domain.records.length > 1;
    while (!(await done())) await new Promise((resolve) => setTimeout(resolve, 100));
  });

  it('needs the record at the name servers of the domain, not in every cache', async () => {
    const [tenantId, name] = [newId(), unique('cached')];
    const { domain } = await claim(tenantId, name);
    mail.dns.putRecords(name, '');
    mail.dns.holdCache(name, 1_800);
    publish(domain);
    expect(await check(tenantId, domain)).toMatchObject({ domain: { status: 'PENDING' }, workflow: { state: 'SUCCEEDED' } });
  });

  it('takes no name from whoever can show that it is theirs, and no mail', async () => {
    const [squatter, owner, name] = [newId(), newId(), unique('theirs')];
    const squatted = await claim(squatter, name);
    expect(atServer(name)).toBe(false);
    // Mail to it is mail to somebody outside, also for the squatter.
    const path = await mail.ask(user(squatter), `query ($refs: [_Any!]!) { _entities(representations: $refs) { ... on Tenant { deliveryPath(address: "anna@${name}") { verdict } } } }`, { refs: [{ __typename: 'Tenant', id: squatter }] });
    expect(path.data['_entities']).toEqual([{ deliveryPath: { verdict: 'NOT_OURS' } }]);
    const { domain } = await claim(owner, name);
    publish(domain);
    expect(await check(owner, domain)).toMatchObject({ domain: { status: 'PENDING' } });
    const after = await check(squatter, squatted.domain);
    expect(after.domain).toMatchObject({ status: 'CLAIMED', records: [{ state: 'BAD', advice: expect.stringContaining(isHeld) as string }] });
    // A claim gives no right to what is asked by the domain's name alone.
    const tried = await mail.ask(identity(squatter), `query { tryLogIns(address: "anna@${name}") { __typename } }`);
    expect(tried.data).toEqual({ tryLogIns: null });
    // What was claimed in vain can be removed, and nobody else's domain goes with it.
    const removed = await mail.ask(user(squatter), `mutation { removeDomain(input: { domainId: "${domain.id}" }) { __typename } }`);
    expect(removed.errors.join()).toContain('NOT_FOUND');
    const { data } = await mail.ask(user(squatter), `mutation { removeDomain(input: { domainId: "${squatted.domain.id}" }) { ... on DomainRemoved { workflow { state } } } }`, {}, 20_000);
    expect([data['removeDomain'], atServer(name)]).toEqual([{ workflow: { state: 'SUCCEEDED' } }, true]);
  });

  it('gives no mailbox and no alias on a domain that is only claimed', async () => {
    const anna = await mail.mailboxOf('anna');
    const name = unique('early');
    await claim(anna.tenantId, name);
    const input = { tenantId: anna.tenantId, memberId: newId(), address: `new@${name}`, displayName: 'New', password: mailboxPassword };
    expect((await mail.ask(identity(anna.tenantId), 'mutation ($input: ProvisionMailboxInput!) { provisionMailbox(input: $input) { id } }', { input })).errors.join()).toContain('not set up');
    const alias = await send(anna.tenantId, 'mutation ($input: AddMailboxAliasInput!) { result: addMailboxAlias(input: $input) { __typename } }', { mailboxId: anna.mailboxId, address: `info@${name}` });
    expect(alias.__typename).toBe('DomainNotVerified');
  });

  it('is refused for a name that somebody else holds, and for one that is there already', async () => {
    const held = await mail.verifiedDomain();
    expect(await claim(newId(), held.name)).toMatchObject({ __typename: 'DomainTaken', code: 'DOMAIN_TAKEN', path: ['input', 'name'], message: expect.stringContaining(isHeld) as string });
    expect(await claim(held.tenantId, held.name)).toMatchObject({ __typename: 'DomainTaken', message: `${held.name} is among your domains already.` });
    const name = unique('twice');
    expect((await claim(held.tenantId, name)).__typename).toBe('DomainAdded');
    expect(await claim(held.tenantId, name)).toMatchObject({ __typename: 'DomainTaken', message: `${name} is among your domains already.` });
  });

  it('of one name by one tenant twice at once adds it once', async () => {
    const [tenantId, name] = [newId(), unique('hasty')];
    const answers = await Promise.all([claim(tenantId, name), claim(tenantId, name)]);
    expect(answers.map(({ __typename }) => __typename).sort()).toEqual(['DomainAdded', 'DomainTaken']);
  });

  it('lets a claim come to its right when the name is given back', async () => {
    const [first, second, name] = [newId(), newId(), unique('resold')];
    const claims = [await claim(first, name), await claim(second, name)].map(({ domain }) => domain) as [Domain, Domain];
    publish(...claims);
    expect(await check(first, claims[0])).toMatchObject({ domain: { status: 'PENDING' } });
    expect(await check(second, claims[1])).toMatchObject({ domain: { status: 'CLAIMED' } });
    const { data } = await mail.ask(user(first), `mutation { removeDomain(input: { domainId: "${claims[0].id}" }) { ... on DomainRemoved { workflow { state } } } }`, {}, 20_000);
    expect(data['removeDomain']).toEqual({ workflow: { state: 'SUCCEEDED' } });
    expect(await check(second, claims[1])).toMatchObject({ domain: { status: 'PENDING' }, workflow: { state: 'SUCCEEDED' } });
  });

  it('is told by the database alone who holds a name, over all tenants', async () => {
    const { tenantId, name } = await mail.verifiedDomain();
    const source = await openDatabase({ url: mail.databaseUrl, schema: 'mail', entities: mailEntities, log: createLogger({ name: 'spec', level: 'silent' }), poolSize: 1 });
    const rows = new Rows(source);
    expect([await isHeldByOther(rows, { tenantId, name }), await isHeldByOther(rows, { tenantId: newId(), name })]).toEqual([false, true]);
    await source.destroy();
  });

  it('names the records by the policy that is chosen while the mail server says its zone', async () => {
    const { tenantId, domainId, name } = await mail.verifiedDomain();
    const source = await openDatabase({ url: mail.databaseUrl, schema: 'mail', entities: mailEntities, log: createLogger({ name: 'spec', level: 'silent' }), poolSize: 1 });
    const stalwart = createStalwartClient({ url: mail.stalwart.url, authorization: `Bearer ${serviceApiKey}` });
    const readZone: typeof stalwart.readZone = async (id) => {
      const zone = await stalwart.readZone(id);
      await mail.sql(`update mail.domains set dmarc_policy = 'REJECT' where id = $1`, [domainId]);
      return zone;
    };
    await readRecords({ ...stalwart, readZone }).run({ input: { domainId, name }, rows: (work: (db: Db) => Promise<unknown>) => new Rows(source).in(Reach.tenant(tenantId), work) } as never);
    expect(await mail.sql(`select value from mail.dns_records where domain_id = $1 and kind = 'DMARC'`, [domainId])).toEqual([{ value: expect.stringContaining('p=reject') as string }]);
    await stalwart.close();
    await source.destroy();
  });

  it('again of one whose set-up stopped holds the domain before the workflow, as a retry does: neither waits for the other', async () => {
    const tenantId = newId();
    const { domain } = await claim(tenantId, unique('stopped'));
    publish(domain);
    await check(tenantId, domain);
    await mail.sql(`update mail.domains set status = 'FAILED' where id = $1`, [domain.id]);
    await mail.sql(`update mail.workflows set state = 'NEEDS_ATTENTION' where subject_id = $1`, [domain.id]);
    const source = await openDatabase({ url: mail.databaseUrl, schema: 'mail', entities: mailEntities, log: createLogger({ name: 'spec', level: 'silent' }), poolSize: 1 });
    const adding = await new Rows(source).in(Reach.tenant(tenantId), async (db) => {
      await db.query('select 1 from domains where id = $1 for update', [domain.id]);
      const begun = claim(tenantId, domain.name);
      while ((await mail.sql(`select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '%"domains"%'`)).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
      await db.query('select 1 from workflows where subject_id = $1 for update nowait', [domain.id]);
      return { begun };
    });
    expect((await adding.begun).__typename).toBe('DomainAdded');
    await source.destroy();
  });

  it('of a process that died is not found once the domain was removed, and was added though none can be by now', async () => {
    const tenantId = newId();
    const { domain } = await claim(tenantId, unique('died'));
    const log = createLogger({ name: 'spec', level: 'silent' });
    const source = await openDatabase({ url: mail.databaseUrl, schema: 'mail', entities: mailEntities, log, poolSize: 1 });
    const again = (domainId: string): Promise<unknown> => {
      const once = { idempotencyKey: 'k', begun: { domainId, workflowId: null }, record: () => Promise.reject(new Error('It was done already.')) };
      const context = RequestContext.of({ actor: user(tenantId), actorToken: '', origin: { requestId: 'spec', ipAddress: null }, rows: new Rows(source), log, once });
      return new AddDomainResolver(null as never, 'platform.test', false).addDomain({ tenantId, name: domain.name }, context.under(domainPolicy.add));
    };
    expect(await again(domain.id)).toMatchObject({ domain: { id: domain.id } });
    await expect(again(newId())).rejects.toMatchObject({ extensions: { code: 'NOT_FOUND' } });
    await source.destroy();
  });

  it('goes on with a set-up that stopped, and never takes over a domain that somebody made at the mail server by hand', async () => {
    const [tenantId, name] = [newId(), unique('by-hand')];
    const byHand = createStalwartClient({ url: mail.stalwart.url, authorization: `Bearer ${serviceApiKey}` });
    const { id } = await byHand.ensureDomain(name);
    const { domain, workflow } = await mail.ownedDomain(tenantId, name);
    expect([workflow?.state, domain.status]).toEqual(['NEEDS_ATTENTION', 'FAILED']);
    expect(workflow?.steps[1]).toMatchObject({ name: 'create-stalwart-domain', state: 'FAILED' });
    await byHand.destroyDomain(id);
    await byHand.close();
    expect(await claim(tenantId, name)).toMatchObject({ domain: { id: domain.id, status: 'PENDING' }, workflow: { state: 'SUCCEEDED' } });
  });

  it('ends with one domain when an answer is lost', async () => {
    const name = unique('lost-answer');
    mail.stalwart.faults.add({ match: { body: new RegExp(name) }, kind: 'answer-lost', times: 1 });
    expect((await mail.ownedDomain(newId(), name)).workflow?.state).toBe('SUCCEEDED');
    expect(mail.stalwart.domains().filter((domain) => domain.name === name)).toHaveLength(1);
  });

  it('of one name by two tenants who both show that it is theirs, at once: one holds it, the other is told, 200 times', async () => {
    const race = async (): Promise<{ name: string; winner: string | undefined }> => {
      const [tenants, name] = [[newId(), newId()], unique('raced')];
      const claims = await Promise.all(tenants.map(async (tenantId) => (await claim(tenantId, name)).domain));
      publish(...claims);
      const checked = await Promise.all(claims.map((domain, index) => check(tenants[index] ?? '', domain, 0)));
      expect(checked.map(({ domain }) => domain.status).sort()).toEqual(['CLAIMED', 'PENDING']);
      expect(checked.find(({ domain }) => domain.status === 'CLAIMED')?.domain.records[0]?.advice).toContain(isHeld);
      return { name, winner: tenants[checked.findIndex(({ domain }) => domain.status === 'PENDING')] };
    };
    // The name is given away before the mail server hears of it: it need not make 400 keys. The last test, as these set-ups would go on beside others.
    mail.stalwart.faults.add({ match: { method: 'POST' }, kind: 'slow', delayMs: 1_000 });
    const won: { name: string; winner: string | undefined }[] = [];
    for (let round = 0; round < 20; round += 1) won.push(...(await Promise.all(Array.from({ length: 10 }, race))));
    const names = won.map(({ name }) => name);
    const held = await mail.sql<{ name: string; winner: string }>('select name, tenant_id as winner from mail.domains where name = any ($1) and not claimed', [names]);
    const byName = (left: { name: string }, right: { name: string }): number => (left.name < right.name ? -1 : 1);
    expect(held.sort(byName)).toEqual(won.sort(byName));
    // As many set-ups as names, and none for whoever was late.
    expect(await mail.sql('select count(*)::int as n from mail.workflows w join mail.domains d on d.id = w.subject_id where d.name = any ($1)', [names])).toEqual([{ n: 200 }]);
  }, 180_000);
});
