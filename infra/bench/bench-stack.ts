import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '@dezky/kit/log/logger';
import { fetchToken } from '@dezky/stack/fetch-token';
import { type FoundedPerson, foundTenant } from '@dezky/stack/found-tenant';
import { type OneProcessStack, startStack } from '@dezky/stack/start-stack';
import { ample } from './gateways';

export interface BenchTenant {
  readonly slug: string;
  readonly email: (localPart: string) => string;
}

/** A stack in this process, with tenants of a bench's own. */
export interface BenchStack extends OneProcessStack {
  /** @throws when the answer has errors: figures of failures are no figures. */
  ask(token: string, query: string, variables?: Record<string, unknown>): Promise<Record<string, unknown>>;
  /** Of a person of a bench tenant. */
  tokenOf(email: string): Promise<string>;
  newTenant(slug: string, people?: readonly Omit<FoundedPerson, 'password'>[]): Promise<BenchTenant>;
}

const password = 'nine quiet harbours';
const admin = { localPart: 'admin', displayName: 'Ada Admin', role: 'OWNER' } as const;

export async function startBenchStack(root: string): Promise<BenchStack> {
  const home = mkdtempSync(join(tmpdir(), 'dezky-bench-'));
  const stack = await startStack({ home, port: 0, environment: ample, demo: false, durable: false, log: createLogger({ name: 'bench', level: 'silent' }), supergraphFile: join(root, 'schema', 'supergraph.graphql') });
  return {
    ...stack,
    ask: async (token, query, variables = {}) => {
      const answer = await fetch(`${stack.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` }, body: JSON.stringify({ query, variables }) });
      const { data, errors } = (await answer.json()) as { data?: Record<string, unknown> | null; errors?: unknown };
      if (!data || errors) throw new Error(`An operation of the bench failed: ${JSON.stringify(errors)}`);
      return data;
    },
    tokenOf: (email) => fetchToken({ authentikUrl: stack.places.authentikUrl, portalUrl: stack.url }, email, password),
    newTenant: async (slug, people = []) => {
      await foundTenant(stack, { slug, name: slug, seatLimit: 20_000, domain: `${slug}.test`, people: [admin, ...people].map((person) => ({ ...person, password })) });
      return { slug, email: (localPart) => `${localPart}@${slug}.test` };
    },
    stop: async () => {
      await stack.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
