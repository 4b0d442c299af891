import 'reflect-metadata';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { composeSupergraph } from '@dezky/gateway/federation/compose-supergraph';
import { describeSchema } from '@dezky/kit/database/describe-schema';
import { createLogger } from '@dezky/kit/log/logger';
import { subgraphNames } from '@dezky/kit/server/subgraph';
import { startStack } from '@dezky/stack/start-stack';
import { buildSchema, findBreakingChanges } from 'graphql';
import { Client } from 'pg';
import { environmentReference } from './environment-reference';

const root = resolve(__dirname, '..', '..', '..');

/** Everything in the repository that follows from code: file → text. */
async function derive(): Promise<Map<string, string>> {
  const home = mkdtempSync(join(tmpdir(), 'dezky-schema-'));
  const stack = await startStack({ home, port: 0, durable: false, log: createLogger({ name: 'schema', level: 'silent' }) });
  try {
    const files = new Map<string, string>();
    for (const { name, sdl } of stack.subgraphs) files.set(`schema/${name}.graphql`, sdl);
    const { supergraphSdl, apiSdl } = composeSupergraph(stack.subgraphs);
    files.set('schema/supergraph.graphql', supergraphSdl);
    files.set('schema/api.graphql', apiSdl);
    const client = new Client({ connectionString: stack.databaseUrl() });
    await client.connect();
    for (const name of subgraphNames) files.set(`subgraphs/${name}/migrations/schema.sql`, await describeSchema(client, name));
    files.set('gateway/migrations/schema.sql', await describeSchema(client, 'gateway'));
    await client.end();
    files.set('docs/reference/environment.md', environmentReference());
    return files;
  } finally {
    await stack.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

/**
 * Writes or compares what is derived.
 *
 * @returns the exit code.
 */
export async function printDerived(check: boolean): Promise<number> {
  const files = await derive();
  const stale: string[] = [];
  for (const [name, text] of files) {
    const path = join(root, name);
    if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
    stale.push(name);
    if (check) continue;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  for (const change of breakingChanges(files.get('schema/api.graphql') ?? '')) process.stdout.write(`breaking change of the public API: ${change}\n`);
  if (stale.length === 0) {
    process.stdout.write(`${files.size} derived files are as the code says.\n`);
    return 0;
  }
  process.stdout.write(`${check ? 'These files say something else than the code; run npm run schema' : 'Written'}:\n${stale.map((name) => `  ${name}\n`).join('')}`);
  return check ? 1 : 0;
}

/** Against the last commit on main; told, not refused: before the first release names may still get better. */
function breakingChanges(api: string): string[] {
  let committed: string;
  try {
    committed = execFileSync('git', ['show', 'main:schema/api.graphql'], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    // No git here, or no such file there yet: nothing to compare with.
    return [];
  }
  return findBreakingChanges(buildSchema(committed), buildSchema(api)).map(({ description }) => description);
}
