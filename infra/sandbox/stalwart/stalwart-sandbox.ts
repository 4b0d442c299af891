import { join } from 'node:path';
import type { Faults } from '../http/faults';
import { type Exchange, json, type Reply } from '../http/router';
import { startSandboxServer } from '../http/sandbox-server';
import { newRsaKey, type RsaKeys } from '../rsa-keys';
import { openStore } from '../store';
import { type Authentication, authenticate, byPassword, type Caller, type RecoveryAdmin } from './authenticate';
import { type CalendarEntry, listCalendarEvents } from './calendar/calendar-entries';
import { Directory, addressesOf } from './directory';
import { DkimTasks } from './dkim-tasks';
import { ConnectionDropped, RequestFailure } from './failures';
import { setUp } from './first-start';
import { imapConversation } from './imap-conversation';
import { objectOr, textOr, type JsonObject } from './json';
import { runRequest } from './jmap-request';
import { listenForLines } from './line-server';
import { type SentMail, sentMails } from './mail/deliveries';
import { sessionDocument } from './session-document';
import { smtpConversation } from './smtp-conversation';

export interface StalwartSandboxOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** Where state is kept; a second start continues with it. */
  readonly directory: string;
  /** The recovery administrator: always valid, has no account of its own. */
  readonly adminUser: string;
  readonly adminPassword: string;
  /** `API_…`, a key of the service account with the Admin role. */
  readonly serviceApiKey: string;
  /** Of the service account `platform-service` on the domain of the mail host: it may log in as others (`target%master`), which a key may not. Without one it has none. */
  readonly servicePassword?: string;
  /** Where mail programs connect; free ones when absent. */
  readonly imapPort?: number;
  readonly smtpPort?: number;
  readonly defaultHostname: string;
  /** How long RSA keys take at least, in milliseconds. */
  readonly rsaDelayMs?: number;
  /** Where the RSA keys of domains come from; a new one for each when absent. */
  readonly rsaKeys?: RsaKeys;
}

/** The ways in that a mail program or a browser takes. */
export type Door = 'JMAP' | 'IMAP' | 'SMTP';

export interface StalwartSandbox {
  readonly url: string;
  /** `imap://127.0.0.1:<port>`, without TLS. */
  readonly imapUrl: string;
  /** Submission: `smtp://127.0.0.1:<port>`, without TLS. */
  readonly smtpUrl: string;
  /** Address and password of the service account, for `target%master`. */
  readonly master: { readonly user: string; readonly password: string };
  /** From now on these ways let frozen accounts in, as a server would that does not keep its word. */
  overlookFreezeAt(...doors: Door[]): void;
  readonly faults: Faults;
  /** The next `count` writes answer `serverUnavailable`, as losers of a conflict do. */
  conflictNextWrites(count: number): void;
  /** Accounts and domains as they stand, for the page that shows what arrived. */
  domains(): { id: string; name: string }[];
  mailboxes(): { id: string; address: string; displayName: string; frozen: boolean; aliases: { address: string; enabled: boolean }[] }[];
  lists(): { id: string; address: string; name: string; recipients: string[] }[];
  /** What is in everybody's calendars, in the order of their beginnings; times as the server computes them, in UTC. */
  calendarEvents(): CalendarEntry[];
  /** What was sent by JMAP, in order; on HTTP `GET /__sandbox/mails`. */
  sentMails(): SentMail[];
  close(): Promise<void>;
}

/** A mail server's management side, its calendars and the log-ins of mail programs: JMAP with the `x:` objects of Stalwart 0.16, IMAP and submission as far as the log-in, state kept in `directory`. */
export async function startStalwartSandbox(options: StalwartSandboxOptions): Promise<StalwartSandbox> {
  const store = openStore(join(options.directory, 'stalwart.jsonl'));
  const directory = new Directory(store);
  setUp(directory, options);
  const tasks = new DkimTasks(directory, options.rsaDelayMs ?? 400, options.rsaKeys ?? newRsaKey);
  tasks.wake();
  let conflicts = 0;

  const scopeFor = (caller: Caller, afterwards: (() => void)[]): Parameters<typeof runRequest>[1] => ({
    caller,
    directory,
    created: new Map(),
    implied: [],
    exists: (object, id) => directory.exists(object, id),
    afterwards: (work) => afterwards.push(work),
    conflict: () => conflicts > 0 && (conflicts -= 1) >= 0,
  });

  const api = (exchange: Exchange, caller: Caller): Reply | undefined => {
    const type = exchange.header('content-type');
    if (type !== undefined && !type.startsWith('application/json')) {
      return problem(400, { type: 'urn:ietf:params:jmap:error:notJSON', status: 400, detail: 'Failed to parse JSON: The Content-Type header must be application/json.' });
    }
    const afterwards: (() => void)[] = [];
    try {
      const answer = runRequest(exchange.text, scopeFor(caller, afterwards));
      for (const work of afterwards) work();
      return json(200, answer, { 'content-type': 'application/json; charset=utf-8' });
    } catch (error) {
      if (error instanceof RequestFailure) return problem(error.body.status, error.body);
      if (!(error instanceof ConnectionDropped)) throw error;
      exchange.request.socket.destroy();
      return undefined;
    } finally {
      tasks.wake();
    }
  };

  const overlooked = new Set<Door>();
  const enter = (door: Door, found: Authentication): Authentication => ('refused' in found && found.frozen && overlooked.has(door) ? { caller: found.frozen } : found);
  const recovery: RecoveryAdmin = { user: options.adminUser, password: options.adminPassword };
  const server = await startSandboxServer({
    port: options.port,
    handle: (exchange) => {
      const call = `${exchange.method} ${exchange.path}`;
      if (call === 'GET /healthz/live' || call === 'GET /healthz/ready') return problem(200, { detail: 'OK', status: 200, title: 'OK', type: 'about:blank' });
      if (call === 'GET /.well-known/jmap') return { status: 307, headers: { 'cache-control': 'no-cache', location: '/jmap/session' } };
      if (call === 'GET /__sandbox/mails') return json(200, sentMails(directory));
      const isSession = call === 'GET /jmap/session';
      if (!isSession && call !== 'POST /jmap' && call !== 'POST /jmap/') return notHere;
      const authentication = authenticate(exchange.header('authorization'), recovery, directory);
      if (isSession && authentication === null) return session(null);
      const caller = callerOf(authentication && enter('JMAP', authentication));
      if (typeof caller === 'number') return caller === 403 ? forbidden : unauthorized;
      return isSession ? session(caller) : api(exchange, caller);
    },
  });
  const logIn = (door: Door) => (user: string, password: string) => enter(door, byPassword(user, password, recovery, directory));
  const imap = await listenForLines({ port: options.imapPort ?? 0, serve: imapConversation(logIn('IMAP')) });
  const smtp = await listenForLines({ port: options.smtpPort ?? 0, serve: smtpConversation(logIn('SMTP'), () => textOr(directory.effectiveSettings['defaultHostname'], '')) });
  const session = (caller: Caller | null): Reply =>
    json(200, sessionDocument(caller, textOr(directory.effectiveSettings['defaultHostname'], '')), { 'content-type': 'application/json; charset=utf-8' });

  return {
    url: server.url,
    imapUrl: `imap://127.0.0.1:${imap.port}`,
    smtpUrl: `smtp://127.0.0.1:${smtp.port}`,
    master: { user: `platform-service@${options.defaultHostname.split('.').slice(1).join('.')}`, password: options.servicePassword ?? '' },
    overlookFreezeAt: (...doors) => {
      overlooked.clear();
      for (const door of doors) overlooked.add(door);
    },
    faults: server.faults,
    conflictNextWrites: (count) => void (conflicts = count),
    domains: () => directory.objects('Domain').entries().map(([id, domain]) => ({ id, name: textOr(domain['name'], '') })),
    mailboxes: () =>
      directory
        .objects('Account')
        .entries()
        .filter(([, account]) => account['@type'] === 'User')
        .map(([id, account]) => ({
          id,
          address: directory.addressOf(account),
          displayName: textOr(account['description'], ''),
          frozen: objectOr(objectOr(account['permissions'])['disabledPermissions'])['authenticate'] === true,
          aliases: addressesOf(account).slice(1).map(({ name, domainId, enabled }) => ({ address: directory.addressOf({ name, domainId }), enabled })),
        })),
    lists: () => directory.objects('MailingList').entries().map(([id, list]) => ({ id, address: directory.addressOf(list), name: textOr(list['description'], ''), recipients: Object.keys(objectOr(list['recipients'])) })),
    calendarEvents: () => listCalendarEvents(directory),
    sentMails: () => sentMails(directory),
    close: async () => {
      tasks.close();
      await Promise.all([server.close(), imap.close(), smtp.close()]);
      store.close();
    },
  };
}

const callerOf = (authentication: Authentication | null): Caller | 401 | 403 =>
  authentication === null ? 401 : 'refused' in authentication ? authentication.refused : authentication.caller;

const problem = (status: number, body: JsonObject, headers: Record<string, string> = {}): Reply => json(status, body, { 'content-type': 'application/problem+json', ...headers });

const unauthorized = problem(
  401,
  { type: 'about:blank', status: 401, title: 'Unauthorized', detail: 'You have to authenticate first.' },
  { 'www-authenticate': 'Basic realm="Stalwart Server"' },
);
const forbidden = problem(403, { type: 'about:blank', status: 403, title: 'Forbidden', detail: 'You do not have enough permissions to access this resource.' });
const notHere = problem(404, { type: 'about:blank', status: 404, title: 'Not Found', detail: 'The requested resource does not exist on this server.' });
