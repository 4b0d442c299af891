import type { ActorName } from '../context/actor';

/** One thing that was done, refused or failed; the form in which subgraphs hand it to identity. */
export interface AuditRecord {
  readonly id: string;
  readonly tenantId: string;
  /** RFC 3339. */
  readonly at: string;
  readonly actor: ActorName;
  /** `noun.verbed`, such as `member.created`. */
  readonly action: string;
  readonly outcome: 'SUCCEEDED' | 'REFUSED' | 'FAILED';
  readonly target: { readonly kind: string; readonly id: string; readonly name: string } | null;
  readonly summary: string;
  /** Never secrets. */
  readonly changes: readonly { readonly field: string; readonly before: string | null; readonly after: string | null }[];
  readonly ipAddress: string | null;
  readonly requestId: string;
}
