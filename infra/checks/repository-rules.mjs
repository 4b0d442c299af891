// Rules a script can hold: sizes against a baseline that only shrinks, file names, resolvers' suffixes, decisions' numbers.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' }).split('\n').filter(Boolean);
const problems = [];

const suffixes = new Set(['entity', 'type', 'input', 'result', 'resolver', 'repository', 'policy', 'workflow', 'step', 'fixture', 'client', 'wire', 'errors', 'contract', 'replay', 'spec', 'e2e', 'generated', 'harness', 'routes', 'config', 'd']);
const forbidden = /(?:^|-)(?:service|manager|helper|helpers|util|utils|common|core)(?:-|$)/;
const longest = 300;

for (const file of files) {
  if (!/\.(tsx?|html|scss|css)$/.test(file) || /generated|\/transcripts\//.test(file)) continue;
  const name = basename(file).replace(/\.(tsx?|html|scss|css)$/, '');
  const [stem, ...rest] = name.split('.');
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(stem)) problems.push(`${file}: file names are kebab-case`);
  if (forbidden.test(stem)) problems.push(`${file}: name the business, not "${stem}"`);
  if (stem === 'index' && !/migrations\/index\.ts$|src\/index\.html$/.test(file)) problems.push(`${file}: no index files; import the file that has it`);
  for (const suffix of rest) if (!suffixes.has(suffix) && !file.startsWith('portal/')) problems.push(`${file}: ".${suffix}" is not among the suffixes; a new one needs a decision record`);
  const lines = readFileSync(join(root, file), 'utf8').split('\n').length;
  if (lines > longest && !/\.(spec|e2e|contract)\.ts$|migrations\//.test(file)) problems.push(`${file}: ${lines} lines; think again at ${longest}`);
}

const decisions = files.filter((file) => /^docs\/decisions\/\d{4}-/.test(file)).map((file) => Number(basename(file).slice(0, 4))).sort((one, other) => one - other);
decisions.forEach((number, index) => {
  if (number !== index + 1) problems.push(`docs/decisions: number ${String(index + 1).padStart(4, '0')} is missing or there twice`);
});

if (problems.length > 0) {
  process.stderr.write(`${problems.join('\n')}\n`);
  process.exit(1);
}
process.stdout.write(`${files.length} files follow the rules.\n`);
