// `npm run kill -- <how many> [seed]`: random kill schedules of a member's life, beyond the fixed ones of npm test.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPackages } from '../stack/build.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const [schedules = '100', seed = String(Date.now() % 100_000)] = process.argv.slice(2);
buildPackages();
process.stdout.write(`${schedules} random schedules, seed ${seed}\n`);
const { status } = spawnSync(process.execPath, [join(root, 'node_modules/jest/bin/jest.js'), 'workflow-survives-kill', '--selectProjects', 'stack', '--runInBand', '-t', 'random schedule'], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, KILL_SCHEDULES: schedules, KILL_SEED: seed },
});
process.exitCode = status ?? 1;
