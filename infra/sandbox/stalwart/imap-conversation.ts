import type { Authentication } from './authenticate';
import { type Conversation, plainCredentials } from './line-server';

const capabilities = 'IMAP4rev2 IMAP4rev1 AUTH=PLAIN SASL-IR ID NAMESPACE';

/** An atom, or a quoted string (RFC 9051 section 4.3). */
const words = (text: string): string[] => [...text.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)].map(([, quoted, atom]) => (quoted === undefined ? (atom ?? '') : quoted.replace(/\\(.)/g, '$1')));

/**
 * IMAP as far as the log-in, and an inbox that is empty. A frozen account is let go without a tagged answer; a connection that was
 * logged in before its account was frozen goes on, as on the real server.
 */
export const imapConversation =
  (logIn: (user: string, password: string) => Authentication): Conversation =>
  (peer) => {
    let loggedIn = false;
    let pending: string | null = null;
    peer.say(`* OK [CAPABILITY ${capabilities}] Stalwart IMAP4rev2 at your service.`);

    const enter = (tag: string, user: string, password: string): void => {
      const found = logIn(user, password);
      if ('caller' in found) {
        loggedIn = true;
        return peer.say(`${tag} OK [CAPABILITY ${capabilities}] Authentication successful.`);
      }
      if (found.refused === 403) return peer.drop();
      peer.say(`${tag} NO [AUTHENTICATIONFAILED] Authentication failed.`);
    };
    const plain = (tag: string, response: string): void => {
      const credentials = plainCredentials(response);
      if (credentials) enter(tag, credentials.user, credentials.password);
      else peer.say(`${tag} BAD Invalid SASL response.`);
    };

    return (line) => {
      if (pending !== null) {
        const tag = pending;
        pending = null;
        return plain(tag, line);
      }
      const [tag = '*', command = '', ...rest] = words(line);
      switch (command.toUpperCase()) {
        case 'CAPABILITY':
          peer.say(`* CAPABILITY ${capabilities}`);
          return peer.say(`${tag} OK Completed`);
        case 'NOOP':
          return peer.say(`${tag} OK Completed`);
        case 'LOGOUT':
          peer.say('* BYE Stalwart IMAP4rev2 bids you farewell.');
          peer.say(`${tag} OK Completed`);
          return peer.end();
        case 'LOGIN':
          return loggedIn ? peer.say(`${tag} BAD Already authenticated.`) : enter(tag, rest[0] ?? '', rest[1] ?? '');
        case 'AUTHENTICATE':
          if (rest[0]?.toUpperCase() !== 'PLAIN') return peer.say(`${tag} NO Mechanism not supported.`);
          if (rest[1] !== undefined) return plain(tag, rest[1]);
          pending = tag;
          return peer.say('+ ""');
        case 'SELECT':
        case 'EXAMINE':
          if (!loggedIn) return peer.say(`${tag} BAD Not authenticated.`);
          peer.say('* 0 EXISTS');
          return peer.say(`${tag} OK [READ-ONLY] Completed`);
        default:
          return peer.say(`${tag} BAD Unknown command.`);
      }
    };
  };
