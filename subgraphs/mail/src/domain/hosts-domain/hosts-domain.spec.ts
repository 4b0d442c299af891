import { newId } from '@dezky/kit/database/id';
import { type RunningMail, identity, runMail, user } from '../../running-mail.fixture';

describe('hostsDomain', () => {
  let mail: RunningMail;
  beforeAll(async () => {
    mail = await runMail();
  }, 90_000);
  afterAll(() => mail.stop(), 30_000);

  const hosts = async (tenantId: string, name: string): Promise<unknown> => (await mail.ask(identity(tenantId), 'query ($name: Hostname!) { hostsDomain(name: $name) }', { name })).data['hostsDomain'];
  const add = async (tenantId: string, name: string): Promise<void> => {
    const { data } = await mail.ask(user(tenantId), 'mutation ($input: AddDomainInput!) { addDomain(input: $input) { __typename } }', { input: { tenantId, name } });
    expect(data['addDomain']).toEqual({ __typename: 'DomainAdded' });
  };

  it('is true everywhere for a domain that was shown to be a tenant’s', async () => {
    const { tenantId, name } = await mail.verifiedDomain();
    expect([await hosts(tenantId, name), await hosts(newId(), name), await hosts(newId(), name.toUpperCase()), await hosts(newId(), 'outside.example')]).toEqual([true, true, true, false]);
  });

  it('stays true while the records of a domain with mailboxes are wrong for a time', async () => {
    const { name } = await mail.mailboxOf('anna');
    await mail.sql(`update mail.domains set status = 'NEEDS_ATTENTION' where name = $1`, [name]);
    expect(await hosts(newId(), name)).toBe(true);
  });

  it('lets no tenant keep the others from a domain by merely adding it', async () => {
    const squatter = newId();
    await add(squatter, 'webmail.example');
    expect([await hosts(newId(), 'webmail.example'), await hosts(squatter, 'webmail.example')]).toEqual([false, true]);
  });

  it('knows a name in both forms', async () => {
    const tenantId = newId();
    await add(tenantId, 'bücher.example');
    expect([await hosts(tenantId, 'bücher.example'), await hosts(tenantId, 'xn--bcher-kva.example')]).toEqual([true, true]);
  });
});
