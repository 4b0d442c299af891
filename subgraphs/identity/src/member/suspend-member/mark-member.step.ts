import { NotYetSeen, type Step } from '@dezky/kit/workflow/step';
import { MemberEntity, type MemberStatus } from '../member.entity';
import type { MemberWork } from '../member-work';

/** Writes the status once every system was seen to agree; an active member reaches things again. */
export const markMember = (to: MemberStatus, from: MemberStatus): Step<MemberWork> => {
  const mark = (status: MemberStatus): Step<MemberWork>['run'] => ({ rows, input }) =>
    rows(async (db) => {
      await db.update(MemberEntity, { id: input.memberId }, { status, ...(status === 'ACTIVE' ? { blockedAt: null } : {}) });
    });
  return {
    name: 'mark-member',
    title: to === 'ACTIVE' ? 'Let them in again' : 'Keep them out',
    system: 'DEZKY',
    run: mark(to),
    verify: async ({ rows, input }) => {
      if (!(await rows((db) => db.existsBy(MemberEntity, { id: input.memberId, status: to })))) throw new NotYetSeen('The status is not written yet.');
    },
    undo: mark(from),
  };
};
