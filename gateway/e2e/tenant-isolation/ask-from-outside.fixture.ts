import type { GraphqlAnswer } from '@dezky/stack/test-stack.fixture';
import type { Party, TwoTenants } from './two-tenants.fixture';

/**
 * Asks as a party does from outside. Whom the door lets in is asked behind it, where nothing is bounded: the limits are
 * held elsewhere, and would hide here what the graph gives away. Whom it keeps out is kept out by it.
 */
export const askFromOutside = ({ stack }: Pick<TwoTenants, 'stack'>, { kind, actor, credential }: Party, query: string, variables: Record<string, unknown> = {}): Promise<Pick<GraphqlAnswer, 'data' | 'errors'>> =>
  kind === 'SUSPENDED' || kind === 'REMOVED' ? stack.graphql(credential ?? null, query, variables) : stack.runAs(actor, query, variables);
