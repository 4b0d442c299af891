// `npm run contract [-- <back end>]`: the contract suites, on the sandbox, or on a real server when its URL is set.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const suites = {
  authentik: { folder: 'subgraphs/identity/src/authentik', url: 'AUTHENTIK_URL', credentials: ['AUTHENTIK_TOKEN'] },
  stalwart: { folder: 'subgraphs/mail/src/stalwart', url: 'STALWART_URL', credentials: ['STALWART_AUTHORIZATION'] },
  calendar: { folder: 'subgraphs/booking/src/calendar', url: 'STALWART_URL', credentials: ['STALWART_AUTHORIZATION'] },
  ocis: { folder: 'subgraphs/storage/src/ocis', url: 'OCIS_URL', credentials: ['OCIS_REFRESH_TOKEN'] },
  stripe: { folder: 'subgraphs/billing/src/stripe', url: 'STRIPE_URL', credentials: ['STRIPE_KEY'] },
};

const wanted = process.argv.slice(2);
for (const name of wanted) {
  if (!(name in suites)) {
    process.stderr.write(`There is no back end "${name}". Say one of: ${Object.keys(suites).join(', ')}.\n`);
    process.exit(2);
  }
}

// A suite without its credential would run on the sandbox, and its line would claim otherwise.
for (const [name, { url, credentials }] of Object.entries(suites)) {
  const missing = credentials.filter((variable) => !process.env[variable]);
  if (!process.env[url] || missing.length === 0 || (wanted.length > 0 && !wanted.includes(name))) continue;
  process.stderr.write(`${url} is set without ${missing.join(', ')}. Set both for the real server, or neither for the sandbox.\n`);
  process.exit(2);
}

/** A real server is asked by one file at a time: it counts requests, and its settings are everybody's. */
const inBand = (url) => (process.env[url] ? ['--runInBand'] : []);

let failedAny = false;
const directory = mkdtempSync(join(tmpdir(), 'dezky-contract-'));
try {
  for (const [name, { folder, url }] of Object.entries(suites)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const output = join(directory, `${name}.json`);
    const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
    const { stderr } = spawnSync(process.execPath, [jest, `${folder}/.*\\.contract\\.ts$`, '--selectProjects', 'node', ...inBand(url), '--json', `--outputFile=${output}`], { cwd: root, encoding: 'utf8' });
    let result;
    try {
      result = JSON.parse(readFileSync(output, 'utf8'));
    } catch {
      process.stdout.write(`${name} did not run:\n${stderr}\n`);
      failedAny = true;
      continue;
    }
    const { numPassedTests: passed, numFailedTests: failed, numPendingTests: skipped, numRuntimeErrorTestSuites: broken } = result;
    process.stdout.write(`${name} ${process.env[url] ?? 'sandbox'} passed ${passed} failed ${failed} skipped ${skipped}\n`);
    if (failed > 0 || broken > 0 || passed === 0) {
      failedAny = true;
      process.stdout.write(`${stderr}\n`);
    }
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
}
process.exitCode = failedAny ? 1 : 0;
