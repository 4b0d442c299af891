// `npm test`: installs what it needs and runs every check, one after the other; the first lines of a failure are shown, and all of it at the end.
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
const checks = [
  ['build', [node, join(root, 'infra/stack/build.mjs')]],
  ['types', [node, bin('typescript', 'bin', 'tsc'), '-p', 'tsconfig.json']],
  ['types of the Explorer', [node, bin('typescript', 'bin', 'tsc'), '-p', 'gateway/explorer/tsconfig.json']],
  ['types of the portal’s specs', [node, bin('typescript', 'bin', 'tsc'), '-p', 'portal/tsconfig.spec.json', '--noEmit']],
  ['lint', [node, bin('eslint', 'bin', 'eslint.js'), '.', '--max-warnings', '0']],
  ['generated operations', [node, join(root, 'infra/checks/codegen-drift.mjs')]],
  ['schema, migrations and reference', [node, join(root, 'infra/checks/print-schema.mjs'), '--check']],
  ['rules of the repository', [node, join(root, 'infra/checks/repository-rules.mjs')]],
  ['specs, contracts, replay', [...jest, '--selectProjects', 'node', '--maxWorkers=2']],
  ['specs of the portal', [...jest, '--selectProjects', 'portal', '--maxWorkers=2']],
  ['whole stack', [...jest, '--selectProjects', 'stack', '--maxWorkers=2']],
  ['journeys in a browser', [...jest, '--selectProjects', 'journeys', '--maxWorkers=2']],
];

const wanted = process.argv.slice(2);
const results = [];
for (const [name, [command, ...args]] of checks) {
  if (wanted.length > 0 && !wanted.some((word) => name.includes(word))) continue;
  process.stdout.write(`\n── ${name}\n`);
  const startedAt = Date.now();
  const code = await new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, FORCE_COLOR: '0', NG_CLI_ANALYTICS: 'false' } });
    child.once('exit', (status) => resolve(status ?? 1));
  });
  results.push({ name, code, seconds: Math.round((Date.now() - startedAt) / 1000) });
}
process.stdout.write('\n');
for (const { name, code, seconds } of results) process.stdout.write(`${code === 0 ? 'passed' : 'FAILED'}  ${String(seconds).padStart(4)} s  ${name}\n`);
process.stdout.write(`${String(results.reduce((sum, { seconds }) => sum + seconds, 0)).padStart(12)} s  in all\n`);
process.exitCode = results.some(({ code }) => code !== 0) ? 1 : 0;
