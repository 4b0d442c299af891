import type { WorkflowDefinition } from '@dezky/kit/workflow/step';
import type { AuthentikClient } from '../../authentik/authentik-client';
import type { MailPeer } from '../../member/mail-peer';
import { changeMailboxPassword } from './change-mailbox-password.step';
import { changeSignInPassword } from './change-sign-in-password.step';
import { clearOneTimePassword } from './clear-one-time-password.step';

export interface ChangePasswordWork {
  readonly memberId: string;
  readonly userId: string;
  readonly authentikPk: number;
}

/** One password for everything. The mailbox first: it is the one that may still refuse. */
export const changePassword = (authentik: AuthentikClient, mail: MailPeer): WorkflowDefinition<ChangePasswordWork> => ({
  name: 'changePassword',
  kind: 'CHANGE_PASSWORD',
  plan: [[changeMailboxPassword(mail)], [changeSignInPassword(authentik)], [clearOneTimePassword()]],
});
