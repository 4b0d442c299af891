import { BackEndError } from '@dezky/kit/http/back-end-error';
import { type LogInAnswer, type LogIns, type MailDoor, mailDoors } from '../../stalwart/log-ins';
import type { LogInAttempt } from './log-in-attempt.type';

/** The account that may log in as others, with its password. */
export interface Master {
  readonly user: string;
  readonly password: string;
}

/**
 * Tries every way into a mailbox in the name of its owner, with the log-in of the master account: a frozen account refuses it as it
 * refuses its owner, and an account that is gone is unknown. The server would refuse a master whose password has changed as well, so a
 * refusal counts only when the master then gets in as itself in the very same way.
 */
export function tryLogIns(logIns: LogIns, master: Master, address: string): Promise<LogInAttempt[]> {
  const as = (door: MailDoor, target: string): Promise<LogInAnswer> => logIns.try(door, `${target}%${master.user}`, master.password);

  const tried = async (door: MailDoor): Promise<LogInAttempt> => {
    try {
      const { letIn, said } = await as(door, address);
      const at = new Date();
      if (letIn) return { door, outcome: 'LET_IN', detail: `Stalwart let a log-in in the owner’s name in: ${said}.`, at };
      const control = await as(door, master.user);
      if (control.letIn) return { door, outcome: 'REFUSED', detail: `Stalwart refused a log-in in the owner’s name: ${said}`, at };
      return { door, outcome: 'UNANSWERED', detail: `Stalwart refuses the master account as well (${control.said}), so that its refusal proves nothing. An operator has to renew that account’s password.`, at };
    } catch (error) {
      if (!(error instanceof BackEndError)) throw error;
      return { door, outcome: 'UNANSWERED', detail: error.message, at: new Date() };
    }
  };
  return Promise.all(mailDoors.map(tried));
}
