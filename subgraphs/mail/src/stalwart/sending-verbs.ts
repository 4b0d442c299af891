import { BackEnd, BackEndError } from '@dezky/kit/http/back-end-error';
import type { JmapSession } from '@dezky/kit/http/jmap-session';
import { fromSetError, fromUnreadable } from './errors';
import { emailWire, getResponseWire, identityWire, mailFolderWire, ownAccountWire, setResponseWire, submissionWire } from './stalwart.wire';

export interface OutgoingMail {
  /** Becomes the Message-ID, by which people find it in their logs. */
  readonly key: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

export interface SendingVerbs {
  /** Writes a message into the drafts of the platform's own account; nothing goes out yet. @returns its id there. */
  draftMail(mail: OutgoingMail): Promise<string>;
  /**
   * Hands a draft over for delivery. One that was handed over already is done: it is in the drafts no more.
   *
   * @returns what `getDelivery` asks by, or null for one that had gone before: its answer was lost.
   * @throws BackEndError `NOT_FOUND` when the draft is gone, `REFUSED` when no recipient is left.
   */
  submitMail(draftId: string): Promise<string | null>;
  /**
   * What became of a message for each recipient, as far as it is known now. A mailbox that the server does not have is refused at
   * once; what another server says later is not waited for.
   *
   * @returns nothing for a submission that the server has forgotten.
   */
  getDelivery(submissionId: string): Promise<Delivery[]>;
}

export interface Delivery {
  readonly address: string;
  readonly refused: boolean;
  /** What the server answered, in SMTP's words. */
  readonly reply: string;
}

interface Sender {
  readonly accountId: string;
  readonly identityId: string;
  readonly from: { readonly name: string; readonly email: string };
  readonly drafts: string;
  readonly sent: string;
}

/** @param session with the capabilities of mail and submission. */
export function createSendingVerbs(session: JmapSession): SendingVerbs {
  /** The account of our credential. A method without an account answers with the caller's own. */
  const sender = async (): Promise<Sender> => {
    const [{ accountId }] = await session.request([['x:SystemSettings/get', { ids: ['singleton'], properties: ['defaultHostname'] }]], [ownAccountWire]);
    const [identities, folders] = await session.request(
      [['Identity/get', { accountId, ids: null }], ['Mailbox/get', { accountId, ids: null, properties: ['name', 'role'] }]],
      [getResponseWire(identityWire), getResponseWire(mailFolderWire)],
    );
    const [identity] = identities.list;
    const [drafts, sent] = ['drafts', 'sent'].map((role) => folders.list.find((folder) => folder.role === role)?.id);
    if (!identity || drafts === undefined || sent === undefined) throw fromUnreadable(new Error('the platform’s own account has no identity, drafts or sent folder'));
    return { accountId, identityId: identity.id, from: { name: 'Dezky', email: identity.email }, drafts, sent };
  };

  return {
    async draftMail({ key, to, subject, text }) {
      const { accountId, from, drafts } = await sender();
      const message = {
        mailboxIds: { [drafts]: true },
        keywords: { $draft: true },
        from: [from],
        to: to.map((email) => ({ email })),
        subject,
        textBody: [{ partId: 't', type: 'text/plain' }],
        bodyValues: { t: { value: text } },
        messageId: [`${key}@${from.email.split('@')[1] ?? ''}`],
      };
      const [{ created, notCreated }] = await session.request([['Email/set', { accountId, create: { m: message } }]], [setResponseWire]);
      if (notCreated['m']) throw fromSetError(notCreated['m'], 'a message');
      if (!created['m']) throw fromUnreadable(new Error('the message was neither written nor refused'));
      return created['m'].id;
    },

    async submitMail(draftId) {
      const { accountId, identityId, drafts, sent } = await sender();
      const [{ list }] = await session.request([['Email/get', { accountId, ids: [draftId], properties: ['keywords'] }]], [getResponseWire(emailWire)]);
      const [draft] = list;
      if (!draft) throw new BackEndError(BackEnd.STALWART, 'NOT_FOUND', 'The message that was to be sent is gone at the mail server.');
      if (draft.keywords['$draft'] !== true) return null;
      const moved = { [`mailboxIds/${drafts}`]: null, [`mailboxIds/${sent}`]: true, 'keywords/$draft': null };
      const [{ created, notCreated }] = await session.request([['EmailSubmission/set', { accountId, create: { s: { identityId, emailId: draftId } }, onSuccessUpdateEmail: { '#s': moved } }]], [setResponseWire]);
      if (notCreated['s']) throw fromSetError(notCreated['s'], 'to send a message');
      if (!created['s']) throw fromUnreadable(new Error('the message was neither sent nor refused'));
      return created['s'].id;
    },

    async getDelivery(submissionId) {
      const { accountId } = await sender();
      const [{ list }] = await session.request([['EmailSubmission/get', { accountId, ids: [submissionId], properties: ['deliveryStatus'] }]], [getResponseWire(submissionWire)]);
      return Object.entries(list[0]?.deliveryStatus ?? {}).map(([address, { delivered, smtpReply }]) => ({ address, refused: delivered === 'no', reply: smtpReply }));
    },
  };
}
