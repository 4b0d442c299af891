// `npm run bench [-- <name>]`: a line per figure, and the same in .dezky/bench.json.
// Figures of one run are compared with each other only: ratios stand beside what they compare with.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildExplorer } from '../stack/build-explorer.mjs';
import { buildPackages, buildPortal } from '../stack/build.mjs';
import { measureFirstLoad } from './first-load.mjs';
import { measureStart } from './start.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const require = createRequire(import.meta.url);
const benches = { start: measureStart, 'first-load': measureFirstLoad, pages: (root) => require('./dist/pages.js').measurePageCosts(root), gateways: (root) => require('./dist/gateways.js').measureGateways(root), walls: (root) => require('./dist/walls.js').measureWalls(root), people: (root) => require('./dist/people.js').measurePeople(root), domains: (root) => require('./dist/domains.js').measureDomains(root), import: (root) => require('./dist/import.js').measureImport(root) };
const wanted = process.argv.slice(2);
for (const name of wanted) {
  if (name in benches) continue;
  process.stderr.write(`There is no benchmark "${name}". Say one of: ${Object.keys(benches).join(', ')}.\n`);
  process.exit(2);
}

buildPackages();
await buildExplorer();
buildPortal();
const figures = [];
for (const [name, measure] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  for (const figure of await measure(root)) {
    figures.push(figure);
    const ratio = figure.ratio === undefined ? '' : `  ${figure.ratio.toFixed(2)}× ${figure.comparedWith}`;
    process.stdout.write(`${figure.name} ${figure.value} ${figure.unit}${ratio}\n`);
  }
}
const home = resolve(root, process.env.DEZKY_HOME ?? '.dezky');
mkdirSync(home, { recursive: true });
const file = join(home, 'bench.json');
let earlier = [];
try {
  earlier = JSON.parse(readFileSync(file, 'utf8')).figures.filter(({ name }) => !figures.some((figure) => figure.name === name));
} catch {
  // No earlier run, or not one of ours: the file is written anew.
}
writeFileSync(file, `${JSON.stringify({ node: process.version, at: new Date().toISOString(), figures: [...earlier, ...figures] }, null, 2)}\n`);
