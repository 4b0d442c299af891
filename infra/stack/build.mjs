// Builds what runs: every Node package with swc into its dist/, the portal with Angular's builder, the Explorer with esbuild.
// Only what changed since the last build is built again.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildExplorer } from './build-explorer.mjs';
import { compress, filesOf, hashOf, isBuiltFrom, root, swapIn } from './built-files.mjs';

const require = createRequire(import.meta.url);

const packages = [
  ...readdirSync(join(root, 'subgraphs')).map((name) => join('subgraphs', name)),
  'gateway',
  ...readdirSync(join(root, 'infra')).map((name) => join('infra', name)),
].filter((path) => existsSync(join(root, path, 'package.json')));

const isSource = (name) => name.endsWith('.ts') && !/\.(spec|e2e|contract|fixture|d)\.ts$/.test(name);

/** Runs in browsers and is bundled on its own. */
const explorer = join(root, 'gateway', 'explorer') + sep;

export function buildPackages() {
  const swc = require('@swc/core');
  const configuration = readFileSync(join(root, '.swcrc'), 'utf8');
  const newerThan = statSync(join(root, '.swcrc')).mtimeMs;
  let built = 0;
  for (const name of packages) {
    const base = join(root, name);
    const wanted = new Set();
    for (const source of filesOf(base, isSource)) {
      if (source.startsWith(explorer)) continue;
      const target = join(base, 'dist', relative(base, source)).replace(/\.ts$/, '.js');
      wanted.add(target);
      if (existsSync(target) && statSync(target).mtimeMs > Math.max(statSync(source).mtimeMs, newerThan)) continue;
      const { code } = swc.transformFileSync(source, { ...JSON.parse(configuration), swcrc: false, filename: source });
      mkdirSync(dirname(target), { recursive: true });
      // Whole or not at all: another process may be reading it to start from.
      writeFileSync(`${target}.${process.pid}`, code);
      renameSync(`${target}.${process.pid}`, target);
      built += 1;
    }
    // What has no source any more must not be found by a require.
    for (const stale of filesOf(join(base, 'dist'), (file) => file.endsWith('.js'))) if (!wanted.has(stale)) rmSync(stale);
  }
  return built;
}

/** A hash over everything the portal is built from. */
function portalHash(portal) {
  const extras = ['angular.json', 'tsconfig.json', 'tsconfig.app.json', 'package.json'].map((name) => join(portal, name)).filter(existsSync);
  return hashOf([...filesOf(join(portal, 'src'), () => true), ...filesOf(join(portal, 'public'), () => true), ...extras, join(root, 'package-lock.json')]);
}

export function buildPortal() {
  const portal = join(root, 'portal');
  const hash = portalHash(portal);
  if (isBuiltFrom(join(portal, 'dist'), hash)) return false;
  const next = join(portal, `dist.${process.pid}`);
  const ng = join(dirname(require.resolve('@angular/cli/package.json', { paths: [portal] })), 'bin', 'ng.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [ng, 'build', '--output-path', next], { cwd: portal, encoding: 'utf8', env: { ...process.env, NG_CLI_ANALYTICS: 'false', NO_COLOR: '1', CI: '1' } });
  if (status !== 0) {
    rmSync(next, { recursive: true, force: true });
    throw new Error(`The portal could not be built:\n${stdout}\n${stderr}`);
  }
  compress(join(next, 'browser'));
  swapIn(next, join(portal, 'dist'), hash);
  return true;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const count = buildPackages();
  const portal = buildPortal();
  const explored = await buildExplorer();
  process.stdout.write(`Built ${count} files${portal ? ', the portal' : ''}${explored ? ', the Explorer' : ''}.\n`);
}
