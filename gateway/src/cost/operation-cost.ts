import { badUserInput } from '@dezky/kit/failure/errors';
import { type FieldNode, type GraphQLCompositeType, type GraphQLField, type GraphQLInputType, type GraphQLObjectType, type OperationDefinitionNode, type SelectionSetNode, getArgumentValues, getNamedType, getNullableType, isAbstractType, isCompositeType, isInputObjectType, isListType } from 'graphql';
import type { GraphCosts, ListSize } from './graph-costs';
import { type Asked, selectedFields, selectionSetsOf } from './selected-fields';

/**
 * What the graph's description of itself costs. It is in memory and its lists are short, but there are many of them, within each other;
 * graphql-js bounds how deep.
 */
const introspection: Readonly<Record<string, number>> = { __schema: 1_000, __type: 100, __typename: 0 };

/** Counting ends here: what has more fields than this is beyond every ceiling. */
const enough = 50_000;

/** How many entries the lists of an object have, as the field that answers it says. */
interface Slice {
  readonly fields: readonly string[];
  readonly entries: number;
}

/**
 * The cost of one operation: the weights of everything it asks for (stated) or was answered (actual). A field weighs what @cost says, or
 * else what its type weighs: 1 for an object, 0 for a scalar. A list weighs that once for each entry it can have.
 */
export class OperationCost {
  private counted = 0;

  constructor(
    private readonly costs: GraphCosts,
    private readonly asked: Asked,
    private readonly operation: OperationDefinitionNode,
  ) {}

  /**
   * The most the operation can cost. Of an interface or a union the dearest member counts; what @skip and @include leave out does not.
   *
   * @throws BAD_USER_INPUT where a list needs one of its arguments to say how long it may be.
   */
  stated(): number {
    this.counted = 0;
    return this.dearest(this.root, [this.operation.selectionSet], null);
  }

  /**
   * What the answer shows that was done. What is null beside errors may be lost work, and counts as stated.
   *
   * @param data the answer's data as it was sent
   */
  actual(data: unknown, failed: boolean): number {
    this.counted = 0;
    return isObject(data) ? this.answered(this.root, [this.operation.selectionSet], data, failed, null) : failed ? this.stated() : 0;
  }

  private get root(): GraphQLObjectType {
    const type = this.asked.schema.getRootType(this.operation.operation);
    if (!type) throw badUserInput(`There is no ${this.operation.operation} in this graph.`);
    return type;
  }

  private membersOf(type: GraphQLCompositeType): readonly GraphQLObjectType[] {
    return isAbstractType(type) ? this.asked.schema.getPossibleTypes(type) : [type];
  }

  private dearest(type: GraphQLCompositeType, sets: readonly SelectionSetNode[], slice: Slice | null): number {
    return Math.max(0, ...this.membersOf(type).map((member) => [...selectedFields(this.asked, member, sets).values()].reduce((sum, nodes) => sum + this.fieldStated(member, nodes, slice), 0)));
  }

  private fieldStated(parent: GraphQLObjectType, nodes: readonly FieldNode[], slice: Slice | null): number {
    this.counted += 1;
    if (this.counted > enough) return Number.POSITIVE_INFINITY;
    const field = this.fieldOf(parent, nodes);
    if (typeof field === 'number') return field;
    const { each, given, inner, entries, type } = this.priceOf(parent, field, nodes, slice);
    const within = isCompositeType(type) ? this.dearest(type, selectionSetsOf(nodes), inner) : 0;
    // A list of which nothing says how long it is costs without end, unless its entries cost nothing.
    return given + (each + within === 0 ? 0 : entries * (each + within));
  }

  private answered(type: GraphQLCompositeType, sets: readonly SelectionSetNode[], value: Readonly<Record<string, unknown>>, failed: boolean, slice: Slice | null): number {
    const costs = this.membersOf(type).flatMap((member) => {
      const fields = selectedFields(this.asked, member, sets);
      // The answer need not say which member it is; its keys do, as far as it matters for the cost.
      const isIt = fields.size === Object.keys(value).length && [...fields.keys()].every((key) => key in value);
      return isIt ? [[...fields].reduce((sum, [key, nodes]) => sum + this.fieldActual(member, nodes, value[key], failed, slice), 0)] : [];
    });
    return Math.max(0, ...costs);
  }

  private fieldActual(parent: GraphQLObjectType, nodes: readonly FieldNode[], value: unknown, failed: boolean, slice: Slice | null): number {
    const field = this.fieldOf(parent, nodes);
    if (typeof field === 'number') return field;
    if (value === null && failed) return this.fieldStated(parent, nodes, slice);
    const { each, given, inner, type } = this.priceOf(parent, field, nodes, slice);
    const entries = isListType(getNullableType(field.type)) ? (Array.isArray(value) ? (value as unknown[]) : []) : [value];
    return entries.reduce<number>((sum, entry) => sum + each + (isCompositeType(type) && isObject(entry) ? this.answered(type, selectionSetsOf(nodes), entry, failed, inner) : 0), given);
  }

  /** The field, or its fixed price where it is the graph's description of itself. */
  private fieldOf(parent: GraphQLObjectType, [node]: readonly FieldNode[]): GraphQLField<unknown, unknown> | number {
    const name = node?.name.value ?? '';
    if (name in introspection) return introspection[name] ?? 0;
    return parent.getFields()[name] ?? 0;
  }

  private priceOf(parent: GraphQLObjectType, field: GraphQLField<unknown, unknown>, [node]: readonly FieldNode[], slice: Slice | null) {
    const type = getNamedType(field.type);
    const numbers = this.costs.fields.get(`${parent.name}.${field.name}`);
    const values = node ? getArgumentValues(field, node, this.asked.variables) : {};
    const given = field.args.reduce((sum, { name, type: wanted }) => sum + (name in values ? (numbers?.arguments.get(name) ?? 0) + this.inputCost(wanted, values[name]) : 0), 0);
    const each = numbers?.weight ?? this.costs.types.get(type.name) ?? (isCompositeType(type) ? 1 : 0);
    const said = numbers?.size ? entriesOf(numbers.size, values, `${parent.name}.${field.name}`) : null;
    const inner = numbers?.size && numbers.size.sized.length > 0 && said !== null ? { fields: numbers.size.sized, entries: said } : null;
    const own = slice?.fields.includes(field.name) ? slice.entries : inner ? null : said;
    return { type, each, given, inner, entries: isListType(getNullableType(field.type)) ? (own ?? Number.POSITIVE_INFINITY) : 1 };
  }

  /** An input object weighs what its type or its fields say, 1 by itself. */
  private inputCost(type: GraphQLInputType, value: unknown): number {
    const named = getNamedType(type);
    if (Array.isArray(value)) return (value as unknown[]).reduce<number>((sum, entry) => sum + this.inputCost(named, entry), 0);
    if (!isInputObjectType(named)) return this.costs.types.get(named.name) ?? 0;
    if (!isObject(value)) return 0;
    const fields = Object.values(named.getFields()).filter(({ name }) => name in value);
    return fields.reduce((sum, field) => sum + (this.costs.fields.get(`${named.name}.${field.name}`)?.weight ?? 0) + this.inputCost(field.type, value[field.name]), this.costs.types.get(named.name) ?? 1);
  }
}

/** @returns null when the arguments do not say, which is for assumed sizes to answer. */
function entriesOf({ assumed, slicing, requireOne }: ListSize, values: Readonly<Record<string, unknown>>, name: string): number | null {
  const given = slicing.map((argument) => values[argument]).filter((value) => typeof value === 'number');
  if (slicing.length > 0 && requireOne && given.length !== 1) throw badUserInput(`Say how much of ${name} you want, by one of: ${slicing.join(', ')}.`);
  return given.length > 0 ? Math.max(0, ...given) : assumed;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
