import { FinalFault, type Step, irreversible } from '@dezky/kit/workflow/step';
import type { AuthentikClient } from '../../authentik/authentik-client';

export const changeSignInPassword = (authentik: AuthentikClient): Step<{ readonly authentikPk: number | null }> => ({
  name: 'change-sign-in-password',
  title: 'Change the password of the sign-in',
  system: 'AUTHENTIK',
  run: async ({ input, secret }) => {
    if (input.authentikPk === null) throw new FinalFault('There is no sign-in account that could have a password.');
    await authentik.setPassword(input.authentikPk, await secret());
  },
  // The server shows no password; its answer to the change is the proof there is.
  verify: async () => undefined,
  undo: irreversible,
});
