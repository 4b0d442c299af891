import type { IncomingMessage } from 'node:http';

/** No caller is kept waiting for longer; whoever wants more asks for the workflow again. */
const longestWaitSeconds = 10;

export interface WaitPreference {
  readonly waitMs: number;
  /** For the header Preference-Applied. */
  readonly applied: string;
}

/**
 * How long a caller wants to wait for the work it starts (RFC 7240): `respond-async` for not at all, `wait=<seconds>`, or
 * both. Null without such a preference; one that cannot be read is no preference (section 2).
 */
export function waitPreference(request: IncomingMessage): WaitPreference | null {
  const preferences = String(request.headers['prefer'] ?? '')
    .split(',')
    .map((part) => part.split(';')[0]?.trim().toLowerCase() ?? '');
  const seconds = preferences.map((one) => /^wait\s*=\s*"?(\d{1,6})"?$/.exec(one)?.[1]).find((found) => found !== undefined);
  if (seconds !== undefined) {
    const waited = Math.min(Number(seconds), longestWaitSeconds);
    return { waitMs: waited * 1_000, applied: `wait=${waited}` };
  }
  return preferences.includes('respond-async') ? { waitMs: 0, applied: 'respond-async' } : null;
}
