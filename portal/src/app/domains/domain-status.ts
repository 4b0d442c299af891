import type { DnsRecordKind, DnsRecordState, DomainStatus } from '../graphql/schema.generated';
import type { Tone } from '../ui/badge';
import type { IconName } from '../ui/icons';

interface Look {
  readonly tone: Tone;
  readonly words: string;
}

/** How the status of a domain is said. */
export const domainStatus: Record<DomainStatus, Look> = {
  CLAIMED: { tone: 'quiet', words: 'Waiting for proof' },
  PENDING: { tone: 'quiet', words: 'Waiting for records' },
  VERIFIED: { tone: 'right', words: 'Verified' },
  NEEDS_ATTENTION: { tone: 'attention', words: 'Needs attention' },
  FAILED: { tone: 'wrong', words: 'Not set up' },
  REMOVING: { tone: 'attention', words: 'Being removed' },
};

interface RecordLook extends Look {
  readonly icon: IconName;
}

const recordState: Record<DnsRecordState, RecordLook> = {
  UNCHECKED: { tone: 'quiet', words: 'Not checked', icon: 'circle' },
  OK: { tone: 'right', words: 'Right', icon: 'checkCircle' },
  WARN: { tone: 'attention', words: 'Could be better', icon: 'warning' },
  BAD: { tone: 'wrong', words: 'Wrong', icon: 'wrong' },
  UNKNOWN: { tone: 'attention', words: 'No answer', icon: 'warning' },
};

/** How the state of a DNS record is said: one that nobody published is missing, another in its place is wrong. */
export function recordLook({ state, found, propagatesAt = null }: { readonly state: DnsRecordState; readonly found: readonly string[]; readonly propagatesAt?: string | null }): RecordLook {
  if (state === 'WARN' && propagatesAt !== null) return { ...recordState.WARN, words: 'Not yet everywhere' };
  return state === 'BAD' && found.length === 0 ? { ...recordState.BAD, words: 'Missing' } : recordState[state];
}

/** What each kind of record is for, in the admin's words. */
export const recordPurpose: Record<DnsRecordKind, { readonly name: string; readonly why: string }> = {
  OWNERSHIP: { name: 'Ownership', why: 'Shows that the domain is yours.' },
  MX: { name: 'Incoming mail', why: 'Sends mail for the domain to your mail server.' },
  SPF: { name: 'Permitted senders', why: 'Says which servers may send for the domain.' },
  DKIM: { name: 'Signature', why: 'Lets receivers check that a message is really yours.' },
  DMARC: { name: 'Policy', why: 'Says what receivers do with mail that fails the checks.' },
  AUTODISCOVERY: { name: 'Set-up of mail programs', why: 'Lets mail programs find the server by the address alone.' },
};
