// Generates the portal's typed operations, and the gateway's list of them, anew and fails when the committed ones differ.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

const generated = (directory) =>
  readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    return entry.isDirectory() ? generated(path) : entry.name.endsWith('.generated.ts') ? [path] : [];
  });
const fingerprint = () => new Map([join(root, 'portal', 'src'), join(root, 'gateway', 'src')].flatMap(generated).map((file) => [file, createHash('sha256').update(readFileSync(file)).digest('hex')]));

const before = fingerprint();
const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'node_modules/@graphql-codegen/cli/cjs/bin.js'), '--config', 'codegen.yml', '--silent'], { cwd: root, encoding: 'utf8' });
if (status !== 0) {
  process.stderr.write(`${stdout}\n${stderr}\n`);
  process.exit(1);
}
const after = fingerprint();
const changed = [...new Set([...before.keys(), ...after.keys()])].filter((file) => before.get(file) !== after.get(file));
if (changed.length > 0) {
  process.stderr.write(`These generated files did not match schema/api.graphql and are new now; commit them:\n${changed.join('\n')}\n`);
  process.exit(1);
}
process.stdout.write(`${after.size} generated files match the schema.\n`);
