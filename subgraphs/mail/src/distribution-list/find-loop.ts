/** Which addresses hand mail on to which others. */
export type Edges = ReadonlyMap<string, readonly string[]>;

/**
 * The shortest way on which mail to `from` would come to `to`.
 *
 * @returns the addresses on it, both ends included, or null when there is none.
 */
export function wayFrom(from: string, to: string, edges: Edges): string[] | null {
  const cameFrom = new Map<string, string | null>([[from, null]]);
  for (const here of cameFrom.keys()) {
    if (here === to) {
      const way: string[] = [];
      for (let step: string | null = here; step !== null; step = cameFrom.get(step) ?? null) way.unshift(step);
      return way;
    }
    for (const next of edges.get(here) ?? []) if (!cameFrom.has(next)) cameFrom.set(next, here);
  }
  return null;
}
