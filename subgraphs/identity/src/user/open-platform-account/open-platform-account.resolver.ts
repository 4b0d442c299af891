import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import { newId } from '@dezky/kit/database/id';
import { Arg, Ctx, Directive, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import type { AuthentikClient } from '../../authentik/authentik-client';
import { UserEntity } from '../user.entity';
import { userPolicy } from '../user.policy';

@InputType()
export class OpenPlatformAccountInput {
  @Field(() => String)
  email: string;

  @Field(() => String)
  displayName: string;

  @Field(() => String)
  password: string;

  @Field(() => ID, { nullable: true, description: 'Staff of this partner; without it an operator of the platform.' })
  partnerId?: string | null;
}

@Resolver()
export class OpenPlatformAccountResolver {
  constructor(private readonly authentik: AuthentikClient) {}

  @Directive('@inaccessible')
  @Mutation(() => ID, { description: 'For the stack: an operator, or a person on the staff of a partner. Repeating it sets the password again.' })
  @Authorize(userPolicy.openPlatformAccount)
  async openPlatformAccount(@Arg('input', () => OpenPlatformAccountInput) input: OpenPlatformAccountInput, @Ctx() context: RequestContext): Promise<string> {
    const { email, displayName, password } = input;
    const user = await context.rows.in(context.reach, async (db) => {
      const row = { id: newId(), email, displayName, subject: null, authentikPk: null, passwordChangeRequired: false, createdAt: new Date() };
      await db.createQueryBuilder().insert().into(UserEntity).values(row).orIgnore().returning([]).execute();
      return db.findOneByOrFail(UserEntity, { email });
    });
    const account = await this.authentik.ensureAccount({ username: email, email, displayName, key: user.id });
    await this.authentik.setPassword(account.pk, password);
    await context.rows.in(context.reach, async (db) => {
      await db.update(UserEntity, { id: user.id }, { authentikPk: account.pk, subject: account.subject });
      if (input.partnerId) await db.query('insert into partner_staff (user_id, partner_id) values ($1, $2) on conflict do nothing', [user.id, input.partnerId]);
      else await db.query('insert into platform_operators (user_id) values ($1) on conflict do nothing', [user.id]);
    });
    return user.id;
  }
}
