import { newId } from '@dezky/kit/database/id';
import { type RunningMail, runMail, user } from '../running-mail.fixture';

describe('without provisioning', () => {
  let mail: RunningMail;
  const tenantId = newId();
  beforeAll(async () => {
    mail = await runMail(undefined, { STALWART_PROVISIONING_ENABLED: 'false' });
    await mail.sql(
      `insert into mail.domains (id, tenant_id, name, is_primary, status, stalwart_id, challenge_token, dmarc_policy) values ('d-1', $1, 'first.test', true, 'VERIFIED', 'x1', 'x', 'NONE'), ('d-2', $1, 'second.test', false, 'VERIFIED', 'x2', 'x', 'NONE')`,
      [tenantId],
    );
    await mail.sql(`insert into mail.dns_records (id, tenant_id, domain_id, position, kind, type, host, value, required, state) values ('r-1', $1, 'd-1', 0, 'MX', 'MX', 'first.test', '10 mail.dezky.test', true, 'UNCHECKED')`, [tenantId]);
  }, 90_000);
  afterAll(() => mail.stop(), 30_000);

  it('adds and removes no domain, and says why', async () => {
    const added = await mail.ask(user(tenantId), `mutation { addDomain(input: { tenantId: "${tenantId}", name: "third.test" }) { __typename ... on Failure { code message } } }`);
    expect(added.data['addDomain']).toEqual({ __typename: 'ProvisioningDisabled', code: 'PROVISIONING_DISABLED', message: expect.stringContaining('The domain was not added.') as string });
    const removed = await mail.ask(user(tenantId), 'mutation { removeDomain(input: { domainId: "d-2" }) { __typename } }');
    expect(removed.data['removeDomain']).toEqual({ __typename: 'ProvisioningDisabled' });
    expect(await mail.sql('select name from mail.domains order by name')).toEqual([{ name: 'first.test' }, { name: 'second.test' }]);
  });

  it('tells it of the tenant, and checks the records it has', async () => {
    const told = await mail.ask(user(tenantId), 'query ($refs: [_Any!]!) { _entities(representations: $refs) { ... on Tenant { domainProvisioning } } }', { refs: [{ __typename: 'Tenant', id: tenantId }] });
    expect(told.data['_entities']).toEqual([{ domainProvisioning: false }]);
    const rechecked = await mail.ask(user(tenantId), 'mutation { recheckDomain(input: { domainId: "d-1" }) { ... on DomainRechecked { recordsRead domain { records { value state } } } } }');
    expect(rechecked.data['recheckDomain']).toEqual({ recordsRead: false, domain: { records: [{ value: '10 mail.dezky.test', state: 'BAD' }] } });
  });
});
