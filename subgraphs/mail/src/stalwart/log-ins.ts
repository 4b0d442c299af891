import { BackEnd, BackEndError } from '@dezky/kit/http/back-end-error';
import { backEndFetch } from '@dezky/kit/http/back-end-fetch';
import { LineConnection } from './line-connection';

/** The ways into a mailbox. */
export const mailDoors = ['JMAP', 'IMAP', 'SMTP'] as const;
export type MailDoor = (typeof mailDoors)[number];

/** What the server made of a log-in, and what it said. */
export interface LogInAnswer {
  readonly letIn: boolean;
  readonly said: string;
}

/** Tries log-ins as mail programs make them. Every method throws `BackEndError` when the server gives no answer. */
export interface LogIns {
  try(door: MailDoor, user: string, password: string): Promise<LogInAnswer>;
  close(): Promise<void>;
}

/** A failed log-in is held back by half a second at most. */
const patienceMs = 5_000;

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');
const unclear = (said: string): BackEndError => new BackEndError(BackEnd.STALWART, 'BROKEN', `Stalwart answered a log-in with neither yes nor no: ${said}`);

/** @param urls `imap` and `smtp`: `imaps://host[:port]`, or `imap://…` without TLS, and alike for submission. */
export function createLogIns(urls: { readonly jmap: string; readonly imap: string; readonly smtp: string }, timeoutMs = patienceMs): LogIns {
  const http = backEndFetch({ system: BackEnd.STALWART, timeoutMs });

  const jmap = async (user: string, password: string): Promise<LogInAnswer> => {
    const body = JSON.stringify({ using: ['urn:ietf:params:jmap:core'], methodCalls: [['Core/echo', {}, '0']] });
    const { status } = await http.fetch(new URL('/jmap', urls.jmap), { method: 'POST', headers: { authorization: `Basic ${base64(`${user}:${password}`)}`, 'content-type': 'application/json' }, body });
    if (status === 200) return { letIn: true, said: '200' };
    if (status === 401 || status === 403) return { letIn: false, said: String(status) };
    throw status === 429 ? new BackEndError(BackEnd.STALWART, 'BUSY', 'Stalwart takes no more log-ins from here for the moment.', { status }) : unclear(String(status));
  };

  /** SASL PLAIN with the credentials in the command itself: RFC 9051 section 6.2.2, RFC 4954 section 4. */
  const plain = (user: string, password: string): string => base64(`\0${user}\0${password}`);

  const imap = (user: string, password: string): Promise<LogInAnswer> =>
    converse(urls.imap, async (connection) => {
      await connection.greeting();
      connection.say(`a AUTHENTICATE PLAIN ${plain(user, password)}`);
      for (let line = await connection.hear(); line !== null; line = await connection.hear()) {
        if (line.startsWith('a OK')) return { letIn: true, said: 'OK' };
        if (line.startsWith('a NO')) return { letIn: false, said: line.slice(2) };
        if (line.startsWith('a ')) throw unclear(line);
      }
      // How the server refuses a frozen account (contract, section 4).
      return { letIn: false, said: 'the connection was closed without an answer' };
    });

  const smtp = (user: string, password: string): Promise<LogInAnswer> =>
    converse(urls.smtp, async (connection) => {
      const greeting = await connection.greeting();
      if (!greeting.startsWith('220')) throw unclear(greeting);
      connection.say('EHLO dezky.invalid');
      await lastOf(connection);
      connection.say(`AUTH PLAIN ${plain(user, password)}`);
      const reply = await lastOf(connection);
      if (reply.startsWith('235')) return { letIn: true, said: '235' };
      if (/^5\d\d /.test(reply) && !/^50[0-4]/.test(reply)) return { letIn: false, said: reply };
      throw unclear(reply);
    });

  const converse = async <T>(url: string, talk: (connection: LineConnection) => Promise<T>): Promise<T> => {
    const connection = LineConnection.open(url, timeoutMs);
    try {
      return await talk(connection);
    } finally {
      connection.close();
    }
  };

  /** A reply may have several lines; the last has a blank behind its code (RFC 5321 section 4.2.1). */
  const lastOf = async (connection: LineConnection): Promise<string> => {
    for (let line = await connection.hear(); line !== null; line = await connection.hear()) if (!/^\d{3}-/.test(line)) return line;
    throw new BackEndError(BackEnd.STALWART, 'UNREACHABLE', 'Stalwart closed the connection.');
  };

  const doors = { JMAP: jmap, IMAP: imap, SMTP: smtp };
  return { try: (door, user, password) => doors[door](user, password), close: () => http.close() };
}
