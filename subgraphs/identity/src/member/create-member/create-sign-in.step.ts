import { NotYetSeen, type Step } from '@dezky/kit/workflow/step';
import type { AuthentikClient } from '../../authentik/authentik-client';
import { UserEntity } from '../../user/user.entity';
import type { CreateMemberWork } from './create-member.workflow';

/** The account at the identity provider, with the one-time password. Found again by its key when an answer was lost. */
export const createSignIn = (authentik: AuthentikClient): Step<CreateMemberWork> => ({
  name: 'create-sign-in',
  title: 'Create the sign-in',
  system: 'AUTHENTIK',
  run: async ({ input, rows, secret }) => {
    const { address, displayName, userId } = input;
    const account = await authentik.ensureAccount({ username: address, email: address, displayName, key: userId });
    await authentik.setPassword(account.pk, await secret());
    await rows((db) => db.update(UserEntity, { id: userId }, { authentikPk: account.pk, subject: account.subject, passwordChangeRequired: true }));
  },
  verify: async ({ input }) => {
    const account = await authentik.findAccount(input.address);
    if (!account?.active) throw new NotYetSeen('Authentik does not show the new sign-in yet.');
  },
  undo: async ({ input, rows }) => {
    const user = await rows((db) => db.findOneBy(UserEntity, { id: input.userId }));
    const pk = user?.authentikPk ?? (await ownAccount(authentik, input));
    if (pk) await authentik.deleteAccount(pk);
    await rows((db) => db.update(UserEntity, { id: input.userId }, { authentikPk: null, subject: null }));
  },
});

/** The account this workflow made, when the process died before its number was kept. */
async function ownAccount(authentik: AuthentikClient, input: CreateMemberWork): Promise<number | null> {
  const account = await authentik.findAccount(input.address);
  const mark = account?.attributes['dezky'] as { key?: unknown } | undefined;
  return account && mark?.key === input.userId ? account.pk : null;
}
