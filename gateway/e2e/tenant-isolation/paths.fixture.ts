import { type GraphQLArgument, type GraphQLField, type GraphQLObjectType, type GraphQLOutputType, getNamedType, getNullableType, isInputObjectType, isLeafType, isListType, isObjectType, isRequiredArgument, isUnionType } from 'graphql';
import { type Audience } from './audiences.fixture';
import { type Named, args } from './matrix-of-arguments.fixture';
import { fields } from './matrix-of-fields.fixture';

/** What the arguments of a request name, by what they name. */
export type Values = Readonly<Record<Named, string>>;

type Field = GraphQLField<unknown, unknown>;

/** One field on the way to a type. */
export interface Step {
  readonly type: string;
  readonly field: Field;
}

/** Fields of one type on one way that have one answer, and so are asked for together. */
export interface Ask {
  readonly steps: readonly Step[];
  readonly type: string;
  readonly audience: Audience;
  readonly fields: readonly Field[];
}

export const coordinateOf = ({ type, field }: Step): string => `${type}.${field.name}`;

/** Every way from a type downwards, with what stands at its end; entities are asked for on their own. */
export function asksFrom(type: GraphQLObjectType, entities: ReadonlySet<string>, steps: readonly Step[] = []): Ask[] {
  const all = Object.values(type.getFields());
  const groups = new Map<Audience, Field[]>();
  for (const field of all) {
    const audience = fields[`${type.name}.${field.name}`];
    if (audience) groups.set(audience, [...(groups.get(audience) ?? []), field]);
  }
  const here = [...groups].map(([audience, some]) => ({ steps, type: type.name, audience, fields: some }));
  const through = new Set([type.name, ...steps.map((step) => step.type)]);
  const below = all.flatMap((field) => {
    const named = getNamedType(field.type);
    return isObjectType(named) && !through.has(named.name) && !entities.has(named.name) ? asksFrom(named, entities, [...steps, { type: type.name, field }]) : [];
  });
  return [...here, ...below];
}

/** The way down to what is asked for, as a selection. */
export const selectionOf = ({ steps, type, fields: some }: Ask, values: Values): string =>
  steps.reduceRight((inner, step) => `${call(step, values)} { ${inner} }`, some.map((field) => `${call({ type, field }, values)}${handleOf(field.type)}`).join(' '));

/** A field with the arguments it cannot do without. */
export function call(step: Step, values: Values, given: Readonly<Record<string, string>> = {}): string {
  const parts = step.field.args.flatMap((argument) => {
    const literal = given[argument.name] ?? (isRequiredArgument(argument) ? literalOf(coordinateOf(step), argument, values) : undefined);
    return literal === undefined ? [] : [`${argument.name}: ${literal}`];
  });
  return parts.length > 0 ? `${step.field.name}(${parts.join(', ')})` : step.field.name;
}

function literalOf(coordinate: string, argument: GraphQLArgument, values: Values): string {
  const known = args[`${coordinate}(${argument.name}:)`];
  if (!known) throw new Error(`${coordinate}(${argument.name}:) is not in the matrix.`);
  return JSON.stringify('names' in known ? values[known.names] : known.plain);
}

/** Enough of an object to see that it was given; what is in it is asked for on its own. */
export function handleOf(type: GraphQLOutputType): string {
  const named = getNamedType(type);
  if (isLeafType(named)) return '';
  return isObjectType(named) && named.getFields()['id'] ? ' { id }' : ' { __typename }';
}

/** The arguments that are given, on the way and at its end. */
export const givenIn = ({ steps, type, fields: some }: Ask): string[] => [...steps, ...some.map((field) => ({ type, field }))].flatMap((step) => step.field.args.filter(isRequiredArgument).map(({ name }) => `${coordinateOf(step)}(${name}:)`));

/** What stands at the end of the way in an answer, once for each time the way leads there. */
export function foundAt(data: unknown, { steps, fields: some }: Ask): unknown[] {
  const ends = steps.reduce<unknown[]>((here, { field }) => here.flatMap((value) => listed((value as Record<string, unknown>)[field.name])), listed(data));
  return ends.map((end) => some.map(({ name }) => (end as Record<string, unknown>)[name]));
}

const listed = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]).filter((one) => one !== null && one !== undefined);

/** Whether anything is there but nulls and empty lists. */
export const isSomething = (value: unknown): boolean => (Array.isArray(value) ? value.some(isSomething) : value !== null && value !== undefined);

/** Everything in the answer of a mutation or a hidden field, and the coordinates that are asked for by it. */
export function everythingIn(type: GraphQLOutputType, asked: Set<string>, printing: readonly string[] = []): string {
  const named = getNamedType(type);
  if (isUnionType(named)) return `{ __typename ${named.getTypes().map((one) => `... on ${one.name} ${everythingIn(one, asked, [...printing, named.name])}`).join(' ')} }`;
  if (!isObjectType(named)) return '';
  const parts = Object.values(named.getFields()).flatMap((field) => {
    const below = getNamedType(field.type);
    if (field.args.some(isRequiredArgument) || printing.includes(below.name) || below.name === named.name || (isObjectType(below) && ['Member', 'Tenant'].includes(below.name) && printing.length > 1)) return [];
    asked.add(`${named.name}.${field.name}`);
    const inner = isLeafType(below) ? '' : everythingIn(field.type, asked, [...printing, named.name]);
    return isLeafType(below) || inner ? [`${field.name} ${inner}`] : [];
  });
  return `{ __typename ${parts.join(' ')} }`;
}

/** The variables of a field, with all of its arguments and the fields of its inputs. */
export function variablesOf(step: Step, values: Values, naming: (coordinate: string) => string | undefined = () => undefined): Record<string, unknown> {
  const value = (coordinate: string, list: boolean): unknown => {
    const known = args[coordinate];
    if (!known) throw new Error(`${coordinate} is not in the matrix.`);
    const sent = naming(coordinate) ?? ('names' in known ? values[known.names] : known.plain);
    return list && sent !== undefined ? [sent] : sent;
  };
  return Object.fromEntries(
    step.field.args.map((argument) => {
      const input = getNullableType(argument.type);
      if (!isInputObjectType(input)) return [argument.name, value(`${coordinateOf(step)}(${argument.name}:)`, isListType(input))];
      return [argument.name, Object.fromEntries(Object.values(input.getFields()).map((field) => [field.name, value(`${input.name}.${field.name}`, isListType(getNullableType(field.type)))]))];
    }),
  );
}

/** The arguments and input fields of a field that name a thing. */
export function namingIn(step: Step): string[] {
  const all = step.field.args.flatMap((argument) => {
    const input = getNullableType(argument.type);
    return isInputObjectType(input) ? Object.keys(input.getFields()).map((field) => `${input.name}.${field}`) : [`${coordinateOf(step)}(${argument.name}:)`];
  });
  return all.filter((coordinate) => 'names' in (args[coordinate] ?? {}));
}

/** `mutation ($input: …) { name(input: $input) … }` */
export const documentOf = (operation: 'query' | 'mutation', { field }: Step, selection: string): string => {
  const declared = field.args.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
  const passed = field.args.map(({ name }) => `${name}: $${name}`).join(', ');
  return `${operation} ${declared ? `(${declared})` : ''} { ${field.name}${passed ? `(${passed})` : ''} ${selection} }`;
};
