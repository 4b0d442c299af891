import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FilesDoor } from './files-door';

describe('the door to files', () => {
  let server: Server;
  let door: FilesDoor;
  /** What the server does with a request that has a token, and with one that has none. */
  let withToken: number | 'drop';
  let without: number | 'drop' = 401;
  beforeAll(async () => {
    server = createServer((request, response) => {
      const does = request.headers.authorization === undefined ? without : withToken;
      if (does === 'drop' || request.url !== '/graph/v1.0/me') request.socket.destroy();
      else response.writeHead(does).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  beforeEach(() => {
    without = 401;
    door = new FilesDoor(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, 'https://auth.test/application/o/ocis');
  });
  afterEach(() => door.close());
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it.each([
    [200, true],
    [401, false],
  ])('takes %i for %s', async (status, taken) => {
    withToken = status;
    expect(await door.takes('token')).toBe(taken);
  });

  it('takes a dropped connection for a refusal while it answers others, as ownCloud does with a disabled account', async () => {
    withToken = 'drop';
    expect(await door.takes('token')).toBe(false);
  });

  it('takes silence for no answer', async () => {
    withToken = 'drop';
    without = 'drop';
    await expect(door.takes('token')).rejects.toMatchObject({ fault: 'UNREACHABLE' });
  });

  it.each([403, 404, 500])('takes %i for no answer', async (status) => {
    withToken = status;
    await expect(door.takes('token')).rejects.toMatchObject({ system: 'OCIS', fault: 'BROKEN' });
  });

  it('knows whose tokens are taken at all', () => {
    const token = (iss: string): string => `e30.${Buffer.from(JSON.stringify({ iss })).toString('base64url')}.x`;
    expect([door.trusts(token('https://auth.test/application/o/ocis/')), door.trusts(token('https://auth.test/application/o/dezky-portal/'))]).toEqual([true, false]);
    expect(door.trusts('opaque')).toBe(false);
  });
});
