import { NotYetSeen, type Step } from '@dezky/kit/workflow/step';
import type { AuthentikClient } from '../../authentik/authentik-client';
import type { RenameWork } from './rename-work';

/** The same account under another name: password, second factors and subject stay. */
export const renameSignIn = (authentik: AuthentikClient): Step<RenameWork> => {
  const rename = async ({ authentikPk, signsIn }: RenameWork, username: string): Promise<void> => {
    if (signsIn && authentikPk !== null) await authentik.rename(authentikPk, { username, email: username });
  };
  return {
    name: 'rename-sign-in',
    title: 'Change the name they sign in with',
    system: 'AUTHENTIK',
    run: ({ input }) => rename(input, input.to),
    verify: async ({ input }) => {
      if (!input.signsIn || input.authentikPk === null) return;
      if ((await authentik.getAccount(input.authentikPk))?.username !== input.to) throw new NotYetSeen('Authentik does not show the new name yet.');
    },
    undo: ({ input }) => rename(input, input.from),
  };
};
