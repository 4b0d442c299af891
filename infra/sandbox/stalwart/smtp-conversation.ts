import type { Authentication } from './authenticate';
import { type Conversation, plainCredentials } from './line-server';

/** Submission (RFC 6409) as far as the log-in. Without TLS, which the real server asks for before it offers PLAIN: this one listens on loopback alone. */
export const smtpConversation =
  (logIn: (user: string, password: string) => Authentication, nameOfServer: () => string): Conversation =>
  (peer) => {
    let pending = false;
    const hostname = nameOfServer();
    peer.say(`220 ${hostname} Stalwart ESMTP at your service`);

    const plain = (response: string): void => {
      const credentials = plainCredentials(response);
      if (!credentials) return peer.say('501 5.5.2 Invalid SASL response.');
      const found = logIn(credentials.user, credentials.password);
      if ('caller' in found) return peer.say('235 2.7.0 Authentication succeeded.');
      peer.say(found.refused === 403 ? '550 5.7.1 Your account is not authorized to use this service.' : '535 5.7.8 Authentication credentials invalid.');
    };

    return (line) => {
      if (pending) {
        pending = false;
        return plain(line);
      }
      const [command = '', ...rest] = line.split(' ');
      switch (command.toUpperCase()) {
        case 'EHLO':
          peer.say(`250-${hostname} you had me at EHLO`);
          peer.say('250-8BITMIME');
          return peer.say('250 AUTH PLAIN');
        case 'AUTH':
          if (rest[0]?.toUpperCase() !== 'PLAIN') return peer.say('504 5.5.4 Mechanism not supported.');
          if (rest[1] !== undefined) return plain(rest[1]);
          pending = true;
          return peer.say('334 ');
        case 'QUIT':
          peer.say('221 2.0.0 Bye.');
          return peer.end();
        case 'MAIL':
          return peer.say('503 5.5.1 You must authenticate first.');
        default:
          return peer.say('500 5.5.1 Invalid command.');
      }
    };
  };
