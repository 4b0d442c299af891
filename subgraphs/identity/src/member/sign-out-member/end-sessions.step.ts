import { NotYetSeen, type Step, type StepContext, irreversible } from '@dezky/kit/workflow/step';
import type { AuthentikClient } from '../../authentik/authentik-client';
import { UserEntity } from '../../user/user.entity';
import type { MemberWork } from '../member-work';

/** Tokens tell the second they were given out in: whoever signs in after this is told apart from whoever did before their sessions were ended. */
export async function secondOver(rows: StepContext<MemberWork>['rows'], userId: string): Promise<void> {
  const user = await rows((db) => db.findOneBy(UserEntity, { id: userId }));
  const left = Math.ceil((user?.sessionsEndedAt?.getTime() ?? 0) / 1_000) * 1_000 - Date.now();
  if (left > 0) await new Promise((resolve) => setTimeout(resolve, left));
}

/** Ends the sessions of this one person at the identity provider, and takes the tokens away that would open new ones. */
export const endSessions = (authentik: AuthentikClient): Step<MemberWork> => ({
  name: 'end-sessions',
  title: 'End all sessions',
  system: 'AUTHENTIK',
  run: async ({ input }) => {
    if (input.authentikPk !== null) await authentik.endSessions(input.authentikPk);
  },
  verify: async ({ input, rows }) => {
    const account = input.authentikPk === null ? null : await authentik.getAccount(input.authentikPk);
    if (account && (await authentik.countSessions(account)) > 0) throw new NotYetSeen('Authentik still shows an open session.');
    await secondOver(rows, input.userId);
  },
  undo: irreversible,
});
