import { Authorize } from '@dezky/kit/context/authorize';
import { type Batch, RequestContext } from '@dezky/kit/context/request-context';
import { notFound } from '@dezky/kit/failure/errors';
import type { ConnectionOf } from '@dezky/kit/federation/connection';
import { AsksBackEnd } from '@dezky/kit/federation/cost';
import { Arg, Ctx, FieldResolver, ID, Int, Resolver, Root } from 'type-graphql';
import { In } from 'typeorm';
import type { AuthentikClient } from '../authentik/authentik-client';
import { tenantPolicy } from '../tenant/tenant.policy';
import { tenantById } from '../tenant/tenant.resolver';
import { Tenant } from '../tenant/tenant.type';
import { UserEntity } from '../user/user.entity';
import { User } from '../user/user.type';
import { memberPolicy } from './member.policy';
import { countMembers, memberPage, membersById } from './member.repository';
import { roleLockOf } from './role-lock';
import { Member, MemberConnection, MemberFilter, MemberOrder, RoleLock, SignIn } from './member.type';

/** A member by their id, or null when they are out of reach. */
export const memberById: Batch<string, Member | null> = {
  name: 'memberById',
  load: async (context, ids) => {
    const rows = await context.rows.in(context.reach, (db) => membersById(db, ids));
    return ids.map((id) => (rows.find((row) => row.id === id && context.reach.sees(row.tenantId, row.id)) as Member | undefined) ?? null);
  },
};

const userById: Batch<string, UserEntity | null> = {
  name: 'userById',
  load: async (context, ids) => {
    const rows = await context.rows.in(context.reach, (db) => db.findBy(UserEntity, { id: In([...ids]) }));
    return ids.map((id) => rows.find((row) => row.id === id) ?? null);
  },
};

@Resolver(() => Tenant)
export class TenantMembersResolver {
  @FieldResolver(() => MemberConnection)
  @Authorize(memberPolicy.list)
  async members(
    @Root() tenant: Tenant,
    @Arg('first', () => Int, { defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Arg('search', () => String, { nullable: true, description: 'Part of a name or an address.' }) search: string | null,
    @Arg('filter', () => MemberFilter, { nullable: true }) filter: MemberFilter | null,
    @Arg('orderBy', () => MemberOrder, { defaultValue: 'DISPLAY_NAME_ASC' }) orderBy: MemberOrder,
    @Ctx() context: RequestContext,
  ): Promise<ConnectionOf<Member>> {
    if (!context.reach.sees(tenant.id)) throw notFound('tenant');
    const wanted = { tenantId: tenant.id, search, filter };
    const page = await context.rows.in(context.reach, (db) => memberPage(db, { first, after, ...wanted }, orderBy));
    return { ...(page as unknown as ConnectionOf<Member>), totalCount: () => context.rows.in(context.reach, (db) => countMembers(db, wanted)) };
  }

  @FieldResolver(() => Member, { nullable: true })
  @Authorize(memberPolicy.read)
  async member(@Root() tenant: Tenant, @Arg('id', () => ID) id: string, @Ctx() context: RequestContext): Promise<Member | null> {
    const member = await context.load(memberById, id);
    return member?.tenantId === tenant.id ? member : null;
  }
}

@Resolver(() => Member)
export class MemberResolver {
  constructor(private readonly authentik: AuthentikClient) {}

  @FieldResolver(() => User)
  @Authorize(memberPolicy.read)
  async user(@Root() member: Member, @Ctx() context: RequestContext): Promise<User> {
    const user = await context.load(userById, member.userId);
    if (!user) throw notFound('user');
    return user;
  }

  @FieldResolver(() => Tenant)
  @Authorize(tenantPolicy.read)
  async tenant(@Root() member: Member, @Ctx() context: RequestContext): Promise<Tenant> {
    const tenant = await context.load(tenantById, member.tenantId);
    if (!tenant) throw notFound('tenant');
    return tenant;
  }

  @FieldResolver(() => RoleLock, { nullable: true, description: 'Why the role cannot be changed here; null when it can.' })
  @Authorize(memberPolicy.read)
  roleLock(@Root() member: Member, @Ctx() context: RequestContext): RoleLock | null {
    return roleLockOf(context.actor, member);
  }

  @AsksBackEnd()
  @FieldResolver(() => SignIn, { nullable: true, description: 'Null until the sign-in was created.' })
  @Authorize(memberPolicy.read)
  async signIn(@Root() member: Member, @Ctx() context: RequestContext): Promise<SignIn | null> {
    const user = await context.load(userById, member.userId);
    if (!user?.authentikPk) return null;
    const pk = user.authentikPk;
    const account = await this.authentik.getAccount(pk);
    if (!account) return { email: user.email, state: 'REMOVED', lastSignInAt: null, authenticators: 0, sessions: 0 };
    const [authenticators, sessions] = await Promise.all([this.authentik.countAuthenticators(pk), this.authentik.countSessions(account)]);
    return { email: user.email, state: account.active ? 'ACTIVE' : 'FROZEN', lastSignInAt: account.lastSignInAt, authenticators, sessions };
  }
}
