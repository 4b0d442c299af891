import { FinalFault, NotYetSeen, type Step } from '@dezky/kit/workflow/step';
import type { AuthentikClient } from '../../authentik/authentik-client';
import type { MemberWork } from '../member-work';
import { closeSignIn } from '../suspend-member/disable-sign-in.step';
import { secondOver } from '../sign-out-member/end-sessions.step';

export const enableSignIn = (authentik: AuthentikClient): Step<MemberWork> => ({
  name: 'enable-sign-in',
  title: 'Enable the sign-in',
  system: 'AUTHENTIK',
  run: async ({ input }) => {
    if (input.authentikPk === null) throw new FinalFault('This member has no sign-in at the identity provider.');
    await authentik.setActive(input.authentikPk, true);
  },
  verify: async ({ input, rows }) => {
    const account = input.authentikPk === null ? null : await authentik.getAccount(input.authentikPk);
    if (!account?.active) throw new NotYetSeen('Authentik still shows the sign-in as disabled.');
    await secondOver(rows, input.userId);
  },
  // Another tenant may let the person in by it, as it did before.
  undo: (context) => closeSignIn(authentik, context),
});
