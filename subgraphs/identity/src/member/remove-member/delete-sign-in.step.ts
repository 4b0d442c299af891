import { NotYetSeen, type Step, type StepContext, irreversible } from '@dezky/kit/workflow/step';
import type { AuthentikClient } from '../../authentik/authentik-client';
import { placeElsewhere } from '../member.repository';
import type { MemberWork } from '../member-work';

/** The sign-in of a person who has a place in another tenant, even a blocked one, is not ours to delete. */
const onlyHere = async ({ rows, input, tenantId }: StepContext<MemberWork>): Promise<boolean> => (await rows((db) => placeElsewhere(db, input.userId, tenantId))) === 'NONE';

export const deleteSignIn = (authentik: AuthentikClient): Step<MemberWork> => ({
  name: 'delete-sign-in',
  title: 'Delete the sign-in',
  system: 'AUTHENTIK',
  run: async (context) => {
    if (context.input.authentikPk !== null && (await onlyHere(context))) await authentik.deleteAccount(context.input.authentikPk);
  },
  verify: async (context) => {
    if (context.input.authentikPk !== null && (await onlyHere(context)) && (await authentik.getAccount(context.input.authentikPk))) throw new NotYetSeen('Authentik still shows the sign-in.');
  },
  undo: irreversible,
});
