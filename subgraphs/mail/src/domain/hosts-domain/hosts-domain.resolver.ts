import { Authorize } from '@dezky/kit/context/authorize';
import { Reach } from '@dezky/kit/context/reach';
import { RequestContext } from '@dezky/kit/context/request-context';
import { Hostname } from '@dezky/kit/federation/scalars';
import { Arg, Ctx, Directive, Query, Resolver } from 'type-graphql';
import { DomainEntity } from '../domain.entity';
import { domainPolicy } from '../domain.policy';

@Resolver()
export class HostsDomainResolver {
  @Directive('@inaccessible')
  @Query(() => Boolean, { description: 'For identity: whether any tenant has this domain here, so that nobody takes a sign-in name in it from outside.' })
  @Authorize(domainPolicy.hosts)
  hostsDomain(@Arg('name', () => Hostname) name: string, @Ctx() context: RequestContext): Promise<boolean> {
    // Over all tenants, and nothing but yes or no comes out of it.
    return context.rows.in(Reach.everything, (db) => db.existsBy(DomainEntity, { name: name.toLowerCase() }));
  }
}
