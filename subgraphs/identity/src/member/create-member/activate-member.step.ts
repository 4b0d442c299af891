import { NotYetSeen, type Step } from '@dezky/kit/workflow/step';
import { MemberEntity } from '../member.entity';
import type { CreateMemberWork } from './create-member.workflow';

export const activateMember = (): Step<CreateMemberWork> => ({
  name: 'activate-member',
  title: 'Let them in',
  system: 'DEZKY',
  run: ({ rows, input }) => rows(async (db) => void (await db.update(MemberEntity, { id: input.memberId }, { status: 'ACTIVE', blockedAt: null }))),
  verify: async ({ rows, input }) => {
    if (!(await rows((db) => db.existsBy(MemberEntity, { id: input.memberId, status: 'ACTIVE' })))) throw new NotYetSeen('The member is not active yet.');
  },
  undo: ({ rows, input }) => rows(async (db) => void (await db.update(MemberEntity, { id: input.memberId }, { status: 'PROVISIONING', blockedAt: new Date() }))),
});
