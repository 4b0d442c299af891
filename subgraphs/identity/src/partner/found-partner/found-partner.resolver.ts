import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import { newId } from '@dezky/kit/database/id';
import { Arg, Ctx, Directive, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import { partnerPolicy } from '../partner.policy';

@InputType()
export class FoundPartnerInput {
  @Field(() => String)
  name: string;

  @Field(() => String, { description: 'The client at the identity provider that the partner’s programs sign in as.' })
  clientId: string;

  @Field(() => [ID], { description: 'The tenants the partner looks after.' })
  tenantIds: string[];
}

@Resolver()
export class FoundPartnerResolver {
  @Directive('@inaccessible')
  @Mutation(() => ID, { description: 'For the stack: a partner with its client and tenants. Repeating it changes nothing.' })
  @Authorize(partnerPolicy.found)
  foundPartner(@Arg('input', () => FoundPartnerInput) input: FoundPartnerInput, @Ctx() context: RequestContext): Promise<string> {
    return context.rows.in(context.reach, async (db) => {
      await db.query('insert into partners (id, name) values ($1, $2) on conflict (name) do nothing', [newId(), input.name]);
      const [{ id }] = (await db.query('select id from partners where name = $1', [input.name])) as [{ id: string }];
      await db.query('insert into partner_clients (client_id, partner_id, name) values ($1, $2, $3) on conflict (client_id) do nothing', [input.clientId, id, input.name]);
      for (const tenantId of input.tenantIds) await db.query('insert into partner_tenants (partner_id, tenant_id) values ($1, $2) on conflict do nothing', [id, tenantId]);
      return id;
    });
  }
}
