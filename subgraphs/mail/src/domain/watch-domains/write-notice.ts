import type { RequestContext } from '@dezky/kit/context/request-context';
import { newId } from '@dezky/kit/database/id';
import type { Db } from '@dezky/kit/database/rows';
import type { Verdict } from '../../dns/dns-record';
import type { DnsRecordEntity } from '../dns-record.entity';
import type { DomainEntity } from '../domain.entity';
import { type Finding, type NoticeState, type Tidings, afterCheck, waitsForAnotherLook } from './damp-notices';
import { DomainNoticeEntity } from './domain-notice.entity';
import { DomainNoticeStateEntity } from './domain-notice-state.entity';

/** A record whose verdict changed, with what to do. */
export interface NoticedRecord {
  readonly record: string;
  readonly before: string;
  readonly after: string;
  readonly advice: string | null;
}

/** A domain that has turned right is looked at again so soon, before it is told. */
const anotherLook = '15 minutes';

/**
 * Keeps for the admins what they are to be told after a check, in its transaction: it is told once, whoever tells it.
 * Call it last, with the domain's row held and as it was before the check.
 *
 * @param required the required records as they were kept before, with what was found now; empty when nothing follows from it.
 */
export async function writeNotice(db: Db, by: Pick<RequestContext, 'actor'>, domain: DomainEntity, required: readonly (readonly [DnsRecordEntity, Verdict])[], at: Date): Promise<void> {
  const found = findingOf(domain, required.map(([, { state }]) => state));
  if (found === null) return;
  const byHand = by.actor.kind !== 'PEER' || by.actor.peer !== 'mail';
  const { state, tell } = afterCheck(await stateOf(db, domain), { found, at, byHand });
  await db.upsert(DomainNoticeStateEntity, { ...state, toldAt: [...state.toldAt], domainId: domain.id, tenantId: domain.tenantId }, ['domainId']);
  if (tell !== null) await db.insert(DomainNoticeEntity, { id: newId(), tenantId: domain.tenantId, domainId: domain.id, ...textOf(domain.name, tell, found, required), draftId: null, submissionId: null, sentAt: null });
  if (waitsForAnotherLook(state)) await db.query(`update domains set next_check_at = least(next_check_at, now() + interval '${anotherLook}' * (0.8 + 0.4 * random())) where id = $1`, [domain.id]);
}

/** Null when nothing is known, and while a domain still waits to be right for the first time. */
function findingOf({ status }: DomainEntity, states: readonly Verdict['state'][]): Finding | null {
  if (states.length === 0 || !['PENDING', 'VERIFIED', 'NEEDS_ATTENTION'].includes(status)) return null;
  if (states.includes('BAD')) return status === 'PENDING' ? null : 'WRONG';
  return states.includes('UNKNOWN') ? null : 'RIGHT';
}

/** What is known of a domain from before this was kept is what its status said. */
async function stateOf(db: Db, { id, status }: DomainEntity): Promise<NoticeState> {
  const known = status === 'VERIFIED' ? 'RIGHT' : status === 'NEEDS_ATTENTION' ? 'WRONG' : 'NOTHING';
  return (await db.findOneBy(DomainNoticeStateEntity, { domainId: id })) ?? { known, seen: null, since: null, checks: 0, toldAt: [] };
}

function textOf(name: string, tell: Tidings, found: Finding, required: readonly (readonly [DnsRecordEntity, Verdict])[]): { subject: string; body: string } {
  const wrong = found === 'RIGHT' ? [] : required.filter(([, { state }]) => state === 'BAD').map(lineOf);
  if (tell === 'RIGHT') return { subject: `The DNS records of ${name} are right`, body: 'All required records are as they are to be. Nothing is to be done.' };
  if (tell === 'WRONG') return { subject: `The DNS records of ${name} are no longer right`, body: ['Until this is mended, mail can get lost or be taken for spam.', ...wrong].join('\n\n') };
  const now = found === 'RIGHT' ? 'At this moment they are right.' : 'At this moment they are wrong; until this is mended, mail can get lost or be taken for spam.';
  const silence = 'You get no more mails about this domain until its records have stayed the same for six hours. Every change is in the audit log.';
  return { subject: `The DNS records of ${name} keep changing`, body: [`They have gone wrong and right again several times within a day. ${now}`, silence, ...wrong].join('\n\n') };
}

function lineOf([{ kind, host, state, found }, verdict]: readonly [DnsRecordEntity, Verdict]): string {
  const [before, after] = [asFound(state, found), asFound(verdict.state, verdict.found)];
  return `${kind} ${host}${before === after ? '' : `\n  was ${before}`}\n  is  ${after}${verdict.advice === null ? '' : `\n  ${verdict.advice}`}`;
}

/** What was found, as it is told. */
export const asFound = (state: string, found: readonly string[]): string => `${state}: ${found.length === 0 ? 'nothing published' : found.join(' | ')}`.slice(0, 500);
