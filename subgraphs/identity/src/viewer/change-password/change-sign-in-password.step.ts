import { type Step, irreversible } from '@dezky/kit/workflow/step';
import type { AuthentikClient } from '../../authentik/authentik-client';
import type { ChangePasswordWork } from './change-password.workflow';

export const changeSignInPassword = (authentik: AuthentikClient): Step<ChangePasswordWork> => ({
  name: 'change-sign-in-password',
  title: 'Change the password of the sign-in',
  system: 'AUTHENTIK',
  run: async ({ input, secret }) => authentik.setPassword(input.authentikPk, await secret()),
  // The server shows no password; its answer to the change is the proof there is.
  verify: async () => undefined,
  undo: irreversible,
});
