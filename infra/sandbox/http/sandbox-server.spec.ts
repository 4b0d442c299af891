import { json, ReplyError, Router } from './router';
import { type SandboxServer, startSandboxServer } from './sandbox-server';

describe('startSandboxServer', () => {
  let server: SandboxServer;
  let worked: string[];
  beforeEach(async () => {
    worked = [];
    const router = new Router()
      .on('POST', '/things/:name/', (exchange) => {
        worked.push(exchange.param('name'));
        return json(201, { name: exchange.param('name'), body: exchange.json() });
      })
      .on('GET', '/refused', () => {
        throw new ReplyError(json(403, { detail: 'no' }));
      });
    server = await startSandboxServer({
      port: 0,
      handle: (exchange) => {
        const found = router.find(exchange);
        return 'handler' in found ? found.handler(exchange) : json(found.allowed.length > 0 ? 405 : 404, found);
      },
    });
  });
  afterEach(() => server.close());

  const post = (name: string): Promise<Response> => fetch(`${server.url}/things/${name}/`, { method: 'POST', body: '{"a":1}' });
  const control = (fault: unknown): Promise<Response> =>
    fetch(`${server.url}/__sandbox/faults`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(fault) });

  it('routes, decodes parameters and tells an unknown path from a wrong method', async () => {
    const answer = await post('a%20b');
    expect([answer.status, await answer.json()]).toEqual([201, { name: 'a b', body: { a: 1 } }]);
    expect((await fetch(`${server.url}/things/a`)).status).toBe(404);
    expect((await fetch(`${server.url}/things/a/`)).status).toBe(405);
    expect((await fetch(`${server.url}/refused`)).status).toBe(403);
  });

  it('drops the connection before any work when down', async () => {
    const mend = server.faults.add({ match: { method: 'post', path: /^\/things/ }, kind: 'down' });
    await expect(post('a')).rejects.toThrow('fetch failed');
    expect(worked).toEqual([]);
    mend();
    expect((await post('b')).status).toBe(201);
  });

  it('does the work and loses the answer, as often as told', async () => {
    server.faults.add({ match: { body: /"a":1/ }, kind: 'answer-lost', times: 1 });
    await expect(post('a')).rejects.toThrow('fetch failed');
    expect(worked).toEqual(['a']);
    expect((await post('b')).status).toBe(201);
    expect(server.requests().map(({ method, path, status }) => [method, path, status])).toEqual([
      ['POST', '/things/a/', 0],
      ['POST', '/things/b/', 201],
    ]);
  });

  it('takes faults over HTTP and shows what was asked', async () => {
    expect((await control({ match: { path: '^/things/slow' }, kind: 'slow', delayMs: 60, times: 1 })).status).toBe(201);
    const before = performance.now();
    expect((await post('slow')).status).toBe(201);
    expect(performance.now() - before).toBeGreaterThan(50);

    expect((await control({ match: { path: '/' }, kind: 'down' })).status).toBe(201);
    expect((await fetch(`${server.url}/__sandbox/faults`, { method: 'DELETE' })).status).toBe(204);
    expect((await post('b')).status).toBe(201);
    expect(await (await fetch(`${server.url}/__sandbox/requests`)).json()).toMatchObject([{ path: '/things/slow/' }, { path: '/things/b/', status: 201 }]);
  });

  it.each([{ kind: 'gone' }, { kind: 'down', match: { port: '1' } }, { kind: 'down', match: { path: '(' } }, { kind: 'slow', delayMs: '1' }])(
    'refuses a fault it does not understand (%j)',
    async (fault) => expect((await control(fault)).status).toBe(400),
  );
});
