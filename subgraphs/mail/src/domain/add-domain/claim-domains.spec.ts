import { newId } from '@dezky/kit/database/id';
import { DataSource } from 'typeorm';
import { ClaimDomains1764200000009 } from '../../../migrations/0009-claim-domains';
import { type RunningMail, runMail, user } from '../../running-mail.fixture';

describe('the migration to claims', () => {
  let mail: RunningMail;
  beforeAll(async () => {
    mail = await runMail();
  }, 90_000);
  afterAll(() => mail.stop(), 30_000);

  it('can be taken back where domains are claimed, by the owner of the schema, whom the fence holds as well', async () => {
    const tenantId = newId();
    const held = await mail.ownedDomain(tenantId, `held-${newId().toLowerCase()}.test`);
    await mail.ask(user(tenantId), 'mutation ($input: AddDomainInput!) { addDomain(input: $input) { __typename } }', { input: { tenantId, name: `claim-${newId().toLowerCase()}.test` } });
    const owner = await new DataSource({ type: 'postgres', url: mail.databaseUrl.replace('mail_app:app', 'mail_owner:owner'), schema: 'mail', poolSize: 1 }).initialize();
    const runner = owner.createQueryRunner();
    await runner.startTransaction();
    try {
      await new ClaimDomains1764200000009().down(runner);
      await runner.query(`set local dezky.tenants = '*'`);
      expect(await runner.query('select name from mail.domains where tenant_id = $1', [tenantId])).toEqual([{ name: held.domain.name }]);
    } finally {
      await runner.rollbackTransaction();
      await runner.release();
      await owner.destroy();
    }
  }, 30_000);
});
