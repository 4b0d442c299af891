// `npm run journeys:distributed [-- <path>]`: the journeys in a browser on two processes of each part, while one after the other is killed and started anew.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPackages, buildPortal } from '../stack/build.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
buildPackages();
buildPortal();
const { status } = spawnSync(process.execPath, [join(root, 'node_modules/jest/bin/jest.js'), ...process.argv.slice(2), '--selectProjects', 'journeys', '--runInBand'], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, JOURNEYS: 'distributed' },
});
process.exitCode = status ?? 1;
