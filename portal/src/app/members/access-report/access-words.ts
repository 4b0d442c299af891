import type { AccessOutcome, AccessWay, BackendSystem } from '../../graphql/schema.generated';
import type { IconName } from '../../ui/icons';

/** What each way in is called. */
export const wayName: Record<AccessWay, string> = {
  PORTAL_SESSION: 'Open portal sessions',
  API_ACCESS_TOKEN: 'Access tokens at the API',
  SIGN_IN_ACCOUNT: 'Sign-in with the password',
  SIGN_IN_REFRESH_TOKEN: 'Refresh tokens',
  SIGN_IN_ACCESS_TOKEN: 'Access tokens at the sign-in',
  MAIL_JMAP: 'Mail by JMAP',
  MAIL_IMAP: 'Mail by IMAP',
  MAIL_SMTP: 'Sending mail by SMTP',
  MAIL_OPEN_CONNECTION: 'Mail programs connected before',
  FILES_ACCOUNT: 'Storage account',
  FILES_ACCESS_TOKEN: 'Access tokens for files',
};

/** What became of a way in, and how it looks. */
export const outcomeLook: Record<AccessOutcome, { readonly words: string; readonly icon: IconName; readonly tone: 'right' | 'wrong' | 'attention' | 'quiet' }> = {
  REFUSED: { words: 'Refused', icon: 'checkCircle', tone: 'right' },
  CLOSED: { words: 'Closed', icon: 'checkCircle', tone: 'right' },
  LET_IN: { words: 'Let in', icon: 'wrong', tone: 'wrong' },
  NONE_EXISTED: { words: 'None existed', icon: 'circle', tone: 'quiet' },
  KEPT: { words: 'Kept', icon: 'info', tone: 'quiet' },
  UNANSWERED: { words: 'No answer', icon: 'warning', tone: 'wrong' },
  NOT_TESTED: { words: 'Not tested', icon: 'warning', tone: 'attention' },
};

/** What people call a system. */
export const systemName: Record<BackendSystem, string> = { DEZKY: 'Dezky', AUTHENTIK: 'Authentik', STALWART: 'Stalwart', OCIS: 'ownCloud', STRIPE: 'Stripe', DNS: 'DNS' };

/** How many of each outcome, worst first: "1 not tested, 8 refused". */
export function outcomeCounts(attempts: readonly { readonly outcome: AccessOutcome }[]): string {
  const order: readonly AccessOutcome[] = ['LET_IN', 'UNANSWERED', 'REFUSED', 'CLOSED', 'NONE_EXISTED', 'KEPT', 'NOT_TESTED'];
  const counted = order.map((outcome) => [attempts.filter((attempt) => attempt.outcome === outcome).length, outcomeLook[outcome].words.toLowerCase()] as const);
  return counted.flatMap(([count, words]) => (count > 0 ? [`${count} ${words}`] : [])).join(', ');
}
