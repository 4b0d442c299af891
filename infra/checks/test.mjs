// `npm test`: installs what it needs and runs every check; how each ended, and how long it took, is said once more at the end.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const bin = (...path) => join(root, 'node_modules', ...path);

const installed = bin('.package-lock.json');
if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(join(root, 'package-lock.json')).mtimeMs) {
  process.stdout.write('installing\n');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) process.exit(status ?? 1);
}

const node = process.execPath;
const jest = [node, bin('jest', 'bin', 'jest.js')];
const built = [
  ['build', [node, join(root, 'infra/stack/build.mjs')]],
  ['schema, migrations and reference', [node, join(root, 'infra/checks/print-schema.mjs'), '--check']],
];
const read = [
  ['types', [node, bin('typescript', 'bin', 'tsc'), '-p', 'tsconfig.json']],
  ['types of the Explorer', [node, bin('typescript', 'bin', 'tsc'), '-p', 'gateway/explorer/tsconfig.json']],
  ['types of the portal’s specs', [node, bin('typescript', 'bin', 'tsc'), '-p', 'portal/tsconfig.spec.json', '--noEmit']],
  ['lint', [node, bin('eslint', 'bin', 'eslint.js'), '.', '--max-warnings', '0']],
  ['rules of the repository', [node, join(root, 'infra/checks/repository-rules.mjs')]],
];
// A third worker does its part while the other two wait: for a process that starts, a kill, a database.
const wholeMachine = [
  ['generated operations', [node, join(root, 'infra/checks/codegen-drift.mjs')]],
  ['specs, contracts, replay', [...jest, '--selectProjects', 'node', '--maxWorkers=3']],
  ['specs of the portal', [...jest, '--selectProjects', 'portal', '--maxWorkers=2']],
  ['whole stack', [...jest, '--selectProjects', 'stack', '--maxWorkers=3']],
  ['journeys in a browser', [...jest, '--selectProjects', 'journeys', '--maxWorkers=2']],
];

const wanted = process.argv.slice(2);
const results = [];
const begun = Date.now();

/** @param told what it says is shown at its end, in one piece, and not as it comes. */
async function run([name, [command, ...args]], told) {
  if (wanted.length > 0 && !wanted.some((word) => name.includes(word))) return;
  if (!told) process.stdout.write(`\n── ${name}\n`);
  const startedAt = Date.now();
  const said = [];
  const code = await new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: told ? ['ignore', 'pipe', 'pipe'] : 'inherit', env: { ...process.env, FORCE_COLOR: '0', NG_CLI_ANALYTICS: 'false' } });
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => said.push(chunk));
    child.once('close', (status) => resolve(status ?? 1));
  });
  if (told) process.stdout.write(`\n── ${name}\n${Buffer.concat(said)}`);
  results.push({ name, code, seconds: Math.round((Date.now() - startedAt) / 1000) });
}
const inTurn = async (checks, told) => {
  for (const check of checks) await run(check, told);
};

// What keeps one core busy has another beside it; what has workers of its own comes after them, one after the other.
await Promise.all([inTurn(built, true), inTurn(read, true)]);
await inTurn(wholeMachine, false);
process.stdout.write('\n');
for (const { name, code, seconds } of results) process.stdout.write(`${code === 0 ? 'passed' : 'FAILED'}  ${String(seconds).padStart(4)} s  ${name}\n`);
process.stdout.write(`${String(Math.round((Date.now() - begun) / 1000)).padStart(12)} s  in all\n`);
process.exitCode = results.some(({ code }) => code !== 0) ? 1 : 0;
