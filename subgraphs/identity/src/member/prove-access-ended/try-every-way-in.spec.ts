import { BackEndError } from '@dezky/kit/http/back-end-error';
import type { AccessAttempt } from '../../access-report/access-report.type';
import type { MemberSystems } from '../create-member/create-member.workflow';
import { type Leaver, stillOpen, tryEveryWayIn } from './try-every-way-in';

const at = new Date('2026-11-25T12:00:00Z');
const credentials = ['PORTAL_SESSION', 'API_ACCESS_TOKEN', 'SIGN_IN_REFRESH_TOKEN', 'SIGN_IN_ACCESS_TOKEN', 'FILES_ACCESS_TOKEN'] as const;
const leaver: Leaver = { work: { memberId: 'm-1', userId: 'u-1', address: 'ada@acme.test', authentikPk: 7 }, subject: 's-1', reason: 'SUSPENDED', tenantId: 't-1', shared: false, requestId: 'r-1' };

/** Systems in which everything is closed, but for what a test says. */
const systems = (change: Record<string, unknown> = {}): MemberSystems =>
  ({
    authentik: { getAccount: async () => ({ pk: 7, username: 'ada@acme.test', active: false }), countSessions: async () => 0, ...(change['authentik'] as object) },
    mail: { tryLogIns: async () => (['JMAP', 'IMAP', 'SMTP'] as const).map((door) => ({ door, outcome: 'REFUSED', detail: 'no', at })), ...(change['mail'] as object) },
    storage: { driveState: async () => 'FROZEN', ...(change['storage'] as object) },
    gateway: { tryCredentials: async () => credentials.map((way) => ({ way, outcome: 'REFUSED', detail: 'no', at })), ...(change['gateway'] as object) },
  }) as unknown as MemberSystems;
const outcomes = async (change?: Record<string, unknown>, who: Partial<Leaver> = {}): Promise<Record<string, string>> =>
  Object.fromEntries((await tryEveryWayIn(systems(change), { ...leaver, ...who })).map(({ way, outcome }) => [way, outcome]));
const silence = async (): Promise<never> => {
  throw new BackEndError('STALWART', 'UNREACHABLE', 'Stalwart cannot be reached.');
};

describe('every way in', () => {
  it('is a line of the report, with the system that was asked, in one order', async () => {
    const attempts = await tryEveryWayIn(systems(), leaver);
    expect(attempts.map(({ way, system, outcome }) => `${system} ${way} ${outcome}`)).toEqual([
      'DEZKY PORTAL_SESSION REFUSED',
      'DEZKY API_ACCESS_TOKEN REFUSED',
      'AUTHENTIK SIGN_IN_ACCOUNT CLOSED',
      'AUTHENTIK SIGN_IN_REFRESH_TOKEN REFUSED',
      'AUTHENTIK SIGN_IN_ACCESS_TOKEN REFUSED',
      'STALWART MAIL_JMAP REFUSED',
      'STALWART MAIL_IMAP REFUSED',
      'STALWART MAIL_SMTP REFUSED',
      'STALWART MAIL_OPEN_CONNECTION NOT_TESTED',
      'OCIS FILES_ACCOUNT CLOSED',
      'OCIS FILES_ACCESS_TOKEN REFUSED',
    ]);
    expect(stillOpen(attempts)).toBeNull();
  });

  it.each(['SUSPENDED', 'REMOVED'] as const)('never claims that an open IMAP connection was ended (%s)', async (reason) => {
    const line = (await tryEveryWayIn(systems(), { ...leaver, reason })).find(({ way }) => way === 'MAIL_OPEN_CONNECTION');
    expect(line?.outcome).toBe('NOT_TESTED');
    expect(line?.detail).toMatch(/^Not tested, and cannot be ended from here: /);
  });

  it('is tried at the others when one system does not answer, and is then not proven', async () => {
    const found = await outcomes({ mail: { tryLogIns: silence } });
    expect(found).toMatchObject({ PORTAL_SESSION: 'REFUSED', MAIL_JMAP: 'UNANSWERED', MAIL_IMAP: 'UNANSWERED', MAIL_SMTP: 'UNANSWERED', FILES_ACCOUNT: 'CLOSED' });
    expect(stillOpen(await tryEveryWayIn(systems({ mail: { tryLogIns: silence } }), leaver))).toBe('Not every way in could be tried. Stalwart cannot be reached.');
    expect(await outcomes({ gateway: { tryCredentials: silence } })).toMatchObject({ PORTAL_SESSION: 'UNANSWERED', MAIL_JMAP: 'REFUSED' });
  });

  it.each([
    ['a sign-in that is active', { authentik: { getAccount: async () => ({ pk: 7, username: 'a', active: true }) } }, 'SIGN_IN_ACCOUNT'],
    ['a session at the identity provider', { authentik: { countSessions: async () => 1 } }, 'SIGN_IN_ACCOUNT'],
    ['a storage account that is enabled', { storage: { driveState: async () => 'ACTIVE' } }, 'FILES_ACCOUNT'],
  ])('is open with %s', async (_what, change, way) => {
    expect((await outcomes(change))[way]).toBe('LET_IN');
  });

  it('keeps a sign-in that another tenant lets in, and nothing else', async () => {
    const active = { authentik: { getAccount: async () => ({ pk: 7, username: 'a', active: true }) } };
    expect(await outcomes(active, { shared: true })).toMatchObject({ SIGN_IN_ACCOUNT: 'KEPT', MAIL_JMAP: 'REFUSED', FILES_ACCOUNT: 'CLOSED' });
    expect(stillOpen(await tryEveryWayIn(systems({ ...active, storage: { driveState: async () => 'ACTIVE' } }), { ...leaver, shared: true }))).toMatch(/^They are still let in. ownCloud/);
  });

  it('says that there was none where there was none', async () => {
    expect(await outcomes({ mail: { tryLogIns: async () => null }, storage: { driveState: async () => null } }, { subject: null, work: { ...leaver.work, authentikPk: null } })).toEqual({
      ...Object.fromEntries([...credentials, 'SIGN_IN_ACCOUNT', 'MAIL_JMAP', 'MAIL_IMAP', 'MAIL_SMTP', 'MAIL_OPEN_CONNECTION', 'FILES_ACCOUNT'].map((way) => [way, 'NONE_EXISTED'])),
    });
  });

  it('names what lets them in first', () => {
    const line = (outcome: AccessAttempt['outcome'], detail: string): AccessAttempt => ({ way: 'MAIL_IMAP', system: 'STALWART', outcome, detail, at });
    expect(stillOpen([line('UNANSWERED', 'Silence.'), line('LET_IN', 'Open.')])).toBe('They are still let in. Open.');
  });
});
