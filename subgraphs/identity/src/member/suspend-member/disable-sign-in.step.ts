import { NotYetSeen, type Step } from '@dezky/kit/workflow/step';
import type { AuthentikClient } from '../../authentik/authentik-client';
import type { MemberWork } from '../member-work';

/** Ends every session and refresh token at the identity provider, and lets nobody in any more. */
export const disableSignIn = (authentik: AuthentikClient): Step<MemberWork> => ({
  name: 'disable-sign-in',
  title: 'Disable the sign-in and end all sessions',
  system: 'AUTHENTIK',
  run: async ({ input }) => {
    if (input.authentikPk !== null) await authentik.setActive(input.authentikPk, false);
  },
  verify: async ({ input }) => {
    const account = input.authentikPk === null ? null : await authentik.getAccount(input.authentikPk);
    if (!account) return;
    if (account.active || (await authentik.countSessions(account)) > 0) throw new NotYetSeen('Authentik still shows the sign-in as open.');
  },
  undo: async ({ input }) => {
    if (input.authentikPk !== null) await authentik.setActive(input.authentikPk, true);
  },
});
