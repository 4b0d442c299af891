import { Authorize } from '@dezky/kit/context/authorize';
import { Reach } from '@dezky/kit/context/reach';
import { RequestContext } from '@dezky/kit/context/request-context';
import { forbidden } from '@dezky/kit/failure/errors';
import { Ctx, Query, Resolver } from 'type-graphql';
import { membersById } from '../member/member.repository';
import type { Member } from '../member/member.type';
import { viewerPolicy } from './viewer.policy';
import { Viewer } from './viewer.type';

@Resolver()
export class ViewerResolver {
  @Query(() => Viewer, { description: 'Who is signed in, and where they belong.' })
  @Authorize(viewerPolicy.read)
  async viewer(@Ctx() context: RequestContext): Promise<Viewer> {
    const { actor } = context;
    if (actor.kind !== 'USER') throw forbidden();
    const own = actor.passwordChangeRequired ? [] : actor.memberships;
    const reach = Reach.of(new Map(own.map(({ tenantId, memberId }) => [tenantId, memberId])));
    const memberships = own.length === 0 ? [] : await context.rows.in(reach, (db) => membersById(db, own.map(({ memberId }) => memberId)));
    return {
      user: { id: actor.userId, email: actor.email, displayName: actor.name },
      memberships: memberships as unknown as Member[],
      partner: actor.partner ? { id: actor.partner.id, name: actor.partner.name } : null,
      isOperator: actor.operator,
      passwordChangeRequired: actor.passwordChangeRequired,
    };
  }
}
