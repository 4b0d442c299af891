import { type OperationDefinitionNode, parse } from 'graphql';
import { documentShape, enoughFields, shapeOf } from './operation-shape';

const shape = (text: string): unknown => {
  const document = parse(text);
  return shapeOf(document, document.definitions[0] as OperationDefinitionNode);
};

describe('the shape of an operation', () => {
  it('counts fields, aliases, levels and what stands outermost', () => {
    expect(shape('{ a { b { c } x: d } ... { e } }')).toEqual({ fields: 5, rootFields: 2, aliases: 1, depth: 3 });
  });

  it('counts a fragment as often as it is used, wherever it stands', () => {
    expect(shape('{ a { ...F } b { ...F } } fragment F on T { x: c { d } }')).toEqual({ fields: 6, rootFields: 2, aliases: 2, depth: 3 });
  });

  it('ends on fragments that contain themselves or each other', () => {
    expect(shape('{ ...A } fragment A on T { a ...B } fragment B on T { b ...A }')).toEqual({ fields: 2, rootFields: 2, aliases: 0, depth: 1 });
  });

  it.each([
    ['with fields', 'x'],
    ['of spreads alone', ''],
  ])('ends on floods of fragments %s, and takes them for large', (_what, field) => {
    const levels = Array.from({ length: 40 }, (_, index) => `fragment F${index} on T { ${field} ...F${index + 1} ...F${index + 1} }`).join(' ');
    expect(shape(`{ ...F0 } ${levels} fragment F40 on T { x }`)).toMatchObject({ fields: enoughFields });
  });
});

describe('the shape of a document', () => {
  it('counts what is written, used or not', () => {
    expect(documentShape(parse('query A { a(b: [1, [2, 3]], c: { d: "four" }) @x @y } query B { a } fragment F on T { c @z }'))).toEqual({ operations: 2, fragments: 1, directives: 3, literals: 5, text: 4 });
  });
});
