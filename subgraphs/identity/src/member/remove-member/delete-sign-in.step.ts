import { NotYetSeen, type Step, irreversible } from '@dezky/kit/workflow/step';
import type { AuthentikClient } from '../../authentik/authentik-client';
import type { MemberWork } from '../member-work';

export const deleteSignIn = (authentik: AuthentikClient): Step<MemberWork> => ({
  name: 'delete-sign-in',
  title: 'Delete the sign-in',
  system: 'AUTHENTIK',
  run: async ({ input }) => {
    if (input.authentikPk !== null) await authentik.deleteAccount(input.authentikPk);
  },
  verify: async ({ input }) => {
    if (input.authentikPk !== null && (await authentik.getAccount(input.authentikPk))) throw new NotYetSeen('Authentik still shows the sign-in.');
  },
  undo: irreversible,
});
