import { policy } from '@dezky/kit/context/policy';
import { mailboxPolicy } from '../mailbox/mailbox.policy';

export const mailServerPolicy = {
  /** Of a mailbox: whoever sees the mailbox. */
  read: mailboxPolicy.read,
  /** Of a domain by name: mail programs ask the gateway before anybody has signed in. */
  ...policy('mailServer', { ofDomain: { peers: ['gateway'] } }),
};
