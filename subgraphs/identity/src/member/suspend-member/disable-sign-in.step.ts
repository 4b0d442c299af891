import { NotYetSeen, type Step, type StepContext } from '@dezky/kit/workflow/step';
import type { AuthentikClient } from '../../authentik/authentik-client';
import { placeElsewhere } from '../member.repository';
import type { MemberWork } from '../member-work';

/** Another tenant lets the person in by the same sign-in; here only their place is closed. */
export const usedElsewhere = async ({ rows, input, tenantId }: StepContext<MemberWork>): Promise<boolean> => (await rows((db) => placeElsewhere(db, input.userId, tenantId))) === 'OPEN';

/**
 * Closes the sign-in unless another tenant lets the person in by it. One that does so in this very moment has written its place
 * before it opens the sign-in, so that either we see the place or it comes after us.
 */
export const closeSignIn = async (authentik: AuthentikClient, context: StepContext<MemberWork>): Promise<void> => {
  const { authentikPk } = context.input;
  if (authentikPk === null || (await usedElsewhere(context))) return;
  await authentik.setActive(authentikPk, false);
  if (await usedElsewhere(context)) await authentik.setActive(authentikPk, true);
};

/** Ends every session and refresh token at the identity provider, and lets nobody in any more. */
export const disableSignIn = (authentik: AuthentikClient): Step<MemberWork> => ({
  name: 'disable-sign-in',
  title: 'Disable the sign-in and end all sessions',
  system: 'AUTHENTIK',
  run: (context) => closeSignIn(authentik, context),
  verify: async (context) => {
    const { authentikPk } = context.input;
    const account = authentikPk === null || (await usedElsewhere(context)) ? null : await authentik.getAccount(authentikPk);
    if (!account) return;
    if (account.active || (await authentik.countSessions(account)) > 0) throw new NotYetSeen('Authentik still shows the sign-in as open.');
  },
  undo: async ({ input }) => {
    if (input.authentikPk !== null) await authentik.setActive(input.authentikPk, true);
  },
});

/** The same for somebody who is known to have an open place elsewhere, and says so; closes the sign-in after all when that place has gone meanwhile. */
export const keepSignIn = (authentik: AuthentikClient): Step<MemberWork> => ({
  ...disableSignIn(authentik),
  name: 'keep-sign-in',
  title: 'Leave the sign-in, which is used elsewhere as well',
});
