import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The supergraph that is printed in a folder, where the schemas printed beside it are those of these subgraphs: it is what composing them
 * would say again. Null where one of them has changed since, or nothing is printed there.
 */
export function printedSupergraph(directory: string, subgraphs: readonly { readonly name: string; readonly sdl: string }[]): string | null {
  const printed = (name: string): string | null => (existsSync(join(directory, `${name}.graphql`)) ? readFileSync(join(directory, `${name}.graphql`), 'utf8') : null);
  return subgraphs.every(({ name, sdl }) => printed(name) === sdl) ? printed('supergraph') : null;
}
