import { buildSchema, parse, validate } from 'graphql';
import { operationLimits, withinLimits } from './operation-limits';

const schema = buildSchema('type Query { node: Node } type Node { id: ID node: Node }');
const refusals = (query: string): string[] => validate(schema, parse(query), [withinLimits]).map(({ extensions, message }) => `${String(extensions['code'])} ${message}`);
const nested = (depth: number): string => `${'{ node '.repeat(depth - 1)}{ id }${' }'.repeat(depth - 1)}`;

describe('withinLimits', () => {
  it('lets through what stays within', () => {
    expect(refusals(nested(operationLimits.depth))).toEqual([]);
    expect(refusals(`{ ${Array.from({ length: operationLimits.aliases }, (_, index) => `a${index}: node { id }`).join(' ')} }`)).toEqual([]);
  });

  it('refuses what is nested too deeply, by fragments as well', () => {
    expect(refusals(nested(operationLimits.depth + 1))).toEqual([expect.stringMatching(/^QUERY_TOO_COSTLY This operation is nested 16 levels/)]);
    expect(refusals(`{ ...Deep } fragment Deep on Query ${nested(operationLimits.depth + 1)}`)).toHaveLength(1);
  });

  it('counts an alias as often as its fragment is used', () => {
    const once = `{ a: node { id } ...Many } fragment Many on Query { ${Array.from({ length: 25 }, (_, index) => `b${index}: node { id }`).join(' ')} }`;
    expect(refusals(once)).toEqual([]);
    expect(refusals(once.replace('...Many', '...Many ...Many'))).toEqual([expect.stringContaining('51 aliases')]);
  });

  it('ends on fragments that contain each other, and on floods of them', () => {
    expect(refusals('{ ...A } fragment A on Query { node { id } ...B } fragment B on Query { ...A }')).toEqual([]);
    const levels = Array.from({ length: 20 }, (_, index) => `fragment F${index} on Query { x${index}: node { id } ...F${index + 1} ...F${index + 1} }`).join(' ');
    expect(refusals(`{ ...F0 } ${levels} fragment F20 on Query { node { id } }`)).toHaveLength(1);
  });
});
