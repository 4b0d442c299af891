import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type Server, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { createLogger } from '@dezky/kit/log/logger';
import { Exchange } from '../http/exchange';
import { PortalFiles } from './portal-files';

const index = '<!doctype html><title>Dezky</title>';
const script = 'export const greeting = "hello";'.repeat(50);

describe('the portal’s files', () => {
  const directory = mkdtempSync(join(tmpdir(), 'portal-'));
  let server: Server;

  beforeAll(async () => {
    mkdirSync(join(directory, 'media'));
    const write = (name: string, content: string | Buffer): void => writeFileSync(join(directory, name), content);
    write('index.html', index);
    write('index.html.br', brotliCompressSync(index));
    write('main-ABCD1234.js', script);
    write('main-ABCD1234.js.br', brotliCompressSync(script));
    write('main-ABCD1234.js.gz', gzipSync(script));
    write('main-ABCD1234.js.map', '{"sources":["secret.ts"]}');
    write('old.js', 'old');
    write('old.js.gz', gzipSync('old'));
    write('media/logo.svg', '<svg/>');
    const files = PortalFiles.load(directory);
    const log = createLogger({ name: 'spec', level: 'silent' });
    server = createServer((message, response) => files.serve(new Exchange(message, response, log)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    await new Promise((resolve) => server.close(resolve));
    rmSync(directory, { recursive: true });
  });

  /** `fetch` would unpack the body and mend the path. */
  const get = (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<{ status: number; headers: Record<string, string | string[] | undefined>; body: Buffer }> =>
    new Promise((resolve, reject) => {
      request({ port: (server.address() as AddressInfo).port, path, method, headers, agent: false }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) }));
      })
        .on('error', reject)
        .end();
    });

  it.each([
    ['br', { 'accept-encoding': 'gzip, deflate, br' }, brotliDecompressSync],
    ['gzip', { 'accept-encoding': 'gzip, deflate' }, gunzipSync],
    [undefined, {}, (body: Buffer) => body],
    [undefined, { 'accept-encoding': 'identity' }, (body: Buffer) => body],
    ['gzip', { 'accept-encoding': 'br;q=0, gzip' }, gunzipSync],
  ])('are sent as %s to whoever takes it', async (encoding, headers, unpack) => {
    const { status, body, headers: told } = await get('/main-ABCD1234.js', headers as Record<string, string>);
    expect([status, told['content-encoding'], told['vary'], told['content-type'], Number(told['content-length'])]).toEqual([200, encoding, 'accept-encoding', 'text/javascript; charset=utf-8', body.length]);
    expect(unpack(body).toString()).toBe(script);
  });

  it('are kept for good by browsers when their name says what is in them, and asked for again when not', async () => {
    expect((await get('/main-ABCD1234.js')).headers['cache-control']).toBe('public, max-age=31536000, immutable');
    for (const path of ['/', '/index.html', '/old.js', '/media/logo.svg']) expect([path, (await get(path)).headers['cache-control']]).toEqual([path, 'no-cache']);
  });

  it('are not sent again while they are the same', async () => {
    const etag = String((await get('/')).headers['etag']);
    expect(etag).toMatch(/^W\/"[\w-]{22}"$/);
    for (const asked of [etag, etag.replace('W/', ''), `"other", ${etag}`, '*']) {
      const { status, body, headers } = await get('/', { 'if-none-match': asked });
      expect([asked, status, body.length, headers['etag']]).toEqual([asked, 304, 0, etag]);
    }
    expect((await get('/', { 'if-none-match': '"other"' })).status).toBe(200);
    expect((await get('/old.js')).headers['etag']).not.toBe(etag);
  });

  it.each(['/', '/index.html', '/acme/members', '/acme/members/', '/signed-out', '/acme/members?search=a.js'])('answer with the app at %s', async (path) => {
    const { status, body, headers } = await get(path);
    expect([status, body.toString(), headers['content-type']]).toEqual([200, index, 'text/html; charset=utf-8']);
    expect(headers['content-security-policy']).toMatch(/default-src 'self'.*script-src 'self';.*object-src 'none'.*frame-ancestors 'none'/);
    expect(headers['content-security-policy']).not.toMatch(/script-src[^;]*unsafe/);
    expect([headers['x-content-type-options'], headers['referrer-policy']]).toEqual(['nosniff', 'same-origin']);
  });

  it.each(['/missing.js', '/media/missing.svg', '/main-ABCD1234.js.map', '/main-ABCD1234.js.br', '/favicon.ico', '/../portal-files.ts', '/%2e%2e/%2e%2e/etc/passwd.txt', '/media/..%2f..%2findex.ts'])('are not there: %s', async (path) => {
    const { status, body } = await get(path, { 'accept-encoding': 'br' });
    expect([status, body.toString()]).toEqual([404, 'Not found']);
  });

  it('tell HEAD what GET would say', async () => {
    const [head, full] = [await get('/main-ABCD1234.js', {}, 'HEAD'), await get('/main-ABCD1234.js')];
    expect([head.status, head.body.length, head.headers['etag'], head.headers['content-length']]).toEqual([200, 0, full.headers['etag'], full.headers['content-length']]);
  });
});
