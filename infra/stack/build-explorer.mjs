// Bundles the Explorer (gateway/explorer) with everything it needs: browsers ask nobody but the gateway for any of it.
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compress, filesOf, hashOf, isBuiltFrom, root, swapIn } from './built-files.mjs';

const require = createRequire(import.meta.url);
const source = join(root, 'gateway', 'explorer');
const workers = {
  editor: 'monaco-editor/esm/vs/editor/editor.worker.js',
  json: 'monaco-editor/esm/vs/language/json/json.worker.js',
  graphql: 'monaco-graphql/esm/graphql.worker.js',
};

/** The saved operations as a module. */
const operations = {
  name: 'operations',
  setup(build) {
    build.onResolve({ filter: /^dezky:operations$/ }, ({ path }) => ({ path, namespace: 'dezky' }));
    build.onLoad({ filter: /.*/, namespace: 'dezky' }, () => {
      const directory = join(source, 'operations');
      const names = readdirSync(directory).filter((file) => file.endsWith('.graphql')).map((file) => basename(file, '.graphql'));
      const files = names.sort().map((name) => ({ name, graphql: readFileSync(join(directory, `${name}.graphql`), 'utf8'), json: readFileSync(join(directory, `${name}.json`), 'utf8') }));
      return { contents: `export const operations = ${JSON.stringify(files)};`, loader: 'js' };
    });
  },
};

/**
 * GraphiQL's one style sheet has the editor's styles already. It carries its fonts inside, which the content policy does
 * not allow: text is set in ours, and the icons' font becomes a file.
 */
const styles = {
  name: 'styles',
  setup(build) {
    build.onLoad({ filter: /monaco-editor[\\/].*\.css$/ }, () => ({ contents: '', loader: 'empty' }));
    build.onLoad({ filter: /graphiql[\\/]dist[\\/]style\.css$/ }, ({ path }) => ({ contents: readFileSync(path, 'utf8').replace(/@font-face\s*\{[^}]*font-family:\s*['"]?(Roboto|Fira Code)[^}]*\}/g, ''), loader: 'css' }));
    build.onResolve({ filter: /^data:font\// }, ({ path }) => ({ path: 'icons.ttf', namespace: 'font', pluginData: path }));
    build.onLoad({ filter: /.*/, namespace: 'font' }, ({ pluginData }) => ({ contents: Buffer.from(pluginData.slice(pluginData.indexOf(',') + 1), 'base64'), loader: 'file' }));
  },
};

/** @returns whether anything had changed since the last build. */
export async function buildExplorer() {
  const directory = join(root, 'gateway', 'dist-explorer');
  const hash = hashOf([...filesOf(source, () => true), join(root, 'portal', 'src', 'styles', 'tokens.css'), fileURLToPath(import.meta.url), join(root, 'package-lock.json')]);
  if (isBuiltFrom(directory, hash)) return false;
  const esbuild = require('esbuild');
  const next = join(root, 'gateway', `dist.${process.pid}`);
  mkdirSync(next, { recursive: true });
  const bundle = (options) =>
    esbuild.build({ bundle: true, minify: true, metafile: true, outdir: next, publicPath: '/explorer', entryNames: '[name]-[hash]', chunkNames: '[name]-[hash]', assetNames: '[name]-[hash]', define: { 'process.env.NODE_ENV': '"production"' }, target: 'es2022', legalComments: 'linked', logLevel: 'silent', ...options });
  /** Where an entry's output is served. */
  const placeOf = ({ metafile }, entry, extension = '.js') => {
    const [file, output] = Object.entries(metafile.outputs).find(([file, { entryPoint }]) => file.endsWith(extension) && entryPoint?.endsWith(entry)) ?? [];
    if (!file) throw new Error(`esbuild made nothing of ${entry}.`);
    return { script: `/explorer/${basename(file)}`, style: output.cssBundle ? `/explorer/${basename(output.cssBundle)}` : null };
  };
  try {
    const worked = await bundle({ entryPoints: Object.values(workers).map((path) => require.resolve(path)), format: 'iife' });
    const workerUrls = Object.fromEntries(Object.entries(workers).map(([label, path]) => [label, placeOf(worked, path).script]));
    const frame = placeOf(await bundle({ entryPoints: [join(source, 'app', 'frame.css')], loader: { '.woff2': 'file' } }), 'frame.css', '.css').script;
    const app = await bundle({
      entryPoints: [join(source, 'app', 'explorer.tsx')],
      format: 'esm',
      splitting: true,
      jsx: 'automatic',
      plugins: [operations, styles],
      define: { 'process.env.NODE_ENV': '"production"', workerUrls: JSON.stringify(workerUrls) },
    });
    const { script, style } = placeOf(app, 'explorer.tsx');
    const page = (name, links) => writeFileSync(join(next, name), Object.entries(links).reduce((html, [mark, link]) => html.replace(`%${mark}%`, link), readFileSync(join(source, 'app', name), 'utf8')));
    page('explorer.html', { frame, style, script });
    page('operators-only.html', { frame });
  } catch (error) {
    rmSync(next, { recursive: true, force: true });
    throw new Error(`The Explorer could not be built:\n${error.message}`, { cause: error });
  }
  compress(next);
  swapIn(next, directory, hash);
  return true;
}
