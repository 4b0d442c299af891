// What a browser fetches before the portal's first screen: the page, its scripts and its styles, as the gateway sends them.
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProduct } from './running-stack.mjs';

const budget = 150_000;

/** The bytes on the wire of one answer's body, and the body's text when it was not compressed. */
const fetchBytes = (url, encoding) =>
  new Promise((resolve, reject) => {
    request(url, { headers: { 'accept-encoding': encoding } }, (answer) => {
      const chunks = [];
      answer.on('data', (chunk) => chunks.push(chunk));
      answer.on('end', () => (answer.statusCode === 200 ? resolve(Buffer.concat(chunks)) : reject(new Error(`${url} answered ${answer.statusCode}`))));
    })
      .on('error', reject)
      .end();
  });

export async function measureFirstLoad(root) {
  const home = mkdtempSync(join(tmpdir(), 'dezky-bench-'));
  try {
    const product = await startProduct(root, home);
    try {
      const page = (await fetchBytes(`${product.url}/`, 'identity')).toString();
      const files = [...page.matchAll(/(?:src|href)="([^":]+\.(?:js|css))"/g)].map(([, file]) => file);
      const sum = async (encoding) => {
        const sizes = await Promise.all(['', ...new Set(files)].map((file) => fetchBytes(new URL(file, `${product.url}/`), encoding)));
        return sizes.reduce((total, { length }) => total + length, 0);
      };
      const [brotli, raw] = [await sum('br'), await sum('identity')];
      return [
        { name: 'first-load.raw', value: raw, unit: 'bytes' },
        { name: 'first-load.brotli', value: brotli, unit: 'bytes', ratio: brotli / budget, comparedWith: 'the budget of 150 kB' },
        { name: 'first-load.files', value: new Set(files).size + 1, unit: 'files' },
      ];
    } finally {
      await product.stop();
    }
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
