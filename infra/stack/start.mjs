// `npm start`: checks Node, installs and builds what is missing, then starts the whole product in this process.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const say = (line) => process.stdout.write(`${line}\n`);
const fail = (line) => {
  process.stderr.write(`Dezky could not start: ${line}\n`);
  process.exit(1);
};

say('Dezky');
say('  checking Node');
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) fail(`Node ${process.versions.node} is too old. Install Node 20.19 or newer.`);

const lock = join(root, 'package-lock.json');
const installed = join(root, 'node_modules', '.package-lock.json');
if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(lock).mtimeMs) {
  say('  installing (a few minutes the first time)');
  const { status, stderr, error } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, encoding: 'utf8', shell: process.platform === 'win32' });
  if (error) fail(`npm cannot be run (${error.message}). Install npm, which comes with Node.`);
  if (status !== 0) {
    if (/ENOSPC/.test(stderr)) fail('The disk is full. Free about 2 GB and start again.');
    if (/ENOTFOUND|ETIMEDOUT|ECONNREFUSED|EAI_AGAIN/.test(stderr)) fail('The npm registry cannot be reached. Check the network and start again.');
    fail(`The packages could not be installed:\n${stderr.trim()}`);
  }
}

say('  building');
try {
  const { buildPackages, buildPortal } = await import('./build.mjs');
  const { buildExplorer } = await import('./build-explorer.mjs');
  buildPackages();
  buildPortal();
  await buildExplorer();
} catch (error) {
  fail(error.code === 'ENOSPC' ? 'The disk is full. Free some space and start again.' : error.message);
}
createRequire(import.meta.url)('./dist/main.js');
