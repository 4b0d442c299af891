import { newId } from '@dezky/kit/database/id';
import { freePort } from '@dezky/stack/free-port';
import { type RunningMail, identity, runMail } from '../../running-mail.fixture';
import { createLogIns, type LogIns } from '../../stalwart/log-ins';
import { tryLogIns } from './try-log-ins';

describe('tryLogIns', () => {
  let running: RunningMail;
  const clients: LogIns[] = [];
  const logIns = (urls: Parameters<typeof createLogIns>[0]): LogIns => {
    const made = createLogIns(urls);
    clients.push(made);
    return made;
  };
  beforeAll(async () => {
    running = await runMail();
  }, 90_000);
  afterAll(async () => {
    for (const client of clients) await client.close();
    await running.stop();
  }, 30_000);
  afterEach(() => running.stalwart.overlookFreezeAt());

  const all = (outcome: string): string[] => ['JMAP', 'IMAP', 'SMTP'].map((door) => `${door} ${outcome}`);
  const tried = async (tenantId: string, address: string): Promise<string[] | null> => {
    const { data, errors } = await running.ask(identity(tenantId), 'query ($address: String!) { tryLogIns(address: $address) { door outcome detail at } }', { address });
    expect(errors).toEqual([]);
    return (data['tryLogIns'] as { door: string; outcome: string }[] | null)?.map(({ door, outcome }) => `${door} ${outcome}`) ?? null;
  };
  const change = async (field: string, { tenantId, memberId }: { tenantId: string; memberId: string }): Promise<void> => {
    expect((await running.ask(identity(tenantId), `mutation ($memberId: ID!) { ${field}(memberId: $memberId) }`, { memberId })).errors).toEqual([]);
  };

  it('says by every way in whether somebody is let in: before, while frozen, and after', async () => {
    const anna = await running.mailboxOf('anna');
    expect(await tried(anna.tenantId, anna.address)).toEqual(all('LET_IN'));
    await change('freezeMailbox', anna);
    expect(await tried(anna.tenantId, anna.address)).toEqual(all('REFUSED'));
    running.stalwart.overlookFreezeAt('IMAP');
    expect(await tried(anna.tenantId, anna.address)).toEqual(['JMAP REFUSED', 'IMAP LET_IN', 'SMTP REFUSED']);
    running.stalwart.overlookFreezeAt();
    await change('removeMailbox', anna);
    expect(await tried(anna.tenantId, anna.address)).toEqual(all('REFUSED'));
  });

  it('tries no address that is not the tenant’s own', async () => {
    const anna = await running.mailboxOf('anna');
    expect(await tried(newId(), anna.address)).toBeNull();
    expect(await tried(anna.tenantId, 'anna@elsewhere.example')).toBeNull();
    expect(await tried(anna.tenantId, `platform-service@dezky.test%anna@${anna.name}`)).toBeNull();
  });

  it('claims no refusal that means nothing', async () => {
    const anna = await running.mailboxOf('anna');
    const { stalwart } = running;
    const wrong = await tryLogIns(logIns({ jmap: stalwart.url, imap: stalwart.imapUrl, smtp: stalwart.smtpUrl }), { ...stalwart.master, password: 'Another-Horse-78-Battery' }, anna.address);
    expect(wrong.map(({ outcome, detail }) => [outcome, /proves nothing/.test(detail)])).toEqual([1, 2, 3].map(() => ['UNANSWERED', true]));
    const nobody = `127.0.0.1:${await freePort()}`;
    const silent = await tryLogIns(logIns({ jmap: `http://${nobody}`, imap: `imap://${nobody}`, smtp: `smtp://${nobody}` }), stalwart.master, anna.address);
    expect(silent.map(({ outcome, detail }) => [outcome, detail])).toEqual([1, 2, 3].map(() => ['UNANSWERED', 'Stalwart cannot be reached.']));
  });
});
