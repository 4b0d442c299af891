/** The systems a change can span, as shown beside each workflow step. */
export const BackEnd = {
  AUTHENTIK: 'AUTHENTIK',
  STALWART: 'STALWART',
  OCIS: 'OCIS',
  STRIPE: 'STRIPE',
  DNS: 'DNS',
  /** Another part of the platform, in a process of its own. */
  DEZKY: 'DEZKY',
} as const;
export type BackEnd = (typeof BackEnd)[keyof typeof BackEnd];

/**
 * Why a back end did not do what it was asked.
 *
 * - `UNREACHABLE` `TIMEOUT` `BUSY` `BROKEN`: passing; asking again later may succeed.
 * - `UNAUTHORIZED`: our own credential is refused; an operator has to mend it.
 * - `REFUSED` `NOT_FOUND` `CONFLICT`: final; the same request will be refused again.
 */
export type BackEndFault = 'UNREACHABLE' | 'TIMEOUT' | 'BUSY' | 'BROKEN' | 'UNAUTHORIZED' | 'REFUSED' | 'NOT_FOUND' | 'CONFLICT';

const passing: ReadonlySet<BackEndFault> = new Set(['UNREACHABLE', 'TIMEOUT', 'BUSY', 'BROKEN']);

/** The one error type that leaves a back end's folder; each folder has one mapper that makes it. */
export class BackEndError extends Error {
  readonly system: BackEnd;
  readonly fault: BackEndFault;
  /** HTTP status, where an answer was received. */
  readonly status: number | undefined;
  /** The back end's own code for the fault, such as `objectIsLinked` or `resource_missing`. */
  readonly code: string | undefined;
  /** Whole seconds the back end asked us to wait (Retry-After, RFC 9110 section 10.2.3). */
  readonly retryAfterSeconds: number | undefined;

  constructor(system: BackEnd, fault: BackEndFault, message: string, details: { status?: number; code?: string; retryAfterSeconds?: number; cause?: unknown } = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'BackEndError';
    this.system = system;
    this.fault = fault;
    this.status = details.status;
    this.code = details.code;
    this.retryAfterSeconds = details.retryAfterSeconds;
  }

  /** Whether the same request may succeed later without anybody changing anything. */
  get passing(): boolean {
    return passing.has(this.fault);
  }
}
