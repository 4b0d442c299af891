import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLogger } from '../log/logger';
import { DrainingServer } from '../server/draining-server';
import type { Subgraph } from '../server/subgraph';
import { subgraphRoute } from '../server/subgraph-route';
import { type HttpTransport, httpTransport } from './http-transport';
import type { SubgraphRequest } from './peers';

const log = createLogger({ name: 'test', level: 'silent' });
const request: SubgraphRequest = { query: '{ a }', actorToken: 'token', requestId: 'r-1', ipAddress: '10.0.0.1' };
const mutation: SubgraphRequest = { ...request, query: 'mutation Change { a }' };

type Answer = (request: SubgraphRequest) => Promise<unknown>;

describe('a subgraph in a process of its own', () => {
  const closers: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  const serve = async (answer: Answer): Promise<{ url: string; asked: SubgraphRequest[]; server: DrainingServer }> => {
    const asked: SubgraphRequest[] = [];
    const subgraph = { answer: (one: SubgraphRequest) => (asked.push(one), answer(one)) } as unknown as Subgraph;
    const route = subgraphRoute(subgraph, log);
    const server = await DrainingServer.listen({ port: 0, host: '127.0.0.1', handle: (one, response) => void route(one, response) });
    closers.push(() => server.stop(0));
    return { url: `http://127.0.0.1:${server.port}`, asked, server };
  };
  const reach = (...urls: string[]): HttpTransport => {
    const transport = httpTransport({ mail: urls }, log);
    closers.push(() => transport.close());
    return transport;
  };
  /** Takes a request and drops the connection, as a process that is killed at work. */
  const dying = async (): Promise<string> => {
    const server: Server = createServer((one) => one.resume().on('end', () => one.socket.destroy()));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closers.push(() => new Promise((resolve) => server.close(() => resolve())));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const nobody = 'http://127.0.0.1:1';

  it('is told all that a request carries, and what is left of its time', async () => {
    const { url, asked } = await serve(async () => ({ data: { a: 1 } }));
    const full: SubgraphRequest = { ...request, operationName: 'A', variables: { x: [1, 'ø'] }, waitMs: 0, deadline: Date.now() + 5_000 };
    expect(await reach(url).send('mail', full)).toEqual({ data: { a: 1 } });
    expect(asked).toEqual([{ ...full, deadline: expect.any(Number) as number }]);
    expect(Math.abs((asked[0]?.deadline ?? 0) - (full.deadline ?? 0))).toBeLessThan(500);
  });

  it('is answered for when it cannot be reached, with the request id', async () => {
    expect(await reach(nobody).send('mail', request)).toMatchObject({ errors: [{ message: 'The part of Dezky for mail cannot be reached right now. Try again in a moment.', extensions: { code: 'BACKEND_UNAVAILABLE', system: 'DEZKY', fault: 'UNREACHABLE', requestId: 'r-1' } }] });
  });

  it('is answered for at the deadline when it says nothing', async () => {
    const { url } = await serve(() => new Promise(() => undefined));
    const late = await reach(url).send('mail', { ...request, deadline: Date.now() - 1 });
    expect(late.errors?.[0]?.extensions).toMatchObject({ fault: 'TIMEOUT' });
  });

  it('passes over a replica that is not there, for whatever is asked', async () => {
    const { url, asked } = await serve(async () => ({ data: {} }));
    const transport = reach(nobody, url);
    for (const one of [request, mutation, request, mutation]) expect((await transport.send('mail', one)).errors).toBeUndefined();
    expect(asked).toHaveLength(4);
  });

  it('asks another replica when one dies at a query, and never when it dies at a mutation', async () => {
    const { url, asked } = await serve(async () => ({ data: {} }));
    const dead = await dying();
    const transport = reach(dead, url);
    expect((await transport.send('mail', request)).errors).toBeUndefined();
    expect((await transport.send('mail', request)).errors).toBeUndefined();
    expect(asked).toHaveLength(2);
    expect((await reach(dead).send('mail', mutation)).errors?.[0]?.extensions).toMatchObject({ fault: 'UNREACHABLE' });
    const fresh = await serve(async () => ({ data: {} }));
    const answers = [await reach(dead, fresh.url).send('mail', mutation), await reach(fresh.url, dead).send('mail', mutation)];
    // Whichever is asked first: the mutation reached one of them, once.
    expect(answers.filter(({ errors }) => errors).length + fresh.asked.length).toBe(2);
  });

  it('asks one again that was away, when another dies after a long time over a request that may be repeated', async () => {
    const away = await serve(async () => ({ data: {} }));
    const { port } = away.server;
    await away.server.stop(0);
    // It is back before the other one dies.
    const dying = createServer((one) => {
      const back = DrainingServer.listen({ port, host: '127.0.0.1', handle: (two, response) => void subgraphRoute({ answer: async () => ({ data: { back: 1 } }) } as unknown as Subgraph, log)(two, response) });
      void back.then((server) => closers.push(() => server.stop(0)));
      setTimeout(() => one.socket.destroy(), 1_100);
    });
    await new Promise<void>((resolve) => dying.listen(0, '127.0.0.1', resolve));
    closers.push(() => new Promise((resolve) => dying.close(() => resolve())));
    const transport = reach(away.url, `http://127.0.0.1:${(dying.address() as AddressInfo).port}`);
    const answers = [await transport.send('mail', { ...mutation, idempotencyKey: 'k' }), await transport.send('mail', { ...mutation, idempotencyKey: 'k' })];
    expect(answers).toEqual([{ data: { back: 1 } }, { data: { back: 1 } }]);
  });

  it('loses no request when a replica ends while others ask it', async () => {
    const [one, two] = [await serve(async () => ({ data: {} })), await serve(async () => ({ data: {} }))];
    const transport = reach(one.url, two.url);
    let going = true;
    const failures: unknown[] = [];
    const callers = Array.from({ length: 8 }, async () => {
      while (going) failures.push(...((await transport.send('mail', mutation)).errors ?? []));
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    await one.server.stop(300);
    const after = two.asked.length;
    await new Promise((resolve) => setTimeout(resolve, 100));
    going = false;
    await Promise.all(callers);
    expect(failures).toEqual([]);
    expect(one.asked.length).toBeGreaterThan(0);
    expect(two.asked.length).toBeGreaterThan(after);
  });

  it.each([
    ['no JSON', '{"query":'],
    ['no query', '{}'],
    ['a list', '[1]'],
    ['null', 'null'],
  ])('refuses %s', async (_what, body) => {
    const { url, asked } = await serve(async () => ({}));
    const answer = await fetch(`${url}/graphql`, { method: 'POST', body });
    expect(answer.status).toBe(400);
    expect(asked).toEqual([]);
  });
});
