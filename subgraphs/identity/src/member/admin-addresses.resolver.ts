import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import { notFound } from '@dezky/kit/failure/errors';
import { Arg, Ctx, Directive, ID, Query, Resolver } from 'type-graphql';
import { In } from 'typeorm';
import { MemberEntity } from './member.entity';
import { memberPolicy } from './member.policy';

/** A message goes to so many admins of a tenant. */
const mostAdmins = 20;

@Resolver()
export class AdminAddressesResolver {
  @Directive('@inaccessible')
  @Query(() => [String], { description: 'For mail: where the active admins and owners of a tenant are told what happened; the addresses they sign in with, and outside ones where they gave one.' })
  @Authorize(memberPolicy.adminAddresses)
  async adminAddresses(@Arg('tenantId', () => ID) tenantId: string, @Ctx() context: RequestContext): Promise<string[]> {
    if (!context.reach.sees(tenantId)) throw notFound('tenant');
    const admins = await context.rows.in(context.reach, (db) => db.find(MemberEntity, { where: { tenantId, status: 'ACTIVE', role: In(['OWNER', 'ADMIN']) }, relations: { user: true }, order: { createdAt: 'ASC' }, take: mostAdmins }));
    return [...new Set(admins.flatMap(({ user, alternativeEmail }) => [user.email, ...(alternativeEmail === null ? [] : [alternativeEmail])]))];
  }
}
