import { type Actor, type Membership, publicActor } from '@dezky/kit/context/actor';
import type { Db } from '@dezky/kit/database/rows';
import { MemberEntity } from '../member/member.entity';
import { UserEntity } from '../user/user.entity';

/** The person behind what names them, with the rights they have now; the public when they have none. */
export async function userBehind(db: Db, where: { subject: string } | { email: string } | { id: string }): Promise<Actor> {
  const user = await db.findOneBy(UserEntity, where);
  if (!user) return publicActor;
  // The oldest place first: that is where a mailbox is, if there is one, since a shared sign-in gets none.
  const members = await db.find(MemberEntity, { where: { userId: user.id }, order: { createdAt: 'ASC', id: 'ASC' } });
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

/** The program of a partner behind a client id. */
export async function clientBehind(db: Db, clientId: string, scopes: readonly string[]): Promise<Actor> {
  const [client]: { name: string; tenants: string[] }[] = await db.query(
    `select c.name, coalesce(array_agg(t.tenant_id) filter (where t.tenant_id is not null), '{}') as tenants
       from partner_clients c left join partner_tenants t on t.partner_id = c.partner_id where c.client_id = $1 group by c.client_id, c.name`,
    [clientId],
  );
  return client ? { kind: 'API_CLIENT', clientId, name: client.name, scopes, tenantIds: client.tenants } : publicActor;
}

/** What somebody who asked for something a while ago may do by now. A password that is to be chosen anew takes no right away. */
export async function actorNow(db: Db, actor: Actor): Promise<Actor> {
  if (actor.kind === 'API_CLIENT') return clientBehind(db, actor.clientId, actor.scopes);
  if (actor.kind !== 'USER') return actor;
  const now = await userBehind(db, { id: actor.userId });
  return now.kind === 'USER' ? { ...now, passwordChangeRequired: false } : now;
}
