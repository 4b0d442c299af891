import { NotYetSeen, type Step, irreversible } from '@dezky/kit/workflow/step';
import { UserEntity } from '../../user/user.entity';
import type { MemberWork } from '../member-work';

/** Written before the sign-in has the one-time password, so that it opens nothing but the choice of another. */
export const requireNewPassword = (): Step<MemberWork> => ({
  name: 'require-new-password',
  title: 'Ask for a new password at the next sign-in',
  system: 'DEZKY',
  run: ({ rows, input }) => rows(async (db) => void (await db.update(UserEntity, { id: input.userId }, { passwordChangeRequired: true }))),
  verify: async ({ rows, input }) => {
    if (!(await rows((db) => db.existsBy(UserEntity, { id: input.userId, passwordChangeRequired: true })))) throw new NotYetSeen('The change is not written yet.');
  },
  undo: irreversible,
});
