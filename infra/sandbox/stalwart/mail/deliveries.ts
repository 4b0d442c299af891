import type { Directory } from '../directory';
import { isObject, objectOr, textOr, type JsonObject } from '../json';

/** A message that went out, for people and tests to read. */
export interface SentMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly sentAt: string;
}

/** The addresses that look like ones; the server passes over the rest. */
export const recipientsOf = (email: JsonObject): string[] =>
  ['to', 'cc', 'bcc'].flatMap((field) => (Array.isArray(email[field]) ? email[field] : [])).flatMap((entry) => (isObject(entry) && /^\S+@\S+$/.test(textOr(entry['email'], '')) ? [textOr(entry['email'], '')] : []));

/** In a domain of the server's own the mailbox has to be there; what goes elsewhere is relayed. */
export function deliveryOf(directory: Directory, to: readonly string[]): JsonObject {
  const domains = new Map(directory.objects('Domain').entries().map(([id, domain]) => [textOr(domain['name'], ''), id]));
  return Object.fromEntries(
    to.map((address) => {
      const [localPart = '', domain = ''] = address.toLowerCase().split('@');
      const domainId = domains.get(domain);
      const gone = domainId !== undefined && directory.addressOwner(localPart, domainId) === null;
      return [address, gone ? { delivered: 'no', smtpReply: '550 5.1.2 Mailbox does not exist.', displayed: 'unknown' } : { delivered: 'queued', smtpReply: '250 2.1.5 Queued', displayed: 'unknown' }];
    }),
  );
}

/** What was handed over, in order. */
export function sentMails(directory: Directory): SentMail[] {
  return directory
    .objects('EmailSubmission')
    .entries()
    .map(([, submission]) => {
      const email = directory.objects('Email').get(textOr(submission['emailId'], '')) ?? {};
      const envelope = objectOr(submission['envelope']);
      const [part] = Array.isArray(email['textBody']) ? email['textBody'] : [];
      const partId = isObject(part) ? textOr(part['partId'], '') : '';
      return {
        from: textOr(objectOr(envelope['mailFrom'])['email'], ''),
        to: (Array.isArray(envelope['rcptTo']) ? envelope['rcptTo'] : []).map((entry) => textOr(objectOr(entry)['email'], '')),
        subject: textOr(email['subject'], ''),
        text: textOr(objectOr(objectOr(email['bodyValues'])[partId])['value'], ''),
        sentAt: textOr(submission['sendAt'], ''),
      };
    });
}
