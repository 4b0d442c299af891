// Builds what runs: every Node package with swc into its dist/, the portal with Angular's builder.
// Only what changed since the last build is built again.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const require = createRequire(import.meta.url);

const packages = [
  ...readdirSync(join(root, 'subgraphs')).map((name) => join('subgraphs', name)),
  'gateway',
  ...readdirSync(join(root, 'infra')).map((name) => join('infra', name)),
].filter((path) => existsSync(join(root, path, 'package.json')));

/** Files below a folder, without what is built, installed or only tests. */
function filesOf(directory, wanted) {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return (entry.name === 'node_modules' || entry.name === '.angular' || /^dist(\.\d+)?$/.test(entry.name)) ? [] : filesOf(path, wanted);
    return wanted(entry.name) ? [path] : [];
  });
}

const isSource = (name) => name.endsWith('.ts') && !/\.(spec|e2e|contract|fixture|d)\.ts$/.test(name);

export function buildPackages() {
  const swc = require('@swc/core');
  const configuration = readFileSync(join(root, '.swcrc'), 'utf8');
  const newerThan = statSync(join(root, '.swcrc')).mtimeMs;
  let built = 0;
  for (const name of packages) {
    const base = join(root, name);
    const wanted = new Set();
    for (const source of filesOf(base, isSource)) {
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
function portalHash() {
  const hash = createHash('sha256');
  const portal = join(root, 'portal');
  const files = filesOf(join(portal, 'src'), () => true).concat(filesOf(join(portal, 'public'), () => true));
  for (const extra of ['angular.json', 'tsconfig.json', 'tsconfig.app.json', 'package.json']) if (existsSync(join(portal, extra))) files.push(join(portal, extra));
  for (const file of [...files, join(root, 'package-lock.json')].sort()) if (!file.endsWith('.spec.ts')) hash.update(relative(root, file)).update(readFileSync(file));
  return hash.digest('hex');
}

export function buildPortal() {
  const portal = join(root, 'portal');
  const marker = join(portal, 'dist', 'built-from');
  const hash = portalHash();
  if (existsSync(marker) && readFileSync(marker, 'utf8') === hash) return false;
  // Built beside and swapped in, so that whoever serves or tests the portal meanwhile has a whole one.
  const next = join(portal, `dist.${process.pid}`);
  const ng = join(dirname(require.resolve('@angular/cli/package.json', { paths: [portal] })), 'bin', 'ng.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [ng, 'build', '--output-path', next], { cwd: portal, encoding: 'utf8', env: { ...process.env, NG_CLI_ANALYTICS: 'false', NO_COLOR: '1', CI: '1' } });
  if (status !== 0) {
    rmSync(next, { recursive: true, force: true });
    throw new Error(`The portal could not be built:\n${stdout}\n${stderr}`);
  }
  for (const file of filesOf(join(next, 'browser'), (name) => /\.(js|css|html|svg|json|txt)$/.test(name))) {
    const raw = readFileSync(file);
    if (raw.length < 512) continue;
    writeFileSync(`${file}.br`, brotliCompressSync(raw, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: raw.length } }));
    writeFileSync(`${file}.gz`, gzipSync(raw, { level: 9 }));
  }
  writeFileSync(join(next, 'built-from'), hash);
  rmSync(join(portal, 'dist'), { recursive: true, force: true });
  renameSync(next, join(portal, 'dist'));
  return true;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const count = buildPackages();
  const portal = buildPortal();
  process.stdout.write(`Built ${count} files${portal ? ' and the portal' : ''}.\n`);
}
