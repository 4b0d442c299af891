import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { backEndFetch } from './back-end-fetch';
import { untilDeadline } from '../context/deadline';
import { CircuitBreaker } from './circuit-breaker';

type Play = (request: IncomingMessage, response: ServerResponse, nth: number) => void;

describe('backEndFetch', () => {
  let server: Server;
  let url: string;
  let asked: string[];
  let play: Play;
  const closers: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request.method ?? '');
      play(request, response, asked.length);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  beforeEach(() => {
    asked = [];
  });
  afterEach(async () => {
    for (const close of closers.splice(0)) await close();
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const open = (options: Partial<Parameters<typeof backEndFetch>[0]> = {}): typeof fetch => {
    const made = backEndFetch({ system: 'OCIS', ...options });
    closers.push(made.close);
    return made.fetch;
  };
  const answer = (status: number, body = ''): Play => (_request, response) => void response.writeHead(status).end(body);
  const drop: Play = (request) => void request.socket.destroy();
  const first = (times: number, before: Play, after: Play): Play => (request, response, nth) => (nth <= times ? before : after)(request, response, nth);

  it('hands answers of any status on as they are', async () => {
    for (const status of [200, 301, 400, 404, 409, 500]) {
      play = answer(status, `body ${status}`);
      const got = await open()(url, { method: 'POST', body: 'x', redirect: 'manual' });
      expect([got.status, await got.text()]).toEqual([status, `body ${status}`]);
    }
    play = answer(204);
    expect((await open()(url)).status).toBe(204);
  });

  it('waits no longer than what is left for the running request', async () => {
    play = () => undefined;
    const ask = open({ timeoutMs: 60_000 });
    await expect(untilDeadline(Date.now() + 150, () => ask(url))).rejects.toMatchObject({ fault: 'TIMEOUT' });
    expect(asked).toHaveLength(1);
  });

  it.each(['GET', 'HEAD', 'PUT', 'DELETE', 'get', undefined])('tries %s again, which does no harm', async (method) => {
    for (const trouble of [drop, answer(503), answer(429), answer(502)]) {
      asked = [];
      play = first(2, trouble, answer(200));
      expect((await open()(url, method === undefined ? {} : { method })).status).toBe(200);
      expect(asked).toHaveLength(3);
    }
  });

  it.each(['POST', 'PATCH'])('sends %s once, whatever happens', async (method) => {
    play = drop;
    await expect(open()(url, { method, body: 'x' })).rejects.toMatchObject({ name: 'BackEndError', system: 'OCIS', fault: 'UNREACHABLE', passing: true });
    play = answer(503);
    expect((await open()(url, { method, body: 'x' })).status).toBe(503);
    expect(asked).toHaveLength(2);
  });

  it('gives up after its tries, with the last answer or the last fault', async () => {
    play = answer(503, 'busy');
    expect(await (await open({ attempts: 2 })(url)).text()).toBe('busy');
    play = drop;
    await expect(open({ attempts: 2 })(url)).rejects.toMatchObject({ fault: 'UNREACHABLE', message: 'ownCloud Infinite Scale cannot be reached.' });
    expect(asked).toHaveLength(4);
  });

  it.each([
    ['before it answers', (() => undefined) as Play],
    ['in the middle of its answer', ((_request, response) => void response.writeHead(200).write('half')) as Play],
  ])('does not wait for good for one that is silent %s, nor ask it again', async (_when, silent) => {
    play = silent;
    const startedAt = Date.now();
    await expect(open({ timeoutMs: 150 })(url)).rejects.toMatchObject({ fault: 'TIMEOUT', passing: true, message: 'ownCloud Infinite Scale did not answer within 0.15 s.' });
    expect(Date.now() - startedAt).toBeLessThan(2_000);
    expect(asked).toHaveLength(1);
  });

  it('tells nothing of addresses and inner errors in its message, and keeps them as the cause', async () => {
    play = drop;
    const error = (await open({ attempts: 1 })(url).catch((caught: unknown) => caught)) as Error;
    expect(error.message).not.toMatch(/127\.0\.0\.1|ECONN|socket/);
    expect(error.cause).toBeInstanceOf(Error);
  });

  it('stops when the caller does not want it any more', async () => {
    play = () => undefined;
    const controller = new AbortController();
    const pending = open()(url, { signal: controller.signal });
    controller.abort();
    await expect(pending).rejects.toMatchObject({ name: 'BackEndError' });
    expect(asked.length).toBeLessThan(2);
  });

  it('leaves a back end alone that failed repeatedly, and comes back to it', async () => {
    let now = 0;
    const fetchIt = open({ attempts: 1, breaker: new CircuitBreaker(3, 1_000, () => now) });
    play = answer(500);
    for (let time = 0; time < 3; time += 1) expect((await fetchIt(url)).status).toBe(500);
    await expect(fetchIt(url)).rejects.toMatchObject({ fault: 'UNREACHABLE', message: 'ownCloud Infinite Scale has failed repeatedly and is left alone for a moment.' });
    expect(asked).toHaveLength(3);
    now = 1_000;
    play = answer(200);
    expect((await fetchIt(url)).status).toBe(200);
    expect((await fetchIt(url)).status).toBe(200);
  });

  it('does not take refusals for failures', async () => {
    const fetchIt = open({ attempts: 1, breaker: new CircuitBreaker(2, 1_000) });
    play = answer(404);
    for (let time = 0; time < 5; time += 1) expect((await fetchIt(url)).status).toBe(404);
  });
});
