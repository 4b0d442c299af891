import { connect } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type TestStack, startTestStack } from '@dezky/stack/test-stack.fixture';
import { type Attack, allowed, attacks } from './corpus.fixture';

/** Collects what nobody holds any more; what is left is held. */
const collect = ((): (() => void) => {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
})();

describe('an attack', () => {
  let stack: TestStack;
  let token: string;
  beforeAll(async () => {
    // As large as it gets: this is about what each request can do, not about how many there may be.
    stack = await startTestStack({ environment: { BUDGET_USER: '999999999/999999999', BUDGET_PUBLIC: '999999999/999999999' } });
    const tenant = await stack.newTenant({ members: [{ localPart: 'owner', displayName: 'Olivia Berg', role: 'OWNER' }] });
    token = await stack.tokenOf(tenant.email('owner'));
  }, 120_000);
  afterAll(() => stack.stop());

  const send = ({ body, method = 'POST', search = '', contentType = 'application/json' }: Attack, round: number): Promise<Response> =>
    fetch(`${stack.url}/graphql${search}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(contentType === null || method === 'GET' ? {} : { 'content-type': contentType }) },
      // A Blob without a type is sent without one.
      ...(method === 'GET' ? {} : { body: contentType === null ? new Blob([body(round)]) : body(round) }),
    });
  const told = async (answer: Response): Promise<unknown> => [answer.status, ((await answer.json()) as { errors?: { extensions: { code: string } }[]; data?: unknown }).errors?.[0]?.extensions.code];

  it.each(attacks)('by $what is refused', async (attack) => {
    const answer = await send(attack, 0);
    expect(await told(answer.clone())).toEqual([attack.status, attack.code]);
    const text = await answer.text();
    expect(text.length).toBeLessThan(25_000);
    expect(text).not.toMatch(/node_modules|\.ts:|\.js:|stacktrace|Maximum call stack|select |127\.0\.0\.1/i);
  });

  it('is not what is just within every limit', async () => {
    expect((await stack.graphql({ token }, allowed)).status).toBe(200);
  });

  it('leaves nothing in memory, however often it comes', async () => {
    let round = 1;
    const storm = async (rounds: number): Promise<number> => {
      for (const end = round + rounds; round < end; round += 1) await Promise.all(attacks.map((attack) => send(attack, round).then((answer) => answer.arrayBuffer())));
      collect();
      return process.memoryUsage().heapUsed;
    };
    // Caches fill once.
    const before = await storm(4);
    const after = await storm(12);
    // 12 rounds bring 30 MB of bodies, and several times as much of what they are read into: a tenth of it, if kept, would show.
    expect((after - before) / 2 ** 20).toBeLessThan(10);
    expect((await stack.graphql({ token }, '{ viewer { user { email } } }')).status).toBe(200);
  }, 120_000);

  it('by a body that trickles in is cut off, while others are served', async () => {
    const socket = connect(Number(new URL(stack.url).port), '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
    socket.on('error', () => undefined);
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    socket.write('POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n');
    const trickle = setInterval(() => socket.write(' '), 100);
    try {
      expect((await stack.graphql({ token }, '{ __typename }')).status).toBe(200);
      await closed;
    } finally {
      clearInterval(trickle);
    }
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect((await fetch(`${stack.url}/health/live`)).status).toBe(200);
  }, 60_000);
});
