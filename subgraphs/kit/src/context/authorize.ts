import { Extensions } from 'type-graphql';
import type { Rule } from './policy';

/**
 * Names the rule a resolver works under. `buildSubgraph` refuses a resolver without one,
 * runs the rule before the resolver, and narrows the context to what the rule lets the actor reach.
 */
export const Authorize = (rule: Rule): MethodDecorator & PropertyDecorator => Extensions({ rule }) as MethodDecorator & PropertyDecorator;
