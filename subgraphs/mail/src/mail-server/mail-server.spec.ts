import { newId } from '@dezky/kit/database/id';
import { publicActor } from '@dezky/kit/context/actor';
import { type RunningMail, runMail, user } from '../running-mail.fixture';

describe('the servers of a mailbox and of a domain', () => {
  let mail: RunningMail;
  beforeAll(async () => {
    mail = await runMail();
  }, 90_000);
  afterAll(() => mail.stop(), 30_000);

  const host = 'mail.dezky.test';
  const servers = [
    { protocol: 'IMAP', host, port: 993 },
    { protocol: 'POP3', host, port: 995 },
    { protocol: 'SUBMISSION', host, port: 465 },
  ];
  const gateway = { kind: 'PEER', peer: 'gateway', tenantId: null } as const;
  const ofDomain = async (name: string): Promise<unknown> => (await mail.ask(gateway, 'query ($name: Hostname!) { mailServersOfDomain(name: $name) { protocol host port } }', { name })).data['mailServersOfDomain'];

  it('are what its domain publishes, and shown to whoever sees the mailbox', async () => {
    const { tenantId, memberId } = await mail.mailboxOf('anna');
    const query = `query ($refs: [_Any!]!) { _entities(representations: $refs) { ... on Member { mailbox { servers { protocol host port } } } } }`;
    const seen = async (actor: Parameters<RunningMail['ask']>[0]): Promise<unknown> => (await mail.ask(actor, query, { refs: [{ __typename: 'Member', id: memberId }] })).data['_entities'];
    expect(await seen(user(tenantId, 'MEMBER', memberId))).toEqual([{ mailbox: { servers } }]);
    expect(await seen(user(tenantId, 'MEMBER', newId()))).toEqual([{ mailbox: null }]);
  });

  it('follow the records of the domain', async () => {
    const { name, domainId } = await mail.verifiedDomain();
    await mail.sql(`update mail.dns_records set value = '0 1 1993 imap.dezky.test' where domain_id = $1 and host like '\\_imaps.%'`, [domainId]);
    await mail.sql(`delete from mail.dns_records where domain_id = $1 and host like '\\_pop3s.%'`, [domainId]);
    expect(await ofDomain(name)).toEqual([{ protocol: 'IMAP', host: 'imap.dezky.test', port: 1993 }, servers[2]]);
  });

  it.each([
    ['VERIFIED', servers],
    ['NEEDS_ATTENTION', servers],
    ['PENDING', null],
    ['FAILED', null],
  ])('of a domain that is %s', async (status, expected) => {
    const { name, domainId } = await mail.verifiedDomain();
    await mail.sql(`update mail.domains set status = $2 where id = $1`, [domainId, status]);
    expect(await ofDomain(name)).toEqual(expected);
    expect(await ofDomain(`mail.${name}`)).toBeNull();
  });

  it('of a domain are told the gateway alone', async () => {
    const { name, tenantId } = await mail.verifiedDomain();
    for (const actor of [user(tenantId), publicActor, { kind: 'PEER', peer: 'identity', tenantId } as const]) {
      expect((await mail.ask(actor, 'query ($name: Hostname!) { mailServersOfDomain(name: $name) { host } }', { name })).errors).toEqual([expect.stringMatching(/^(FORBIDDEN|UNAUTHENTICATED)/)]);
    }
  });
});
