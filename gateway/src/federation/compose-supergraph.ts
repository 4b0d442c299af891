import { composeServices } from '@apollo/composition';
import { parse, printSchema } from 'graphql';

export interface Composed {
  readonly supergraphSdl: string;
  /** What the gateway offers: the supergraph without what is @inaccessible. */
  readonly apiSdl: string;
}

/**
 * Composes the subgraphs' schemas.
 *
 * @throws with every error and every hint: a hint is a disagreement that would surprise somebody later.
 */
export function composeSupergraph(subgraphs: readonly { readonly name: string; readonly sdl: string }[]): Composed {
  const sorted = [...subgraphs].sort((one, other) => one.name.localeCompare(other.name));
  const { errors, hints, supergraphSdl, schema } = composeServices(sorted.map(({ name, sdl }) => ({ name, url: `http://${name}.invalid/graphql`, typeDefs: parse(sdl) })));
  const problems = [...(errors ?? []).map(({ message }) => message), ...(hints ?? []).map(({ message }) => message)];
  if (!supergraphSdl || !schema || problems.length > 0) throw new Error(`The subgraphs do not compose:\n${problems.map((problem) => `- ${problem}`).join('\n')}`);
  return { supergraphSdl: `${supergraphSdl.trim()}\n`, apiSdl: `${printSchema(schema.toAPISchema().toGraphQLJSSchema())}\n` };
}
