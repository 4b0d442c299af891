import type { Caller } from './authenticate';
import type { JsonObject } from './json';

export const limits = { maxCallsInRequest: 16, maxObjectsInGet: 500, maxObjectsInSet: 500, maxSizeRequest: 10_000_000 } as const;

export const sessionState = '2c8f1281';

/** Capabilities whose methods this server has; the others are known by name only. */
const served = ['urn:ietf:params:jmap:core', 'urn:stalwart:jmap', 'calendars', 'principals', 'principals:availability'];
const known = [
  ...served,
  ...['mail', 'calendars:parse', 'contacts', 'contacts:parse', 'filenode', 'submission'],
  ...['vacationresponse', 'sieve', 'blob', 'quota', 'emailpush', 'webpush-vapid', 'websocket', 'mail:share'],
].map((name) => (name.startsWith('urn:') ? name : `urn:ietf:params:jmap:${name}`));

export const isCapability = (urn: string): boolean => known.includes(urn);

/** The JMAP session (RFC 8620 section 2); without a caller it is empty of accounts, and still a 200. */
export function sessionDocument(caller: Caller | null, hostname: string): JsonObject {
  const base = `https://${hostname}/jmap`;
  // The management capability stands with the account only, never with the server.
  const accountCapabilities: JsonObject = { 'urn:stalwart:jmap': {} };
  return {
    capabilities: {
      'urn:ietf:params:jmap:core': {
        maxSizeUpload: 50_000_000,
        maxConcurrentUpload: 4,
        maxConcurrentRequests: 4,
        ...limits,
        collationAlgorithms: ['i;ascii-numeric', 'i;ascii-casemap', 'i;unicode-casemap'],
      },
    },
    accounts: caller ? { [caller.accountId]: { name: caller.username, isPersonal: true, isReadOnly: false, accountCapabilities } } : {},
    primaryAccounts: caller ? { 'urn:stalwart:jmap': caller.accountId } : {},
    username: caller?.username ?? '',
    apiUrl: `${base}/`,
    downloadUrl: `${base}/download/{accountId}/{blobId}/{name}?accept={type}`,
    uploadUrl: `${base}/upload/{accountId}/`,
    eventSourceUrl: `${base}/eventsource/?types={types}&closeafter={closeafter}&ping={ping}`,
    state: caller ? sessionState : '0',
  };
}
