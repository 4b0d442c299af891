import { domainToASCII } from 'node:url';
import { Authorize } from '@dezky/kit/context/authorize';
import { Reach } from '@dezky/kit/context/reach';
import { RequestContext } from '@dezky/kit/context/request-context';
import { Hostname } from '@dezky/kit/federation/scalars';
import { Arg, Ctx, Directive, Query, Resolver } from 'type-graphql';
import { domainPolicy } from '../domain.policy';

@Resolver()
export class HostsDomainResolver {
  @Directive('@inaccessible')
  @Query(() => Boolean, { description: 'For identity: whether this domain is here, so that nobody takes a sign-in name in it from outside: shown to be a tenant’s, or added by the one that asks.' })
  @Authorize(domainPolicy.hosts)
  async hostsDomain(@Arg('name', () => Hostname) name: string, @Ctx() context: RequestContext): Promise<boolean> {
    const asking = context.actor.kind === 'PEER' ? context.actor.tenantId : null;
    // Over all tenants, and nothing but yes or no comes out of it. Anybody can add anything: what was never verified, as a domain with addresses was, binds nobody else.
    const found = await context.rows.in(Reach.everything, (db) =>
      db.query<unknown[]>(
        `select 1 from domains d where d.name = $1 and (d.status = 'VERIFIED' or d.tenant_id = $2 or exists (select 1 from addresses a where a.domain_id = d.id))`,
        [domainToASCII(name) || name.toLowerCase(), asking],
      ),
    );
    return found.length > 0;
  }
}
