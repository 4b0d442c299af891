import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLogger } from '@dezky/kit/log/logger';
import { startEdge } from './edge';
import { freePort } from './free-port';

describe('the edge', () => {
  let gateway: Server;
  let edge: Awaited<ReturnType<typeof startEdge>>;
  let url: string;
  beforeAll(async () => {
    gateway = createServer((request, response) => {
      let size = 0;
      request.on('data', (chunk: Buffer) => (size += chunk.length)).on('end', () => response.end(String(size)));
    });
    await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    edge = await startEdge({ port, gateways: [`http://127.0.0.1:${(gateway.address() as AddressInfo).port}`], mounts: [], log: createLogger({ name: 'edge-spec', level: 'silent' }) });
  });
  afterAll(async () => {
    await edge.stop();
    await new Promise((resolve) => gateway.close(resolve));
  });

  it('hands on the largest body that the gateway takes, whole', async () => {
    const answer = await fetch(`${url}/imports/members`, { method: 'POST', body: Buffer.alloc(2 * 1024 * 1024, 0x61) });
    expect(await answer.text()).toBe(String(2 * 1024 * 1024));
  });
});
