import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import { newId } from '@dezky/kit/database/id';
import { Arg, Ctx, Directive, Field, ID, InputType, Int, Mutation, Resolver } from 'type-graphql';
import { TenantEntity } from '../tenant.entity';
import { tenantPolicy } from '../tenant.policy';

@InputType()
export class FoundTenantInput {
  @Field(() => String)
  slug: string;

  @Field(() => String)
  name: string;

  @Field(() => Int, { nullable: true })
  seatLimit?: number | null;
}

@Resolver()
export class FoundTenantResolver {
  @Directive('@inaccessible')
  @Mutation(() => ID, { description: 'For the stack: a new tenant, or the one that has this slug.' })
  @Authorize(tenantPolicy.found)
  foundTenant(@Arg('input', () => FoundTenantInput) input: FoundTenantInput, @Ctx() context: RequestContext): Promise<string> {
    return context.rows.in(context.reach, async (db) => {
      const row = { id: newId(), slug: input.slug, name: input.name, seatLimit: input.seatLimit ?? null, seatsVersion: '0', createdAt: new Date() };
      await db.createQueryBuilder().insert().into(TenantEntity).values(row).orIgnore().returning([]).execute();
      return (await db.findOneByOrFail(TenantEntity, { slug: input.slug })).id;
    });
  }
}
