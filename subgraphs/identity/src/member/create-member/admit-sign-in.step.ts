import { FinalFault, NotYetSeen, type Step } from '@dezky/kit/workflow/step';
import type { AuthentikClient } from '../../authentik/authentik-client';
import { UserEntity } from '../../user/user.entity';
import { placeElsewhere } from '../member.repository';
import type { CreateMemberWork } from './create-member.workflow';

/** The sign-in that is there already, open again where every other tenant keeps the person out. */
export const admitSignIn = (authentik: AuthentikClient): Step<CreateMemberWork> => {
  const pkOf = async ({ rows, input }: Parameters<Step<CreateMemberWork>['run']>[0]): Promise<number> => {
    const user = await rows((db) => db.findOneBy(UserEntity, { id: input.userId }));
    if (!user?.authentikPk) throw new FinalFault('The sign-in of this person is gone; undo this and create them anew.');
    return user.authentikPk;
  };
  return {
    name: 'admit-sign-in',
    title: 'Take up the sign-in they have',
    system: 'AUTHENTIK',
    run: async (context) => authentik.setActive(await pkOf(context), true),
    verify: async (context) => {
      if (!(await authentik.getAccount(await pkOf(context)))?.active) throw new NotYetSeen('Authentik does not show the sign-in as open yet.');
    },
    undo: async (context) => {
      const { rows, input, tenantId } = context;
      const place = await rows((db) => placeElsewhere(db, input.userId, tenantId));
      if (place === 'BLOCKED') await authentik.setActive(await pkOf(context), false);
      // The other place was given up meanwhile, and left the sign-in to this one.
      if (place === 'NONE') await authentik.deleteAccount(await pkOf(context));
    },
  };
};
