import { parse } from 'graphql';
import { lostFields } from './lost-fields';

const error = { message: 'gone', extensions: { code: 'BACKEND_UNAVAILABLE' } };
const paths = (query: string, variables: Record<string, unknown> = {}): unknown[] => lostFields(parse(query), variables, error).errors.map(({ path }) => path?.join('.'));

describe('lostFields', () => {
  it('names each root field by the key it has in the answer', () => {
    const lost = lostFields(parse('query { a one: b { c } ...More } fragment More on Query { d }'), {}, error);
    expect(lost.data).toEqual({ a: null, one: null, d: null });
    expect(lost.errors.map(({ path, message, extensions }) => [path, message, extensions])).toEqual([
      [['a'], 'gone', error.extensions],
      [['one'], 'gone', error.extensions],
      [['d'], 'gone', error.extensions],
    ]);
  });

  it('names each field of each entity once, whatever type it is asked of', () => {
    const query = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Tenant { __typename domains { name } } ... on Member { mailbox { address } domains { name } } } }';
    expect(paths(query, { r: [{}, {}] })).toEqual(['_entities.0.domains', '_entities.0.mailbox', '_entities.1.domains', '_entities.1.mailbox']);
    expect(lostFields(parse(query), { r: [{}, {}] }, error).data).toEqual({ _entities: [null, null] });
  });
});
