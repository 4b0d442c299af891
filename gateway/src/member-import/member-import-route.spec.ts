import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { UserActor } from '@dezky/kit/context/actor';
import { createLogger } from '@dezky/kit/log/logger';
import { Exchange } from '../http/exchange';
import { MemberImportRoute } from './member-import-route';

const actor: UserActor = { kind: 'USER', userId: 'u', email: 'ada@acme.test', name: 'Ada', memberships: [{ tenantId: 't', memberId: 'm', role: 'ADMIN' }], operator: false, passwordChangeRequired: false };
const log = createLogger({ name: 'spec', level: 'silent' });

describe('the files of an import', () => {
  const asked: string[] = [];
  const taken: number[] = [];
  let byCookie = false;
  let empty = false;
  const bucket = { capacity: 1, perSecond: 1 };
  const route = new MemberImportRoute({
    config: { BUDGET_USER: bucket, BUDGET_CLIENT: bucket, BUDGET_PUBLIC: bucket, PORTAL_URL: 'https://portal.test', OPERATOR_URL: 'https://portal.test' },
    authenticator: { actorOf: () => Promise.resolve({ actor, byCookie }) },
    signer: { sign: () => Promise.resolve('signed') },
    transport: (_to: string, { query }: { query: string }) => {
      asked.push(/(\w+)\(\w+: \$/.exec(query.split('{')[1] ?? '')?.[1] ?? '');
      return Promise.resolve({ data: { importId: 'i', file: 'line\r\n' } });
    },
    budgets: { knownEmpty: () => (empty ? { granted: false, remaining: 0, fullInSeconds: 1, retryInSeconds: 1 } : null), settle: (_payer: unknown, cost: number) => taken.push(cost) },
  } as never);
  const server = createServer((request, response) => void route.handle(new Exchange(request, response, log)).catch(() => response.destroy()));
  let url: string;
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/imports/members`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  beforeEach(() => {
    asked.length = 0;
    taken.length = 0;
    byCookie = false;
    empty = false;
  });

  it.each([['results', 'importResults'], ['passwords', 'importPasswords']])('are paid for when they are read (%s)', async (kind, field) => {
    const answer = await fetch(`${url}/i/${kind}.csv`);
    expect([answer.status, asked, taken]).toEqual([200, [field], [100]]);
    empty = true;
    expect([(await fetch(`${url}/i/${kind}.csv`)).status, asked.length]).toEqual([429, 1]);
  });

  it('are taken from a session of the portal alone, as CSV alone', async () => {
    const send = async (headers: Record<string, string>): Promise<number> => (await fetch(`${url}?tenant=t`, { method: 'POST', body: 'email\n', headers })).status;
    const csv = { 'content-type': 'text/csv' };
    expect([await send(csv), await send({ 'content-type': 'text/plain' })]).toEqual([201, 415]);
    byCookie = true;
    expect([await send(csv), await send({ ...csv, 'x-dezky-csrf': '1', origin: 'https://evil.test' }), await send({ ...csv, 'x-dezky-csrf': '1' })]).toEqual([403, 403, 403]);
    expect(asked).toEqual(['uploadMemberImport']);
  });
});
