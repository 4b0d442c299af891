import { openDatabase } from '@dezky/kit/database/data-source';
import { newId } from '@dezky/kit/database/id';
import { Rows } from '@dezky/kit/database/rows';
import { createLogger } from '@dezky/kit/log/logger';
import { publishRecords } from '@dezky/sandbox/page/publish-records';
import { nameServers, type NameServers } from '../../dns/examination';
import { mailEntities } from '../../mail-subgraph';
import { type StalwartClient, createStalwartClient } from '../../stalwart/stalwart-client';
import { type RunningMail, runMail, serviceApiKey, user } from '../../running-mail.fixture';
import type { DataSource } from 'typeorm';
import { nextCheck } from './next-check';
import { TellAdmins } from './tell-admins';
import { WatchDomains } from './watch-domains';

interface Added {
  readonly id: string;
  readonly name: string;
  readonly tenantId: string;
  readonly records: { host: string; type: string; value: string }[];
}

jest.setTimeout(60_000);
const log = createLogger({ name: 'watch-spec', level: 'silent' });

describe('watchDomains', () => {
  let mail: RunningMail;
  const sources: DataSource[] = [];
  const asked: string[] = [];
  /** A watch as another process has it, with connections of its own. */
  const watchDomains = async (stalwart: Pick<StalwartClient, 'readZones'> | null = null): Promise<WatchDomains> => {
    const inner = nameServers({ resolvers: [mail.dns.address], authorityPort: mail.dns.port });
    const dns: NameServers = { examine: (domain) => (asked.push(domain), inner.examine(domain)) };
    const source = await openDatabase({ url: mail.databaseUrl, schema: 'mail', entities: mailEntities, log, poolSize: 4 });
    sources.push(source);
    return new WatchDomains(new Rows(source), dns, log, 50, stalwart);
  };
  beforeAll(async () => {
    mail = await runMail();
  });
  afterAll(async () => {
    await Promise.all(sources.map((source) => source.destroy()));
    await mail.stop();
  });

  const added = async (): Promise<Added> => {
    const { tenantId, name, domainId } = await mail.verifiedDomain(newId());
    await mail.sql(`update mail.domains set status = 'PENDING' where id = $1`, [domainId]);
    const records = await mail.sql<{ host: string; type: string; value: string }>('select host, type, value from mail.dns_records where domain_id = $1', [domainId]);
    return { id: domainId, name, tenantId, records };
  };
  const publish = ({ name, records }: Added): void => publishRecords(mail.dns, { domain: name, records });
  const due = (...domains: Added[]): Promise<object[]> => mail.sql('update mail.domains set next_check_at = now() where id = any ($1)', [domains.map(({ id }) => id)]);
  const until = async <T>(what: () => Promise<T | undefined> | T | undefined): Promise<T> => {
    for (;;) {
      const value = await what();
      if (value !== undefined) return value;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const row = async ({ id }: Added): Promise<{ status: string; checked_at: Date | null; next_check_at: Date }> => (await mail.sql<{ status: string; checked_at: Date | null; next_check_at: Date }>('select status, checked_at, next_check_at from mail.domains where id = $1', [id]))[0] as never;
  const turned = (domain: Added, status: string): Promise<Awaited<ReturnType<typeof row>>> => until(async () => row(domain).then((found) => (found.status === status ? found : undefined)));
  const told = (domain: Added, action: string): RunningMail['audit'] => mail.audit.filter((line) => line.action === action && line.summary.includes(domain.name));

  it('turns a new domain green by itself, and tells what went wrong and what is right again', async () => {
    const domain = await added();
    const watch = await watchDomains();
    watch.start();
    publish(domain);
    await due(domain);
    const green = await turned(domain, 'VERIFIED');
    expect(green.next_check_at.getTime() - Date.now()).toBeGreaterThan(3 * 3_600_000);

    mail.dns.putRecords(domain.name, `${domain.name}. IN MX 10 mx.hoster.example.\n`);
    await due(domain);
    await turned(domain, 'NEEDS_ATTENTION');
    const [wrong] = await until(() => (told(domain, 'domain.went-wrong').length > 0 ? told(domain, 'domain.went-wrong') : undefined));
    expect(wrong).toMatchObject({ actor: { kind: 'SYSTEM', name: 'Dezky' }, summary: `The DNS records of ${domain.name} are no longer right` });
    expect(wrong?.changes).toEqual([
      { field: 'status', before: 'VERIFIED', after: 'NEEDS_ATTENTION' },
      { field: `MX ${domain.name}`, before: 'OK: 10 mail.dezky.test', after: 'BAD: 10 mx.hoster.example' },
    ]);

    publish(domain);
    await due(domain);
    await turned(domain, 'VERIFIED');
    await until(() => (told(domain, 'domain.verified').length === 2 ? true : undefined));
    await due(domain);
    const before = (await row(domain)).checked_at?.getTime() ?? 0;
    await until(async () => (((await row(domain)).checked_at?.getTime() ?? 0) > before ? true : undefined));
    expect([told(domain, 'domain.verified').length, told(domain, 'domain.went-wrong').length]).toEqual([2, 1]);
    await watch.stop();
  });

  it('follows the zone of the mail server, and checks by what it knows while that cannot be read', async () => {
    const stalwart = createStalwartClient({ url: mail.stalwart.url, authorization: `Bearer ${serviceApiKey}` });
    const [domain, watch] = [await added(), await watchDomains(stalwart)];
    publish(domain);
    const exchanger = async (): Promise<unknown> => mail.sql(`select value, state from mail.dns_records where domain_id = $1 and kind = 'MX'`, [domain.id]);
    await mail.sql(`update mail.dns_records set value = '10 old.dezky.test' where domain_id = $1 and kind = 'MX'`, [domain.id]);
    const mend = mail.stalwart.faults.add({ match: { method: 'POST' }, kind: 'down' });
    await due(domain);
    await watch.checkDue();
    mend();
    expect(await exchanger()).toEqual([{ value: '10 old.dezky.test', state: 'BAD' }]);
    await due(domain);
    await watch.checkDue();
    expect(await exchanger()).toEqual([{ value: '10 mail.dezky.test', state: 'OK' }]);
    await stalwart.close();
  });

  it('moves no status while name servers are silent', async () => {
    const [domain, watch] = [await added(), await watchDomains()];
    publish(domain);
    await due(domain);
    await watch.checkDue();
    expect((await row(domain)).status).toBe('VERIFIED');
    mail.dns.queryFaults.add({ suffix: domain.name, kind: 'servfail' });
    await due(domain);
    await watch.checkDue();
    mail.dns.queryFaults.clear();
    expect((await row(domain)).status).toBe('VERIFIED');
    expect(await mail.sql('select distinct state from mail.dns_records where domain_id = $1', [domain.id])).toEqual([{ state: 'UNKNOWN' }]);
  });

  it('keeps what it finds although the zone publishes octets that are no text', async () => {
    const [domain, watch] = [await added(), await watchDomains()];
    publish({ ...domain, records: [...domain.records, { host: domain.name, type: 'TXT', value: 'binary\0key' }] });
    await due(domain);
    await watch.checkDue();
    expect((await row(domain)).status).toBe('VERIFIED');
    const [{ found } = { found: [] }] = await mail.sql<{ found: string[] }>(`select found from mail.dns_records where domain_id = $1 and kind = 'SPF'`, [domain.id]);
    expect(found).toContain('binary\\000key');
  });

  it('concludes nothing from records that were replaced while it asked, and asks again soon', async () => {
    const domain = await added();
    publish(domain);
    const inner = nameServers({ resolvers: [mail.dns.address], authorityPort: mail.dns.port });
    const stricter = (): Promise<unknown> => mail.ask(user(domain.tenantId), `mutation { setDmarcPolicy(input: { domainId: "${domain.id}", policy: REJECT }) { __typename } }`);
    let changed: Promise<unknown> | undefined;
    const dns: NameServers = {
      examine: (name) => {
        const examination = inner.examine(name);
        return { ...examination, view: async (host, type) => ((changed ??= stricter()), await changed, examination.view(host, type)) };
      },
    };
    await watchDomains();
    await due(domain);
    await new WatchDomains(new Rows(sources[0] as DataSource), dns, log).checkDue();
    const { status, next_check_at: next } = await row(domain);
    expect([status, next.getTime() - Date.now() < 61_000]).toEqual(['PENDING', true]);
    expect(await mail.sql(`select value, state from mail.dns_records where domain_id = $1 and kind = 'DMARC'`, [domain.id])).toMatchObject([{ value: expect.stringContaining('p=reject') as string, state: 'UNCHECKED' }]);
  });

  it('checks each domain once, however many processes watch', async () => {
    const domains: Added[] = [];
    while (domains.length < 6) domains.push(await added());
    domains.forEach((domain) => publish(domain));
    const watches = [await watchDomains(), await watchDomains(), await watchDomains()];
    await due(...domains);
    asked.length = 0;
    const counts = await Promise.all(watches.map((watch) => watch.checkDue()));
    expect([...asked].sort()).toEqual(domains.map(({ name }) => name).sort());
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(domains.length);
    for (const domain of domains) expect((await row(domain)).status).toBe('VERIFIED');
    const verified = await until(() => (domains.every((domain) => told(domain, 'domain.verified').length > 0) ? domains.map((domain) => told(domain, 'domain.verified').length) : undefined));
    expect(verified).toEqual(domains.map(() => 1));
  });

  describe('telling the admins', () => {
    const admins = ['ada@acme.example', 'grace@elsewhere.example'];
    const tellAdmins = (): TellAdmins => new TellAdmins(new Rows(sources[0] as DataSource), { adminAddresses: () => Promise.resolve(admins) }, stalwart, log);
    let stalwart: StalwartClient;
    beforeAll(() => {
      stalwart = createStalwartClient({ url: mail.stalwart.url, authorization: `Bearer ${serviceApiKey}`, timeoutMs: 2_000 });
    });
    afterAll(() => stalwart.close());
    afterEach(() => mail.stalwart.faults.clear());
    const mailsAbout = ({ name }: Added): ReturnType<typeof mail.stalwart.sentMails> => mail.stalwart.sentMails().filter(({ subject }) => subject.includes(name));
    const again = ({ id }: Added): Promise<object[]> => mail.sql('update mail.domain_notices set next_try_at = now() where domain_id = $1', [id]);
    /** A domain that was right and went wrong, with its notices cleared of the first green. */
    const wentWrong = async (): Promise<Added> => {
      const [domain, watch] = [await added(), await watchDomains()];
      publish(domain);
      await due(domain);
      await watch.checkDue();
      await mail.sql('delete from mail.domain_notices where domain_id = $1', [domain.id]);
      mail.dns.putRecords(domain.name, `${domain.name}. IN MX 10 mx.hoster.example.\n`);
      await due(domain);
      await watch.checkDue();
      return domain;
    };

    it('says by mail what was and what is, with what to do, once', async () => {
      const domain = await wentWrong();
      await Promise.all([tellAdmins().tellDue(), tellAdmins().tellDue(), tellAdmins().tellDue()]);
      await again(domain);
      await tellAdmins().tellDue();
      expect(mailsAbout(domain)).toMatchObject([{ to: admins, subject: `The DNS records of ${domain.name} are no longer right`, from: 'platform-service@dezky.test' }]);
      const [{ text } = { text: '' }] = mailsAbout(domain);
      expect(text).toContain(`MX ${domain.name}\n  was OK: 10 mail.dezky.test\n  is  BAD: 10 mx.hoster.example\n  Mail for ${domain.name} goes to mx.hoster.example`);
    });

    it('says that a domain is right again, in one sentence, when two looks in a row found it', async () => {
      const [domain, watch] = [await wentWrong(), await watchDomains()];
      publish(domain);
      await due(domain);
      await watch.checkDue();
      await tellAdmins().tellDue();
      expect(mailsAbout(domain)).toHaveLength(1);
      // Not before a second look, which comes soon.
      const wait = (await row(domain)).next_check_at.getTime() - Date.now();
      expect([wait > 10 * 60_000, wait < 20 * 60_000]).toEqual([true, true]);
      await due(domain);
      await watch.checkDue();
      await tellAdmins().tellDue();
      expect(mailsAbout(domain).map(({ subject, text }) => [subject, text]).at(-1)).toEqual([`The DNS records of ${domain.name} are right`, 'All required records are as they are to be. Nothing is to be done.']);
      expect(mailsAbout(domain)).toHaveLength(2);
    });

    it('says that records keep changing, and no more until they have been the same for hours, while the audit log has all', async () => {
      const [domain, watch] = [await wentWrong(), await watchDomains()];
      const look = async (right: boolean): Promise<void> => {
        if (right) publish(domain);
        else mail.dns.putRecords(domain.name, `${domain.name}. IN MX 10 mx.hoster.example.\n`);
        await due(domain);
        await watch.checkDue();
        await tellAdmins().tellDue();
      };
      for (const right of [true, true, false, true, false, true, true, false]) await look(right);
      expect(mailsAbout(domain).map(({ subject }) => subject)).toEqual(['no longer right', 'right', 'keep changing'].map((words) => `The DNS records of ${domain.name} ${words.startsWith('keep') ? '' : 'are '}${words}`));
      expect(mailsAbout(domain).at(-1)?.text).toMatch(/^They have gone wrong and right again several times within a day\. At this moment they are wrong.*until its records have stayed the same for six hours.*MX .*is {2}BAD: 10 mx\.hoster\.example/s);
      await until(() => (told(domain, 'domain.went-wrong').length === 4 && told(domain, 'domain.verified').length === 4 ? true : undefined));
      // Six hours on.
      await mail.sql(`update mail.domain_notice_states set since = since - interval '6 hours' where domain_id = $1`, [domain.id]);
      await look(false);
      expect(mailsAbout(domain).map(({ subject }) => subject).at(-1)).toBe(`The DNS records of ${domain.name} are no longer right`);
      expect(mailsAbout(domain).at(-1)?.text).toContain(`MX ${domain.name}\n  is  BAD: 10 mx.hoster.example`);
    }, 60_000);

    it('waits while the mail server is down, and says it then', async () => {
      const domain = await wentWrong();
      mail.stalwart.faults.add({ kind: 'down', match: { path: /jmap/ } });
      await tellAdmins().tellDue();
      expect(mailsAbout(domain)).toEqual([]);
      mail.stalwart.faults.clear();
      await again(domain);
      await tellAdmins().tellDue();
      expect(mailsAbout(domain)).toHaveLength(1);
    });

    it('says it once although the process that began took longer than another one waits', async () => {
      const domain = await wentWrong();
      const held: (() => void)[] = [];
      const slow = new TellAdmins(new Rows(sources[0] as DataSource), { adminAddresses: () => new Promise((resolve) => held.push(() => resolve(admins))) }, stalwart, log);
      const began = slow.tellDue();
      await until(() => (held.length > 0 ? true : undefined));
      await again(domain);
      await tellAdmins().tellDue();
      expect(mailsAbout(domain)).toHaveLength(1);
      held.forEach((release) => release());
      await began;
      expect(mailsAbout(domain)).toHaveLength(1);
    });

    describe('of whom nobody got it, writes so into the audit log, and why,', () => {
      const undelivered = (domain: Added): Promise<{ summary: string; changes: unknown }> => until(() => told(domain, 'domain.notice-undelivered')[0]);
      const said = (domain: Added, why: string): string => `Nobody got the mail “The DNS records of ${domain.name} are no longer right”. ${why}.`;
      const to = (...addresses: string[]): TellAdmins => new TellAdmins(new Rows(sources[0] as DataSource), { adminAddresses: () => Promise.resolve(addresses) }, stalwart, log);
      const ended = async (domain: Added): Promise<boolean> => (await mail.sql<{ sent_at: Date | null }>('select sent_at from mail.domain_notices where domain_id = $1', [domain.id]))[0]?.sent_at !== null;

      it('when the mail server refused all', async () => {
        const domain = await wentWrong();
        await to(`gone@${domain.name}`, `also.gone@${domain.name}`).tellDue();
        expect(await undelivered(domain)).toMatchObject({ summary: said(domain, 'The mail server refused all of its recipients'), changes: ['gone', 'also.gone'].map((name) => ({ field: `${name}@${domain.name}`, before: null, after: '550 5.1.2 Mailbox does not exist.' })) });
        expect(await ended(domain)).toBe(true);
      });

      it('also when what became of it could not be read at first', async () => {
        const domain = await wentWrong();
        mail.stalwart.faults.add({ kind: 'down', match: { body: /EmailSubmission\/get/ } });
        await to(`gone@${domain.name}`).tellDue();
        expect([await ended(domain), mailsAbout(domain).length]).toEqual([false, 1]);
        mail.stalwart.faults.clear();
        while (!(await ended(domain))) {
          // The circuit to the mail server closes again some moments after it was down.
          await again(domain);
          await to(`gone@${domain.name}`).tellDue();
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
        expect([(await undelivered(domain)).summary, mailsAbout(domain).length]).toEqual([said(domain, 'The mail server refused all of its recipients'), 1]);
      });

      it('when there is nobody', async () => {
        const domain = await wentWrong();
        await to().tellDue();
        expect([(await undelivered(domain)).summary, await ended(domain)]).toEqual([said(domain, 'There was nobody to send it to'), true]);
      });

      it('when it was tried for days', async () => {
        const domain = await wentWrong();
        mail.stalwart.faults.add({ kind: 'down', match: { path: /jmap/ } });
        await mail.sql('update mail.domain_notices set tries = 58 where domain_id = $1', [domain.id]);
        await to('ada@acme.example').tellDue();
        expect(told(domain, 'domain.notice-undelivered')).toEqual([]);
        await again(domain);
        await to('ada@acme.example').tellDue();
        expect((await undelivered(domain)).summary).toBe(said(domain, 'It could not be sent for three days and is given up'));
      });

      it('and not when one of them got it', async () => {
        const domain = await wentWrong();
        await to(`gone@${domain.name}`, 'ada@acme.example').tellDue();
        expect([await ended(domain), await mail.sql(`select 1 from mail.audit_outbox where record->>'action' = 'domain.notice-undelivered' and record->>'summary' like '%' || $1 || '%'`, [domain.name]), told(domain, 'domain.notice-undelivered')]).toEqual([true, [], []]);
      });
    });

    it('says it once although the answer was lost', async () => {
      const domain = await wentWrong();
      mail.stalwart.faults.add({ kind: 'answer-lost', match: { body: /EmailSubmission\/set/ }, times: 1 });
      await tellAdmins().tellDue();
      expect(await mail.sql('select sent_at from mail.domain_notices where domain_id = $1', [domain.id])).toEqual([{ sent_at: null }]);
      await again(domain);
      await tellAdmins().tellDue();
      expect(mailsAbout(domain)).toHaveLength(1);
      expect(await mail.sql('select sent_at from mail.domain_notices where domain_id = $1', [domain.id])).not.toEqual([{ sent_at: null }]);
    });
  });

  it('looks often at what a domain is asked for last, however long ago its name was claimed', async () => {
    const [domain, watch] = [await added(), await watchDomains()];
    await mail.sql(`update mail.domains set created_at = now() - interval '30 days' where id = $1`, [domain.id]);
    await due(domain);
    await watch.checkDue();
    expect((await row(domain)).next_check_at.getTime() - Date.now()).toBeLessThan(90_000);
  });

  it('takes up a domain again whose process died in between', async () => {
    const [domain, watch] = [await added(), await watchDomains()];
    publish(domain);
    await due(domain);
    const claimed = new WatchDomains(new Rows(sources[0] as DataSource), { examine: () => { throw new Error('the process is gone'); } }, log);
    await claimed.checkDue();
    const { status, next_check_at } = await row(domain);
    expect(status).toBe('PENDING');
    expect(next_check_at.getTime() - Date.now()).toBeGreaterThan(200_000);
    expect(next_check_at.getTime() - Date.now()).toBeLessThan(301_000);
    await due(domain);
    await watch.checkDue();
    expect((await row(domain)).status).toBe('VERIFIED');
  });
});

describe('nextCheck', () => {
  const now = new Date('2026-11-26T12:00:00Z');
  const minutes = (status: 'PENDING' | 'VERIFIED' | 'NEEDS_ATTENTION', ageHours: number, propagatesAt: (Date | null)[] = [], chance = 0.5): number =>
    Math.round((nextCheck({ status, waitsSince: new Date(now.getTime() - ageHours * 3_600_000), propagatesAt }, now, chance).getTime() - now.getTime()) / 60_000);

  it('looks often at first and rarely in the end', () => {
    expect([minutes('PENDING', 0), minutes('PENDING', 2), minutes('PENDING', 30), minutes('PENDING', 400)]).toEqual([1, 15, 120, 720]);
    expect([minutes('VERIFIED', 1), minutes('NEEDS_ATTENTION', 1)]).toEqual([240, 30]);
  });

  it('spreads, and comes when the caches end', () => {
    expect([minutes('VERIFIED', 1, [], 0), minutes('VERIFIED', 1, [], 0.999)]).toEqual([192, 288]);
    expect(minutes('VERIFIED', 1, [null, new Date(now.getTime() + 38 * 60_000)])).toBe(39);
  });
});
