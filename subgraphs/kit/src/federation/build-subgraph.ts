import { buildSubgraphSchema } from '@apollo/subgraph';
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { type GraphQLField, type GraphQLFieldResolver, type GraphQLSchema, defaultFieldResolver, isObjectType, lexicographicSortSchema, parse, print } from 'graphql';
import { buildSchema, createResolversMap } from 'type-graphql';
import { type AuditTrail, audited } from '../audit/audit-trail';
import type { Rule } from '../context/policy';
import type { RequestContext } from '../context/request-context';
import { tooCostly } from '../failure/errors';
import { boundsOf, priced } from './cost';
import { hideClosure } from './hide-closure';
import { DateTime } from './scalars';

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@key", "@shareable", "@inaccessible", "@external", "@requires", "@provides", "@cost", "@listSize"])\n\n`;

export type ReferenceResolver = (reference: { readonly id: string }, context: RequestContext) => unknown;

export interface SubgraphParts {
  /** Instances, made by the composition root. */
  readonly resolvers: readonly object[];
  /** Entities that no query of this subgraph reaches; left out here they would be missing from its schema without a word. */
  readonly entities?: readonly Function[];
  /** How a reference to an entity becomes its object; without an entry the reference itself is the object. */
  readonly references?: Readonly<Record<string, ReferenceResolver>>;
  /** Where refused and failed mutations are told of; needed where people mutate anything. */
  readonly trail?: AuditTrail;
}

export interface BuiltSubgraph {
  readonly sdl: string;
  readonly schema: GraphQLSchema;
}

/**
 * A subgraph's schema from its resolver classes.
 *
 * @throws when a resolver names no rule, a list no size or a mutation no action: nothing is reachable, without end or untold by having been forgotten.
 */
export async function buildSubgraph(parts: SubgraphParts): Promise<BuiltSubgraph> {
  const instances = new Map<Function, object>(parts.resolvers.map((resolver) => [resolver.constructor, resolver]));
  const built = await buildSchema({
    resolvers: [...instances.keys()],
    orphanedTypes: [...(parts.entities ?? [])] as Function[],
    validate: false,
    skipCheck: true,
    autoRegisterImplementations: false,
    container: { get: (target: Function) => instances.get(target) },
    scalarsMap: [{ type: Date, scalar: DateTime }],
  } as never);
  const bare: string[] = [];
  const untold: string[] = [];
  for (const type of Object.values(built.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      const { rule, action } = field.extensions as { rule?: Rule; action?: string };
      if (rule) field.resolve = underRule(rule, field.resolve ?? defaultFieldResolver);
      else if (field.resolve && field.resolve !== defaultFieldResolver) bare.push(`${type.name}.${field.name}`);
      if (field.resolve && action && parts.trail) field.resolve = audited(field.name, action, parts.trail, field.resolve);
      else if (rule?.forPeople && type.name === 'Mutation' && !isHidden(field)) untold.push(field.name);
    }
  }
  if (bare.length > 0) throw new Error(`These fields name no rule; add @Authorize: ${bare.join(', ')}`);

  if (untold.length > 0) throw new Error(`Nobody would be told when these mutations are refused; add @Audited and a trail: ${untold.join(', ')}`);

  const printed = printSchemaWithDirectives(lexicographicSortSchema(built), { pathToDirectivesInExtensions: ['none'] });
  const document = priced(hideClosure(parse(link + printed.replace(/^schema \{[^}]*\}\n*/m, ''))));
  for (const [name, entries] of boundsOf(document)) boundList(built, name, entries);
  const resolvers = createResolversMap(built) as Record<string, Record<string, unknown>>;
  for (const [name, resolve] of Object.entries(parts.references ?? {})) resolvers[name] = { ...resolvers[name], __resolveReference: resolve };
  return { sdl: `${print(document)}\n`, schema: buildSubgraphSchema({ typeDefs: document, resolvers: resolvers as never }) };
}

/** What peers alone see of the graph, whoever they ask for. */
const isHidden = ({ astNode }: GraphQLField<unknown, unknown>): boolean => astNode?.directives?.some(({ name }) => name.value === 'inaccessible') ?? false;

function underRule(rule: Rule, resolve: GraphQLFieldResolver<unknown, RequestContext>): GraphQLFieldResolver<unknown, RequestContext> {
  return (source, args, context, info) => resolve(source, args, context.under(rule), info);
}

function boundList(schema: GraphQLSchema, name: string, entries: number): void {
  const [typeName = '', fieldName = ''] = name.split('.');
  const type = schema.getType(typeName);
  const field = isObjectType(type) ? type.getFields()[fieldName] : undefined;
  if (!field) return;
  const resolve = field.resolve ?? defaultFieldResolver;
  field.resolve = async (source, args, context, info) => {
    const list: unknown = await resolve(source, args, context, info);
    if (Array.isArray(list) && list.length > entries) throw tooCostly(`${name} has ${list.length} entries; an answer holds ${entries} at most.`);
    return list;
  };
}
