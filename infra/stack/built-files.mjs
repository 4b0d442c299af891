// What the builds of the Node packages, the portal and the Explorer have in common.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

const isBuilt = (name) => name === 'node_modules' || name === '.angular' || name === 'dist-explorer' || /^dist(\.\d+)?$/.test(name);

/** Files below a folder, without what is built or installed. */
export function filesOf(directory, wanted) {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return isBuilt(entry.name) ? [] : filesOf(path, wanted);
    return wanted(entry.name) ? [path] : [];
  });
}

/** A hash over names and contents. */
export function hashOf(files) {
  const hash = createHash('sha256');
  for (const file of [...files].sort()) if (!file.endsWith('.spec.ts')) hash.update(relative(root, file)).update(readFileSync(file));
  return hash.digest('hex');
}

const marker = 'built-from';

export const isBuiltFrom = (directory, hash) => existsSync(join(directory, marker)) && readFileSync(join(directory, marker), 'utf8') === hash;

/** Puts a whole build in the place of the one before, so that whoever serves or tests it meanwhile has a whole one. */
export function swapIn(next, directory, hash) {
  writeFileSync(join(next, marker), hash);
  rmSync(directory, { recursive: true, force: true });
  renameSync(next, directory);
}

/** Beside each file worth it, what the gateway sends to browsers that take Brotli or gzip. */
export function compress(directory) {
  for (const file of filesOf(directory, (name) => /\.(js|css|html|svg|json|txt|ttf)$/.test(name))) {
    const raw = readFileSync(file);
    if (raw.length < 512) continue;
    writeFileSync(`${file}.br`, brotliCompressSync(raw, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: raw.length } }));
    writeFileSync(`${file}.gz`, gzipSync(raw, { level: 9 }));
  }
}
