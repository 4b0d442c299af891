import 'reflect-metadata';
import { type ExecutionResult, execute, parse } from 'graphql';
import { Arg, Ctx, Directive, FieldResolver, Field, ID, Int, Mutation, ObjectType, Query, Resolver, Root, createUnionType } from 'type-graphql';
import { Authorize } from '../context/authorize';
import { policy } from '../context/policy';
import { type Actor, publicActor } from '../context/actor';
import { type Batch, RequestContext } from '../context/request-context';
import type { Rows } from '../database/rows';
import { createLogger } from '../log/logger';
import { buildSubgraph } from './build-subgraph';
import { connectionOf } from './connection';
import { AtMost } from './cost';

const rules = policy('thing', { read: { admin: true }, own: { self: true } });

@ObjectType({ simpleResolvers: true })
class Thing {
  @Field(() => ID)
  id: string;
}

/** Which keys were loaded together, under which reach. */
const loaded: { tenants: string; keys: readonly string[] }[] = [];
const echo: Batch<string, string> = {
  name: 'echo',
  load: (context, keys) => {
    loaded.push({ tenants: context.reach.sees('acme') ? 'all' : 'own', keys });
    return Promise.resolve(keys);
  },
};

@Resolver(() => Thing)
class ThingResolver {
  @AtMost(4)
  @Query(() => [Thing])
  @Authorize(rules.own)
  things(@Arg('ids', () => [ID]) ids: string[]): Thing[] {
    return ids.map((id) => Object.assign(new Thing(), { id }));
  }

  @FieldResolver(() => String)
  @Authorize(rules.read)
  wide(@Root() thing: Thing, @Ctx() context: RequestContext): Promise<string> {
    return context.load(echo, thing.id);
  }

  @FieldResolver(() => String)
  @Authorize(rules.own)
  narrow(@Root() thing: Thing, @Ctx() context: RequestContext): Promise<string> {
    return context.load(echo, thing.id);
  }

  @FieldResolver(() => String)
  @Authorize(rules.own)
  reach(@Ctx() context: RequestContext): string {
    return `${context.reach.setting} ${context.reach.sees('acme') ? 'all' : 'own'}`;
  }
}

@Resolver()
class BareResolver {
  @Query(() => String)
  forgotten(): string {
    return 'open to all';
  }
}

const ThingConnection = connectionOf('Thing', () => Thing);

@Resolver()
class PricedResolver {
  @Query(() => ThingConnection)
  @Authorize(rules.own)
  pages(@Arg('first', () => Int, { defaultValue: 20 }) first: number): object {
    return { edges: [], first };
  }

  @Directive('@inaccessible')
  @Mutation(() => Boolean)
  @Authorize(rules.own)
  makeThing(): boolean {
    return true;
  }
}

@Resolver()
class EndlessResolver {
  @Query(() => [Thing], { nullable: true })
  @Authorize(rules.own)
  everything(): Thing[] {
    return [];
  }
}

const ChangeResult = createUnionType({ name: 'ChangeResult', types: () => [Thing] as const, resolveType: () => 'Thing' });

@Resolver()
class UntoldResolver {
  @Mutation(() => ChangeResult)
  @Authorize(rules.own)
  change(): typeof ChangeResult {
    return new Thing();
  }
}

const person = (role: 'ADMIN' | 'MEMBER'): Actor => ({ kind: 'USER', userId: 'u', email: 'u@x.test', name: 'U', memberships: [{ tenantId: 'acme', memberId: 'm', role }], operator: false, passwordChangeRequired: false });

describe('a subgraph', () => {
  const ask = async (actor: Actor, query: string): Promise<ExecutionResult> => {
    const { schema } = await buildSubgraph({ resolvers: [new ThingResolver()] });
    const contextValue = RequestContext.of({ actor, actorToken: '', origin: { requestId: 'r', ipAddress: null }, rows: {} as Rows, log: createLogger({ name: 'spec', level: 'silent' }) });
    return execute({ schema, document: parse(query), contextValue });
  };
  beforeEach(() => void loaded.splice(0));

  it('is not built while a resolver names no rule', async () => {
    await expect(buildSubgraph({ resolvers: [new ThingResolver(), new BareResolver()] })).rejects.toThrow('These fields name no rule; add @Authorize: Query.forgotten');
  });

  it('is not built while a mutation of people’s would be refused without anybody being told', async () => {
    const untold = 'Nobody would be told when these mutations are refused; add @Audited and a trail: change';
    await expect(buildSubgraph({ resolvers: [new ThingResolver(), new UntoldResolver()] })).rejects.toThrow(untold);
    const trail = { about: async () => null, write: async () => undefined };
    await expect(buildSubgraph({ resolvers: [new ThingResolver(), new UntoldResolver()], trail })).rejects.toThrow(untold);
  });

  it('is not built while a list names no size', async () => {
    await expect(buildSubgraph({ resolvers: [new ThingResolver(), new EndlessResolver()] })).rejects.toThrow('These lists name no size; add @AtMost(entries), or make them connections: Query.everything');
  });

  it('says what its connections, counts and mutations weigh', async () => {
    const { sdl } = await buildSubgraph({ resolvers: [new ThingResolver(), new PricedResolver()] });
    expect(sdl).toContain('pages(first: Int! = 20): ThingConnection! @listSize(slicingArguments: ["first"], sizedFields: ["edges"])');
    expect(sdl).toContain('totalCount: Int! @cost(weight: 5)');
    expect(sdl).toContain('makeThing: Boolean! @inaccessible @cost(weight: 100)');
  });

  it('refuses to answer a list that is longer than it says', async () => {
    expect((await ask(person('MEMBER'), '{ things(ids: ["1", "2", "3", "4"]) { id } }')).errors).toBeUndefined();
    const refused = await ask(person('MEMBER'), '{ things(ids: ["1", "2", "3", "4", "5"]) { id } }');
    expect(refused.errors?.map(({ message, extensions }) => [message, extensions['code']])).toEqual([['Query.things has 5 entries; an answer holds 4 at most.', 'QUERY_TOO_COSTLY']]);
  });

  it('asks the rule of each field before its resolver', async () => {
    const { data, errors } = await ask(person('MEMBER'), '{ things(ids: ["1"]) { id narrow } }');
    expect([errors, data]).toEqual([undefined, { things: [{ id: '1', narrow: '1' }] }]);
    const refused = await ask(person('MEMBER'), '{ things(ids: ["1"]) { id wide } }');
    expect(refused.errors?.map(({ path, extensions }) => [path, extensions['code']])).toEqual([[['things', 0, 'wide'], 'FORBIDDEN']]);
    expect((await ask(publicActor, '{ things(ids: ["1"]) { id } }')).errors?.[0]?.extensions['code']).toBe('UNAUTHENTICATED');
  });

  it('narrows each resolver to the reach of its own rule', async () => {
    expect((await ask(person('ADMIN'), '{ things(ids: ["1"]) { reach } }')).data).toEqual({ things: [{ reach: 'acme own' }] });
  });

  it('loads siblings together, and never what runs under another rule', async () => {
    await ask(person('ADMIN'), '{ things(ids: ["1", "2", "3", "1"]) { wide narrow } }');
    expect(loaded).toHaveLength(2);
    expect(loaded).toEqual(expect.arrayContaining([{ tenants: 'all', keys: ['1', '2', '3'] }, { tenants: 'own', keys: ['1', '2', '3'] }]));
  });

  it('remembers nothing from one request to the next', async () => {
    for (let time = 0; time < 2; time += 1) await ask(person('ADMIN'), '{ things(ids: ["1"]) { narrow } }');
    expect(loaded).toHaveLength(2);
  });
});
