import type { WorkflowDefinition } from '@dezky/kit/workflow/step';
import { provisionMailbox } from '../create-member/provision-mailbox.step';
import type { CreateMemberWork, MemberSystems } from '../create-member/create-member.workflow';
import { recordMailbox } from './record-mailbox.step';

export interface CreateMailboxWork extends CreateMemberWork {
  /** The address the member had until now. */
  readonly before: string;
  readonly bootstrap: boolean;
}

export const createMailbox = ({ mail }: Pick<MemberSystems, 'mail'>): WorkflowDefinition<CreateMailboxWork> => ({
  name: 'createMailbox',
  kind: 'CREATE_MAILBOX',
  plan: [[provisionMailbox(mail)], [recordMailbox()]],
});
