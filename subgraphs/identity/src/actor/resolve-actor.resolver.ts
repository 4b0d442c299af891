import type { Actor, Membership } from '@dezky/kit/context/actor';
import { publicActor } from '@dezky/kit/context/actor';
import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import type { Db } from '@dezky/kit/database/rows';
import { Arg, Ctx, Directive, Query, Resolver } from 'type-graphql';
import { MemberEntity } from '../member/member.entity';
import { UserEntity } from '../user/user.entity';
import { actorPolicy } from './actor.policy';

@Resolver()
export class ResolveActorResolver {
  @Directive('@inaccessible')
  @Query(() => String, { description: 'For the gateway: the actor behind a verified credential, as JSON; by e-mail for the stack. A stranger is the public.' })
  @Authorize(actorPolicy.resolve)
  async actor(
    @Arg('subject', () => String, { nullable: true }) subject: string | null,
    @Arg('clientId', () => String, { nullable: true }) clientId: string | null,
    @Arg('email', () => String, { nullable: true }) email: string | null,
    @Arg('scopes', () => [String], { nullable: true }) scopes: string[] | null,
    @Ctx() context: RequestContext,
  ): Promise<string> {
    const actor = await context.rows.in(context.reach, (db) => (clientId ? apiClient(db, clientId, scopes ?? []) : userBehind(db, email ? { email } : { subject: subject ?? '' })));
    return JSON.stringify(actor);
  }
}

async function userBehind(db: Db, where: { subject: string } | { email: string }): Promise<Actor> {
  const user = await db.findOneBy(UserEntity, where);
  if (!user) return publicActor;
  const members = await db.findBy(MemberEntity, { userId: user.id });
  const memberships: Membership[] = members.filter(({ blockedAt, status }) => !blockedAt && status === 'ACTIVE').map(({ id, tenantId, role }) => ({ memberId: id, tenantId, role }));
  const [partner]: { id: string; name: string; tenants: string[] }[] = await db.query(
    `select p.id, p.name, coalesce(array_agg(t.tenant_id) filter (where t.tenant_id is not null), '{}') as tenants
       from partner_staff s join partners p on p.id = s.partner_id left join partner_tenants t on t.partner_id = p.id where s.user_id = $1 group by p.id`,
    [user.id],
  );
  const operators: unknown[] = await db.query('select 1 from platform_operators where user_id = $1', [user.id]);
  // Whoever lost every place here is a stranger, whatever their session at the identity provider says.
  if (memberships.length === 0 && !partner && operators.length === 0) return publicActor;
  return {
    kind: 'USER',
    userId: user.id,
    email: user.email,
    name: user.displayName,
    memberships,
    ...(partner ? { partner: { id: partner.id, name: partner.name, tenantIds: partner.tenants } } : {}),
    operator: operators.length > 0,
    passwordChangeRequired: user.passwordChangeRequired,
    ...(user.sessionsEndedAt ? { sessionsEndedAt: user.sessionsEndedAt.toISOString() } : {}),
  };
}

async function apiClient(db: Db, clientId: string, scopes: readonly string[]): Promise<Actor> {
  const [client]: { name: string; tenants: string[] }[] = await db.query(
    `select c.name, coalesce(array_agg(t.tenant_id) filter (where t.tenant_id is not null), '{}') as tenants
       from partner_clients c left join partner_tenants t on t.partner_id = c.partner_id where c.client_id = $1 group by c.client_id, c.name`,
    [clientId],
  );
  return client ? { kind: 'API_CLIENT', clientId, name: client.name, scopes, tenantIds: client.tenants } : publicActor;
}
