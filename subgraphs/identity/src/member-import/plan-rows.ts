import type { MemberEntity } from '../member/member.entity';
import { contactFields } from '../member/update-member/contact';
import type { ImportAction, ImportColumn, RowChange } from './member-import.entity';
import type { CsvRow } from './read-csv';
import { type WantedPerson, wantedPerson } from './wanted-person';

/** What is known of the tenant when a file is looked at. */
export interface TenantFacts {
  /** Null: there is none yet. */
  readonly domain: string | null;
  readonly verified: boolean;
  readonly members: ReadonlyMap<string, MemberEntity>;
  /** Addresses that something else has, such as aliases. */
  readonly taken: ReadonlySet<string>;
  /** Null: no limit. */
  readonly seatsLeft: number | null;
}

export interface PlannedRow {
  readonly line: number;
  readonly address: string | null;
  readonly displayName: string | null;
  readonly action: ImportAction;
  /** Why it is left out, or what else there is to know. */
  readonly reason: string | null;
  readonly changes: readonly RowChange[];
}

type Verdict = Pick<PlannedRow, 'action' | 'reason' | 'changes'>;
const conflict = (reason: string): Verdict => ({ action: 'CONFLICT', reason, changes: [] });

/** What an import would do with each row: the dry run. It decides nothing by itself: what holds is asked again when a row is done. */
export function planRows(rows: readonly CsvRow[], columns: readonly ImportColumn[], facts: TenantFacts): PlannedRow[] {
  const lines = new Map<string, number>();
  let { seatsLeft } = facts;
  return rows.map((row): PlannedRow => {
    const person = wantedPerson(row, columns, facts.domain ?? 'no-domain.invalid');
    if (typeof person === 'string') return { line: row.line, address: null, displayName: null, ...conflict(person) };
    const told = { line: row.line, address: person.address, displayName: person.displayName };
    const earlier = lines.get(person.address);
    if (earlier !== undefined) return { ...told, ...conflict(`The same address stands in line ${earlier}.`) };
    lines.set(person.address, row.line);
    const member = facts.members.get(person.address);
    const verdict = member ? existing(member, person) : newcomer(person, facts, seatsLeft);
    if (verdict.action === 'CREATE' && seatsLeft !== null) seatsLeft -= 1;
    return { ...told, ...verdict };
  });
}

function newcomer(person: WantedPerson, { domain, verified, taken }: TenantFacts, seatsLeft: number | null): Verdict {
  if (domain === null) return conflict('There is no domain yet for mailboxes to live on.');
  if (!person.address.endsWith(`@${domain}`)) return conflict(`${person.address} is not on ${domain}. Mailboxes are created on the primary domain.`);
  if (!verified) return conflict(`The DNS records of ${domain} are not right yet.`);
  if (taken.has(person.address)) return conflict(`${person.address} is in use already.`);
  if (seatsLeft !== null && seatsLeft <= 0) return conflict('Every seat of the plan would be taken.');
  const given = Object.entries(person).filter(([field]) => field !== 'address');
  return { action: 'CREATE', reason: null, changes: given.map(([field, after]: [string, string]) => ({ field, before: null, after })) };
}

function existing(member: MemberEntity, person: WantedPerson): Verdict {
  if (member.status === 'PROVISIONING' || member.status === 'REMOVING') return conflict(`${member.displayName} is being ${member.status === 'REMOVING' ? 'removed' : 'created'} right now.`);
  const changes = contactFields.filter((field) => person[field] !== undefined && person[field] !== member[field]).map((field) => ({ field, before: member[field], after: person[field] ?? null }));
  const otherRole = person.role !== undefined && member.role !== 'OWNER' && person.role !== member.role;
  const reason = otherRole ? 'The role is left as it is. Change it in the user’s panel.' : null;
  return changes.length > 0 ? { action: 'UPDATE', reason, changes } : { action: 'SKIP', reason: reason ?? 'Everything is as the file says already.', changes: [] };
}
