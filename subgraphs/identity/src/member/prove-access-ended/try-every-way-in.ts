import { BackEndError } from '@dezky/kit/http/back-end-error';
import type { BackendSystem } from '@dezky/kit/workflow/step';
import type { AccessReason, AccessWay } from '../../access-report/access-report.entity';
import type { AccessAttempt } from '../../access-report/access-report.type';
import type { MemberSystems } from '../create-member/create-member.workflow';
import type { MemberWork } from '../member-work';

const systems: Record<AccessWay, BackendSystem> = {
  PORTAL_SESSION: 'DEZKY',
  API_ACCESS_TOKEN: 'DEZKY',
  SIGN_IN_ACCOUNT: 'AUTHENTIK',
  SIGN_IN_REFRESH_TOKEN: 'AUTHENTIK',
  SIGN_IN_ACCESS_TOKEN: 'AUTHENTIK',
  MAIL_JMAP: 'STALWART',
  MAIL_IMAP: 'STALWART',
  MAIL_SMTP: 'STALWART',
  MAIL_OPEN_CONNECTION: 'STALWART',
  FILES_ACCOUNT: 'OCIS',
  FILES_ACCESS_TOKEN: 'OCIS',
};
/** The order of a report. */
const ways = Object.keys(systems) as AccessWay[];
const credentialWays: readonly AccessWay[] = ['PORTAL_SESSION', 'API_ACCESS_TOKEN', 'SIGN_IN_REFRESH_TOKEN', 'SIGN_IN_ACCESS_TOKEN', 'FILES_ACCESS_TOKEN'];
const mailWays: readonly AccessWay[] = ['MAIL_JMAP', 'MAIL_IMAP', 'MAIL_SMTP', 'MAIL_OPEN_CONNECTION'];

export interface Leaver {
  readonly work: MemberWork;
  /** Of the identity provider; null when they never had a sign-in. */
  readonly subject: string | null;
  readonly reason: AccessReason;
  readonly tenantId: string;
  readonly requestId: string;
  /** Whether another tenant lets them in by the same sign-in. */
  readonly shared: boolean;
}

type Attempt = Omit<AccessAttempt, 'system'>;

/**
 * Tries every way in, side by side, and says of each what became of it. Whoever holds a credential tries it: the gateway the sessions
 * and tokens, mail the log-ins. A system that does not answer is a line of the report, and keeps no other from being tried.
 */
export async function tryEveryWayIn({ authentik, mail, storage, gateway }: MemberSystems, leaver: Leaver): Promise<AccessAttempt[]> {
  const { work, subject, reason, tenantId, requestId, shared } = leaver;
  const scope = { tenantId, requestId };
  const one = (way: AccessWay, outcome: AccessAttempt['outcome'], detail: string): Attempt => ({ way, outcome, detail, at: new Date() });

  const credentials = async (): Promise<Attempt[]> =>
    subject === null ? credentialWays.map((way) => one(way, 'NONE_EXISTED', 'There was none: they never had a sign-in.')) : gateway.tryCredentials(subject, scope);

  const signIn = async (): Promise<Attempt[]> => {
    const account = work.authentikPk === null ? null : await authentik.getAccount(work.authentikPk);
    if (!account) return [one('SIGN_IN_ACCOUNT', work.authentikPk === null ? 'NONE_EXISTED' : 'CLOSED', 'Authentik has no account of theirs.')];
    const sessions = await authentik.countSessions(account);
    if (account.active && shared) return [one('SIGN_IN_ACCOUNT', 'KEPT', 'Kept: the sign-in is used elsewhere as well. It opens nothing here.')];
    if (account.active) return [one('SIGN_IN_ACCOUNT', 'LET_IN', 'Authentik shows the account as active.')];
    return [one('SIGN_IN_ACCOUNT', sessions === 0 ? 'CLOSED' : 'LET_IN', `Authentik shows the account as disabled, with ${sessions} open sessions.`)];
  };

  const mailbox = async (): Promise<Attempt[]> => {
    const tried = await mail.tryLogIns(work.address, scope);
    if (!tried) return mailWays.map((way) => one(way, 'NONE_EXISTED', 'There was none: their address is on no domain of this mail server.'));
    const logIns = tried.map(({ door, outcome, detail, at }) => ({ way: `MAIL_${door}` as AccessWay, outcome, detail, at }));
    return [...logIns, one('MAIL_OPEN_CONNECTION', 'NOT_TESTED', openConnection[reason])];
  };

  const files = async (): Promise<Attempt[]> => {
    const state = await storage.driveState(work.memberId, scope);
    if (state === 'ACTIVE') return [one('FILES_ACCOUNT', 'LET_IN', 'ownCloud shows the storage account as enabled.')];
    if (state === 'FROZEN') return [one('FILES_ACCOUNT', 'CLOSED', 'ownCloud shows the storage account as disabled: it takes no token for it, whoever issued it.')];
    return [one('FILES_ACCOUNT', reason === 'REMOVED' ? 'CLOSED' : 'NONE_EXISTED', 'ownCloud has no storage account of theirs.')];
  };

  const answered = async (about: readonly AccessWay[], attempt: () => Promise<Attempt[]>): Promise<Attempt[]> => {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof BackEndError)) throw error;
      return about.map((way) => one(way, 'UNANSWERED', error.message));
    }
  };
  const found = (await Promise.all([answered(credentialWays, credentials), answered(['SIGN_IN_ACCOUNT'], signIn), answered(mailWays, mailbox), answered(['FILES_ACCOUNT'], files)])).flat();
  return found.map((attempt) => ({ ...attempt, system: systems[attempt.way] })).sort((left, right) => ways.indexOf(left.way) - ways.indexOf(right.way));
}

/** The mail server has no call that ends a connection, and none that lists them. */
const openConnection: Record<AccessReason, string> = {
  SUSPENDED: 'Not tested, and cannot be ended from here: a mail program that was connected by IMAP before stays connected, and goes on reading, until it disconnects or Stalwart is restarted. It cannot connect again.',
  REMOVED: 'Not tested, and cannot be ended from here: whether a mail program that was connected by IMAP before was disconnected is not known. The mailbox it had open is deleted, and it cannot connect again.',
};

/** What stands in the way of calling it done, in words for the admin; null when nothing does. */
export function stillOpen(attempts: readonly AccessAttempt[]): string | null {
  const open = attempts.filter(({ outcome }) => outcome === 'LET_IN');
  const silent = attempts.filter(({ outcome }) => outcome === 'UNANSWERED');
  if (open.length > 0) return `They are still let in. ${open.map(({ detail }) => detail).join(' ')}`;
  return silent.length > 0 ? `Not every way in could be tried. ${[...new Set(silent.map(({ detail }) => detail))].join(' ')}` : null;
}
