import { parse, print } from 'graphql';
import { hideClosure } from './hide-closure';

const hiddenIn = (sdl: string): string[] => [...print(hideClosure(parse(sdl))).matchAll(/^(?:type|union|input) (\w+)[^\n{=]*@inaccessible/gm)].map(([, name]) => name ?? '').sort();

describe('what only hidden fields reach', () => {
  it('is hidden: results, their members, inputs and what these mention', () => {
    expect(
      hiddenIn(`
        type Query { open: Open }
        type Mutation { secret(input: SecretInput!): SecretResult! @inaccessible }
        union SecretResult = Done | Refused
        type Done { inner: Inner! }
        type Inner { text: String }
        type Refused { open: Open }
        input SecretInput { more: [MoreInput!]! }
        input MoreInput { text: String }
        type Open { id: ID! }`),
    ).toEqual(['Done', 'Inner', 'MoreInput', 'Refused', 'SecretInput', 'SecretResult']);
  });

  it('stays open when an open field reaches it too, in however many steps', () => {
    expect(
      hiddenIn(`
        type Query { open(input: Shared): Result, hidden: Shared2 @inaccessible }
        union Result = A
        type A { next: [B!]! }
        type B { back: A, shared: Shared2 }
        type Shared2 { id: ID! }
        input Shared { text: String }`),
    ).toEqual([]);
  });

  it('stays open when it is an entity or shared with other subgraphs', () => {
    expect(hiddenIn('type Query { x: Entity @inaccessible, y: Value @inaccessible, z: Own @inaccessible } type Entity @key(fields: "id") { id: ID! part: Part } type Part { text: String } type Value @shareable { text: String } type Own { text: String }')).toEqual(['Own']);
  });

  it('is not hidden through an open type whose field is hidden', () => {
    expect(hiddenIn('type Query { open: Open } type Open { id: ID! secret: Secret @inaccessible } type Secret { id: ID! }')).toEqual(['Secret']);
  });

  it('leaves scalars, enums and interfaces alone: others may offer them openly', () => {
    const printed = print(hideClosure(parse('type Query { x: Thing @inaccessible } type Thing implements Named { name: Text kind: Kind } interface Named { name: Text } enum Kind { A } scalar Text')));
    expect(printed.match(/@inaccessible/g)).toHaveLength(2);
    expect(printed).toMatch(/type Thing implements Named @inaccessible/);
  });

  it('is marked once', () => {
    expect(print(hideClosure(hideClosure(parse('type Query { x: Thing @inaccessible } type Thing @inaccessible { id: ID! }')))).match(/@inaccessible/g)).toHaveLength(2);
  });
});
