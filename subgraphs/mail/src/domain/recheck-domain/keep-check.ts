import type { Reach } from '@dezky/kit/context/reach';
import type { RequestContext } from '@dezky/kit/context/request-context';
import type { Rows } from '@dezky/kit/database/rows';
import { isUniqueViolation } from '@dezky/kit/database/unique-violation';
import type { Verdict } from '../../dns/dns-record';
import type { BeginSetUp } from '../add-domain/begin-set-up';
import { isHeldByOther } from '../add-domain/held-name';
import type { DnsRecordEntity } from '../dns-record.entity';
import type { DomainEntity } from '../domain.entity';
import { holdDomainsOf } from '../reachable-domain';
import { keepVerdicts } from './keep-verdicts';

type Verdicts = ReadonlyMap<DnsRecordEntity, Verdict>;

export interface DomainCheck {
  readonly verdicts: Verdicts;
  /** When the name servers began to be asked. */
  readonly askedAt: Date;
}

/**
 * Keeps what a check found. A name is held by who first shows that it is theirs; whoever else claims it
 * is told so at the ownership record, and nothing of it reaches the mail server.
 *
 * @returns null when the domain is gone.
 */
export async function keepCheck(rows: Rows, reach: Reach, by: Pick<RequestContext, 'actor' | 'origin'>, domain: Pick<DomainEntity, 'id' | 'tenantId' | 'name' | 'claimed'>, { verdicts, askedAt }: DomainCheck, setUp: BeginSetUp | null): Promise<DomainEntity | null> {
  const keep = (what: Verdicts): Promise<DomainEntity | null> =>
    rows.in(reach, async (db) => {
      // Before any row, in the order of whatever adds or removes one.
      if (domain.claimed) await holdDomainsOf(db, domain.tenantId);
      return keepVerdicts(db, by, domain.id, what, askedAt, setUp);
    });
  if (domain.claimed && (await isHeldByOther(rows, domain))) return keep(heldByOther(domain.name, verdicts));
  try {
    return await keep(verdicts);
  } catch (error) {
    // Somebody else came a moment before.
    if (domain.claimed && isUniqueViolation(error)) return keep(heldByOther(domain.name, verdicts));
    throw error;
  }
}

function heldByOther(name: string, verdicts: Verdicts): Verdicts {
  const advice = `${name} is in use here by somebody else, who has shown that it is theirs. If it is yours, ask support; if it was added by mistake, remove it.`;
  return new Map([...verdicts].map(([record, { found }]) => [record, { state: 'BAD' as const, found, advice, propagatesAt: null }]));
}
