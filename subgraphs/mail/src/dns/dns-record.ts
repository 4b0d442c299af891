export const DnsRecordKind = { OWNERSHIP: 'OWNERSHIP', MX: 'MX', SPF: 'SPF', DKIM: 'DKIM', DMARC: 'DMARC', AUTODISCOVERY: 'AUTODISCOVERY' } as const;
export type DnsRecordKind = (typeof DnsRecordKind)[keyof typeof DnsRecordKind];

/**
 * `WARN`: works, and should be looked at. `BAD`: missing or wrong. `UNKNOWN`: the name
 * servers could not be asked, which says nothing about the record.
 */
export const DnsRecordState = { UNCHECKED: 'UNCHECKED', OK: 'OK', WARN: 'WARN', BAD: 'BAD', UNKNOWN: 'UNKNOWN' } as const;
export type DnsRecordState = (typeof DnsRecordState)[keyof typeof DnsRecordState];

export const DnsType = { MX: 'MX', TXT: 'TXT', SRV: 'SRV', CNAME: 'CNAME' } as const;
export type DnsType = (typeof DnsType)[keyof typeof DnsType];

export const DmarcPolicy = { NONE: 'NONE', QUARANTINE: 'QUARANTINE', REJECT: 'REJECT' } as const;
export type DmarcPolicy = (typeof DmarcPolicy)[keyof typeof DmarcPolicy];

/** What an SPF record says of every server it does not name: `~all` or `-all`. */
export const SpfPolicy = { SOFT_FAIL: 'SOFT_FAIL', FAIL: 'FAIL' } as const;
export type SpfPolicy = (typeof SpfPolicy)[keyof typeof SpfPolicy];

/** A record that a domain's owner is asked to publish. */
export interface ExpectedRecord {
  readonly kind: DnsRecordKind;
  readonly type: DnsType;
  readonly host: string;
  /** As in a zone file; TXT as one string without quotes. */
  readonly value: string;
  /** Optional records never decide over a domain's status. */
  readonly required: boolean;
}

/** What was made of one expected record. */
export interface Verdict {
  readonly state: Exclude<DnsRecordState, 'UNCHECKED'>;
  /** The values that are published, in the form of `ExpectedRecord.value`. */
  readonly found: readonly string[];
  /** What to do, for people who edit a zone; null when nothing is to be done. */
  readonly advice: string | null;
  /** When everybody sees what the domain's own name servers say; null where nothing is under way. */
  readonly propagatesAt: Date | null;
}
