import { NotYetSeen, type Step, irreversible } from '@dezky/kit/workflow/step';
import { UserEntity } from '../../user/user.entity';
import type { ChangePasswordWork } from './change-password.workflow';

export const clearOneTimePassword = (): Step<ChangePasswordWork> => ({
  name: 'clear-one-time-password',
  title: 'Open the workplace',
  system: 'DEZKY',
  run: ({ rows, input }) => rows(async (db) => void (await db.update(UserEntity, { id: input.userId }, { passwordChangeRequired: false }))),
  verify: async ({ rows, input }) => {
    if (!(await rows((db) => db.existsBy(UserEntity, { id: input.userId, passwordChangeRequired: false })))) throw new NotYetSeen('The change is not written yet.');
  },
  undo: irreversible,
});
