import { mutation, type Mutation } from '../../graphql/mutation';
import type { RequestProblem } from '../../graphql/request-problem';
import type { MemberInput } from '../../graphql/schema.generated';
import type { IconName } from '../../ui/icons';
import type { WorkflowPartsFragment } from '../../workflow/workflow-parts.generated';
import { itIsYou, whyNot } from '../member-status';
import type { MemberRowFragment } from '../members.generated';
import { ResumeMemberDocument } from '../resume-member/resume-member-dialog.generated';
import { SignOutMemberDocument } from '../sign-out-member/sign-out-member-dialog.generated';
import { SuspendMemberDocument } from '../suspend-member/suspend-member-dialog.generated';

/** What can be done to several users at once. */
export type BulkAct = 'suspend' | 'resume' | 'sign-out';

interface Words {
  readonly icon: IconName;
  /** As on a button. */
  readonly verb: string;
  /** What goes on, as "Suspending". */
  readonly doing: string;
  /** What came of one row. */
  readonly done: string;
  /** What it means, before it begins. */
  readonly meaning: string;
}

export const bulkWords: Record<BulkAct, Words> = {
  suspend: {
    icon: 'pause',
    verb: 'Suspend',
    doing: 'Suspending',
    done: 'Suspended',
    meaning: 'They can no longer sign in, read mail or open files. Mail and files are kept, the seats stay in use, and you can resume each of them at any time. They stay in their distribution lists: mail to those goes on arriving in their mailboxes, and they cannot read it.',
  },
  resume: { icon: 'play', verb: 'Resume', doing: 'Resuming', done: 'Resumed', meaning: 'They get back what they had: sign-in, mail and files.' },
  'sign-out': {
    icon: 'signOut',
    verb: 'Sign out',
    doing: 'Signing out',
    done: 'Signed out',
    meaning: 'They have to sign in again in every browser and program. Their passwords stay, and mail programs that know them go on.',
  },
};

/** How one request ended: the work it started, or why there is none. */
export type Sent =
  | { readonly workflow: WorkflowPartsFragment }
  | { readonly refusal: string }
  | { readonly problem: RequestProblem };

type Result = { readonly workflow: WorkflowPartsFragment } | { readonly message: string };

/**
 * Sends one user's change and waits for its end, up to the four seconds for which the API keeps an answer back. Call it where injection is possible, once a
 * row: sent again after an answer was lost, it carries the same idempotency key.
 */
export function bulkSend(act: BulkAct): (memberId: string) => Promise<Sent> {
  const patient = { waitSeconds: 4 };
  switch (act) {
    case 'suspend':
      return sending(mutation(SuspendMemberDocument, patient), ({ suspendMember }) => suspendMember);
    case 'resume':
      return sending(mutation(ResumeMemberDocument, patient), ({ resumeMember }) => resumeMember);
    case 'sign-out':
      return sending(mutation(SignOutMemberDocument, patient), ({ signOutMember }) => signOutMember);
  }
}

const sending =
  <Data>(change: Mutation<Data, { input: MemberInput }>, result: (data: Data) => Result): ((memberId: string) => Promise<Sent>) =>
  async (memberId) => {
    const data = await change.run({ input: { memberId } });
    const problem = change.problem();
    if (data === null || problem !== null) return { problem: problem ?? noAnswer };
    const it = result(data);
    return 'workflow' in it ? { workflow: it.workflow } : { refusal: it.message };
  };

const noAnswer: RequestProblem = { code: 'INTERNAL', message: 'Dezky gave no answer.', requestId: null, path: [] };

/** Why one of those who are picked is left out; null when they take part. */
export function leftOut(act: BulkAct, member: MemberRowFragment, viewerId: string | null): string | null {
  const { status, user } = member;
  if (status === 'PROVISIONING' || status === 'REMOVING') return 'Work on this user is not finished.';
  if (act === 'sign-out') return user.id === viewerId ? itIsYou : null;
  if (act === 'resume') return status === 'SUSPENDED' ? null : 'Is not suspended.';
  if (status === 'SUSPENDED') return 'Is suspended already.';
  return whyNot(member, viewerId);
}
