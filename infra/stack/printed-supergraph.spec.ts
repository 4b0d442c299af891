import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printedSupergraph } from './printed-supergraph';

describe('the printed supergraph', () => {
  const directory = mkdtempSync(join(tmpdir(), 'dezky-printed-'));
  afterAll(() => rmSync(directory, { recursive: true }));
  const subgraphs = [{ name: 'mail', sdl: 'type Query { a: Int }\n' }, { name: 'storage', sdl: 'type Query { b: Int }\n' }];

  it('is taken only where every subgraph says what is printed of it', () => {
    expect(printedSupergraph(directory, subgraphs)).toBeNull();
    for (const { name, sdl } of subgraphs) writeFileSync(join(directory, `${name}.graphql`), sdl);
    expect(printedSupergraph(directory, subgraphs)).toBeNull();
    writeFileSync(join(directory, 'supergraph.graphql'), 'composed');
    expect(printedSupergraph(directory, subgraphs)).toBe('composed');
    expect(printedSupergraph(directory, [{ name: 'mail', sdl: 'type Query { a: Int c: Int }\n' }])).toBeNull();
    expect(printedSupergraph(directory, [...subgraphs, { name: 'billing', sdl: 'type Query { d: Int }\n' }])).toBeNull();
  });
});
