import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import { Arg, Ctx, Directive, Query, Resolver } from 'type-graphql';
import { actorPolicy } from './actor.policy';
import { clientBehind, userBehind } from './find-actor';

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
    const actor = await context.rows.in(context.reach, (db) => (clientId ? clientBehind(db, clientId, scopes ?? []) : userBehind(db, email ? { email } : { subject: subject ?? '' })));
    return JSON.stringify(actor);
  }
}
