import type { Actor } from '@dezky/kit/context/actor';
import { newId } from '@dezky/kit/database/id';
import { IdentityBench, somebody } from '../identity-bench.fixture';

describe('adminAddresses', () => {
  let bench: IdentityBench;
  beforeAll(async () => {
    bench = await IdentityBench.start();
  }, 90_000);
  afterAll(() => bench.stop(), 30_000);

  const query = 'query ($tenantId: ID!) { adminAddresses(tenantId: $tenantId) }';

  it('names active admins and owners, with the outside addresses they gave, to mail alone and in its tenant', async () => {
    const tenantId = await bench.newTenant();
    const [admin, member] = [bench.nextLocalPart(), bench.nextLocalPart()];
    const { member: made } = await bench.createMember(somebody(tenantId), { tenantId, localPart: admin, role: 'ADMIN' });
    await bench.createMember(somebody(tenantId), { tenantId, localPart: member });
    await bench.database.query(`update identity.members set alternative_email = 'ada@home.example' where id = $1`, [made.id]);
    const ask = async (of: string, actor: Actor = { kind: 'PEER', peer: 'mail', tenantId }): Promise<unknown> => {
      const { data, codes } = await bench.ask<{ adminAddresses: string[] } | null>(actor, query, { tenantId: of });
      return data?.adminAddresses ?? codes;
    };
    const addresses = (await ask(tenantId)) as string[];
    expect(addresses).toEqual(expect.arrayContaining([`${admin}@acme.test`, 'ada@home.example']));
    expect(addresses).not.toContain(`${member}@acme.test`);
    expect(JSON.stringify(await ask(newId()))).toContain('NOT_FOUND');
    expect(JSON.stringify(await ask(tenantId, somebody(tenantId)))).toContain('FORBIDDEN');
    await bench.createMember(somebody(tenantId), { tenantId, localPart: bench.nextLocalPart(), role: 'ADMIN' });
    await bench.database.query(`update identity.members set role = 'MEMBER' where id = $1`, [made.id]);
    expect(await ask(tenantId)).not.toContain('ada@home.example');
  });
});
