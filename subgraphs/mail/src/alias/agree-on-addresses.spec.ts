import { randomInt } from 'node:crypto';
import { openDatabase } from '@dezky/kit/database/data-source';
import { isUniqueViolation } from '@dezky/kit/database/unique-violation';
import { Reach } from '@dezky/kit/context/reach';
import { type Db, Rows } from '@dezky/kit/database/rows';
import { createLogger } from '@dezky/kit/log/logger';
import { type FreshDatabase, freshDatabase } from '@dezky/stack/fresh-database.fixture';
import type { DataSource } from 'typeorm';
import { migrations } from '../../migrations/index';
import { mailEntities } from '../mail-subgraph';
import { holdMailbox } from '../mailbox/mailbox.repository';
import type { AccountAddresses, StalwartClient } from '../stalwart/stalwart-client';
import { agreeOnAddresses, writeAddresses } from './agree-on-addresses';
import { letGo, reserveAlias } from './alias.repository';

const runs = 200;

/** The one thing about the mail server that makes this hard: the list that arrives last stands, however old it is. */
class LastWriteStands {
  private readonly lists = new Map<string, AccountAddresses>();
  private sent = 0;
  private newest = 0;
  /** Lists that arrived after one that was sent later. */
  overtaken = 0;
  readonly client = {
    setAddresses: async (accountId: string, wanted: AccountAddresses): Promise<void> => {
      const order = (this.sent += 1);
      await this.onItsWay(16);
      if (order < this.newest) this.overtaken += 1;
      this.newest = Math.max(order, this.newest);
      this.lists.set(accountId, wanted);
      await this.onItsWay();
    },
    getAddresses: async (accountId: string): Promise<AccountAddresses | null> => {
      await this.onItsWay();
      const found = this.lists.get(accountId) ?? null;
      await this.onItsWay();
      return found;
    },
  } as StalwartClient;

  aliases(accountId: string): string[] {
    return (this.lists.get(accountId)?.aliases ?? []).map(({ localPart }) => localPart).sort();
  }

  private onItsWay = (atMostMs = 4): Promise<void> => new Promise((resolve) => setTimeout(resolve, randomInt(atMostMs)));
}

describe('aliases under race', () => {
  let database: FreshDatabase;
  let dataSource: DataSource;
  let rows: Rows;
  const server = new LastWriteStands();

  beforeAll(async () => {
    database = await freshDatabase('mail', { migrations });
    dataSource = await openDatabase({ url: database.url('app'), schema: 'mail', entities: mailEntities, log: createLogger({ name: 'spec', level: 'silent' }) });
    rows = new Rows(dataSource);
    await database.sql(`insert into mail.domains (id, tenant_id, name, is_primary, status, stalwart_id, challenge_token, dmarc_policy) values ('d', 't', 'acme.test', true, 'VERIFIED', 'b', 'x', 'NONE')`);
    for (const name of ['anna', 'ben']) {
      await database.sql(`insert into mail.addresses values ($1 || '@acme.test', 't', 'd')`, [name]);
      await database.sql(`insert into mail.mailboxes (id, tenant_id, member_id, address, domain_id, local_part, stalwart_id, state) values ($1, 't', 'member-' || $1, $1 || '@acme.test', 'd', $1, 'account-' || $1, 'ACTIVE')`, [name]);
    }
  }, 60_000);
  afterAll(async () => {
    await dataSource.destroy();
    await database.stop();
  });

  const within = <T>(work: (db: Db) => Promise<T>): Promise<T> => rows.in(Reach.tenant('t'), work);
  const wanted = async (mailboxId: string): Promise<string[]> =>
    (await database.sql<{ name: string }>(`select local_part as name from mail.aliases where mailbox_id = $1 and not leaving`, [mailboxId])).map(({ name }) => name).sort();
  const add = (mailboxId: string, localPart: string): Promise<boolean> =>
    within(async (db) => {
      const mailbox = await holdMailbox(db, mailboxId);
      if (!mailbox) throw new Error('The mailbox is gone.');
      return reserveAlias(db, mailbox, { address: `${localPart}@acme.test`, localPart, domainId: 'd', description: null });
    }).catch((error: unknown) => {
      if (isUniqueViolation(error)) return false;
      throw error;
    });
  const agree = (mailboxId: string): Promise<void> => agreeOnAddresses(within, server.client, mailboxId);

  it(`gives an address to one of two who want it at once, in ${runs} of ${runs} runs`, async () => {
    for (let run = 0; run < runs; run += 1) {
      // Of two mailboxes, and of one.
      const outcomes = await Promise.all([add('anna', `same${run}`), add(run % 2 === 0 ? 'ben' : 'anna', `same${run}`)]);
      expect([run, outcomes.sort()]).toEqual([run, [false, true]]);
    }
    expect([...(await wanted('anna')), ...(await wanted('ben'))].filter((name) => name.startsWith('same'))).toHaveLength(runs);
    await database.sql('delete from mail.aliases');
  }, 60_000);

  it(`ends with what both wanted when two change one mailbox at once, in ${runs} of ${runs} runs`, async () => {
    const before = server.overtaken;
    for (let run = 0; run < runs; run += 1) {
      const change = async (localPart: string, old: string): Promise<void> => {
        await add('anna', localPart);
        if (run > 0) await within((db) => letGo(db, { mailboxId: 'anna', address: `${old}@acme.test` }));
        await agree('anna');
      };
      // A process that died before it could compare: whoever takes its work over writes and compares.
      const died = run % 2 === 0 ? writeAddresses(within, server.client, 'anna') : null;
      await Promise.all([change(`x${run}`, `x${run - 1}`), change(`y${run}`, `y${run - 1}`)]);
      if (died) await died.then(() => agree('anna'));
      expect([run, server.aliases('account-anna'), await wanted('anna')]).toEqual([run, [`x${run}`, `y${run}`], [`x${run}`, `y${run}`]]);
    }
    // The runs met what they are about.
    expect(server.overtaken).toBeGreaterThan(before);
    expect(await database.sql(`select address from mail.aliases where leaving`)).toEqual([]);
  }, 60_000);

  it('keeps an address that was wanted again while it was given up, and frees it once when it was not', async () => {
    const held = async (): Promise<number> => (await database.sql(`select 1 from mail.addresses where address = 'back@acme.test'`)).length;
    for (let run = 0; run < 20; run += 1) {
      await add('ben', 'back');
      await agree('ben');
      await within((db) => letGo(db, { mailboxId: 'ben', address: 'back@acme.test' }));
      await Promise.all([agree('ben'), add('ben', 'back').then(() => agree('ben'))]);
      expect([server.aliases('account-ben'), await wanted('ben'), await held()]).toEqual([['back'], ['back'], 1]);
      await within((db) => letGo(db, { mailboxId: 'ben', address: 'back@acme.test' }));
      expect([await add('anna', 'back'), await held()]).toEqual([false, 1]);
      await Promise.all([agree('ben'), agree('ben')]);
      expect([server.aliases('account-ben'), await wanted('ben'), await held()]).toEqual([[], [], 0]);
    }
  }, 60_000);

  it('is refused by the database whatever the code does: an address twice, an alias without an address, one of another tenant', async () => {
    await expect(database.sql(`insert into mail.addresses values ('anna@acme.test', 't2', 'd')`)).rejects.toMatchObject({ code: '23505' });
    await expect(database.sql(`insert into mail.aliases (address, tenant_id, mailbox_id, domain_id, local_part) values ('none@acme.test', 't', 'anna', 'd', 'none')`)).rejects.toMatchObject({ code: '23503' });
    await add('anna', 'mine');
    expect(await rows.in(Reach.tenant('t2'), (db) => db.query('select * from mail.aliases'))).toEqual([]);
  });
});
