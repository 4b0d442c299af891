import type { Actor } from '@dezky/kit/context/actor';
import { type RunningMail, runMail, user } from '../running-mail.fixture';

const page = 'pageInfo { hasNextPage endCursor } totalCount';
const documents = {
  aliases: `query ($refs: [_Any!]!, $first: Int!, $after: String, $search: String) { _entities(representations: $refs) { ... on Tenant { list: aliases(first: $first, after: $after, search: $search) { edges { node { address description enabled mailbox { address member { id } } } } ${page} } } } }`,
  mailboxes: `query ($refs: [_Any!]!, $first: Int!, $after: String, $search: String) { _entities(representations: $refs) { ... on Tenant { list: mailboxes(first: $first, after: $after, search: $search) { edges { node { address usedBytes quotaBytes member { id } aliases { address } } } ${page} } } } }`,
};

interface Page {
  readonly edges: { readonly node: { readonly address: string; readonly usedBytes?: string | null; readonly mailbox?: { readonly address: string; readonly member: { readonly id: string } } } }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly totalCount: number;
}

describe('aliases and mailboxes of a tenant', () => {
  let mail: RunningMail;
  let anna: Awaited<ReturnType<RunningMail['mailboxOf']>>;
  const at = (localPart: string): string => `${localPart}@${anna.name}`;
  beforeAll(async () => {
    mail = await runMail();
    anna = await mail.mailboxOf('anna');
    await mail.mailboxOf('ben.holm', anna);
    await mail.mailboxOf('stranger');
    for (const [localPart, of, description] of [['info', 'anna', 'Front Desk'], ['b100%', 'ben.holm', null], ['ben', 'ben.holm', 'Short_name'], ['desk', 'anna', null]] as const) {
      await mail.sql('insert into mail.addresses select $1, tenant_id, domain_id from mail.mailboxes where address = $2', [at(localPart), at(of)]);
      await mail.sql('insert into mail.aliases (address, tenant_id, mailbox_id, domain_id, local_part, description) select $1, tenant_id, id, domain_id, $3, $4 from mail.mailboxes where address = $2', [at(localPart), at(of), localPart, description]);
    }
  }, 90_000);
  afterAll(() => mail.stop(), 30_000);
  afterEach(() => mail.stalwart.faults.clear());

  const read = async (what: keyof typeof documents, variables: Record<string, unknown> = {}, actor: Actor = user(anna.tenantId)): Promise<{ list: Page | null; errors: string[] }> => {
    const { data, errors } = await mail.ask(actor, documents[what], { refs: [{ __typename: 'Tenant', id: anna.tenantId }], first: 20, ...variables });
    return { list: ((data['_entities'] as { list: Page | null }[] | undefined)?.[0]?.list ?? null) as Page | null, errors };
  };
  const found = async (what: keyof typeof documents, search: string): Promise<string[]> => ((await read(what, { search })).list?.edges ?? []).map(({ node }) => node.address.split('@')[0] ?? '').sort();

  it('are found by address, label, and the address and name of the mailbox', async () => {
    expect(await found('aliases', '')).toEqual(['b100%', 'ben', 'desk', 'info']);
    expect(await found('aliases', 'DESK')).toEqual(['desk', 'info']);
    expect(await found('aliases', 'holm')).toEqual(['b100%', 'ben']);
    expect([await found('aliases', '%'), await found('aliases', '_'), await found('aliases', '\\')]).toEqual([['b100%'], ['ben'], []]);
    await mail.sql(`update mail.mailboxes set display_name = 'Benjamin H' where address = $1`, [at('ben.holm')]);
    expect([await found('aliases', 'benjamin'), await found('mailboxes', 'BENJAMIN'), await found('mailboxes', 'anna@')]).toEqual([['b100%', 'ben'], ['ben.holm'], ['anna']]);
  });

  it('come page by page, each once, with their number', async () => {
    for (const [what, all] of [['aliases', 4], ['mailboxes', 2]] as const) {
      const seen: string[] = [];
      for (let after: string | null = null, more = true; more; ) {
        const { list } = await read(what, { first: 1, after });
        seen.push(...(list?.edges ?? []).map(({ node }) => node.address));
        expect(list?.totalCount).toBe(all);
        [after, more] = [list?.pageInfo.endCursor ?? null, list?.pageInfo.hasNextPage ?? false];
      }
      expect([what, seen.length, new Set(seen).size]).toEqual([what, all, all]);
    }
    expect((await read('aliases')).list?.edges.find(({ node }) => node.address === at('info'))?.node).toMatchObject({ description: 'Front Desk', enabled: true, mailbox: { address: at('anna'), member: { id: anna.memberId } } });
  });

  it('show sizes of a page in one call to the mail server, and nothing but those are missing while it is down', async () => {
    const sizes = async (): Promise<unknown> => (await read('mailboxes')).list?.edges.map(({ node }) => node.usedBytes);
    expect(await sizes()).toEqual(['0', '0']);
    // A second call would find the server up again, and bring the sizes of some.
    mail.stalwart.faults.add({ match: {}, kind: 'down', times: 1 });
    expect([await sizes(), await sizes()]).toEqual([[null, null], ['0', '0']]);
    mail.stalwart.faults.add({ match: {}, kind: 'down' });
    const down = await read('mailboxes');
    expect([down.list?.edges.map(({ node }) => [node.address, node.usedBytes]), new Set(down.errors.map((error) => error.split(':')[0]))]).toEqual([[[at('anna'), null], [at('ben.holm'), null]], new Set(['BACKEND_UNAVAILABLE'])]);
  });

  it('are shown to admins of their own tenant', async () => {
    for (const what of ['aliases', 'mailboxes'] as const) {
      for (const actor of [user('other'), user(anna.tenantId, 'MEMBER', anna.memberId)]) {
        const { list, errors } = await read(what, {}, actor);
        expect([list, errors[0]?.split(':')[0]]).toEqual([null, actor.kind === 'USER' && actor.memberships[0]?.tenantId === 'other' ? 'NOT_FOUND' : 'FORBIDDEN']);
      }
    }
  });
});
