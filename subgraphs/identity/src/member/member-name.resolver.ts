import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import { Arg, Ctx, Directive, ID, Query, Resolver } from 'type-graphql';
import { MemberEntity } from './member.entity';
import { memberPolicy } from './member.policy';

@Resolver()
export class MemberNameResolver {
  @Directive('@inaccessible')
  @Query(() => String, { nullable: true, description: 'For booking: the name visitors see of a host; null when the member is not active.' })
  @Authorize(memberPolicy.name)
  async memberName(@Arg('memberId', () => ID) memberId: string, @Ctx() context: RequestContext): Promise<string | null> {
    const member = await context.rows.in(context.reach, (db) => db.findOneBy(MemberEntity, { id: memberId, status: 'ACTIVE' }));
    return member?.displayName ?? null;
  }
}
