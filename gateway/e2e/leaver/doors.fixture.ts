import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { SessionTokens } from '@dezky/gateway/authenticate/session-store';
import type { TestStack } from '@dezky/stack/test-stack.fixture';

/** What a person has in their hands. */
export interface Keys {
  readonly address: string;
  readonly password: string;
  /** Of an open portal session. */
  readonly cookie: string;
  /** The session's tokens, as only the gateway has them. */
  readonly tokens: SessionTokens;
  /** An access token of the command line, for the API. */
  readonly token: string;
}

/** A connection whose lines are read one by one. */
export class Lines {
  private readonly lines: AsyncIterator<string>;

  constructor(
    url: string,
    private readonly socket: Socket = connect(Number(new URL(url).port), new URL(url).hostname),
  ) {
    socket.on('error', () => undefined);
    this.lines = createInterface({ input: socket })[Symbol.asyncIterator]();
  }

  say(line: string): void {
    this.socket.write(`${line}\r\n`);
  }

  /** The first line that matches; null when the connection is closed before. */
  async until(pattern: RegExp): Promise<string | null> {
    for (;;) {
      const { value, done } = await this.lines.next();
      if (done) return null;
      if (pattern.test(value)) return value;
    }
  }

  close(): void {
    this.socket.destroy();
  }
}

/** Tries every door with a person's own keys, by nothing of the product but its doors. Returns what each said, in one word. */
export async function tryDoors(stack: TestStack, { address, password, cookie, tokens, token }: Keys): Promise<Record<string, string>> {
  const { places } = stack;
  const basic = `Basic ${Buffer.from(`${address}:${password}`).toString('base64')}`;
  const plain = Buffer.from(`\0${address}\0${password}`).toString('base64');
  const status = async (url: string, init: RequestInit): Promise<string> => String((await fetch(url, init)).status);
  const bearer = (accessToken: string): RequestInit => ({ headers: { authorization: `Bearer ${accessToken}` } });
  const talk = async (url: string, conversation: (lines: Lines) => Promise<string>): Promise<string> => {
    const lines = new Lines(url);
    try {
      return await conversation(lines);
    } finally {
      lines.close();
    }
  };
  const code = (answer: Awaited<ReturnType<TestStack['graphql']>>): string => String(answer.errors[0]?.extensions['code'] ?? 'in');
  return {
    portal: code(await stack.graphql({ cookie }, { portal: 'Viewer' })),
    api: code(await stack.graphql({ token }, '{ viewer { user { email } } }')),
    userinfo: await status(`${places.authentikUrl}/application/o/userinfo/`, bearer(tokens.accessToken)),
    files: await status(`${places.ocisUrl}/graph/v1.0/me`, bearer(tokens.accessToken)),
    jmap: await status(`${places.stalwartUrl}/jmap/session`, { headers: { authorization: basic } }),
    imap: await talk(places.stalwartImapUrl, async (lines) => {
      lines.say(`a LOGIN ${address} ${password}`);
      return (await lines.until(/^a /))?.split(' ')[1] ?? 'closed';
    }),
    smtp: await talk(places.stalwartSmtpUrl, async (lines) => {
      lines.say('EHLO here.test');
      await lines.until(/^250 /);
      lines.say(`AUTH PLAIN ${plain}`);
      return (await lines.until(/^\d{3} /))?.slice(0, 3) ?? 'closed';
    }),
  };
}

/** Presents a refresh token as the portal would. It may be used up by that. */
export async function refresh(stack: TestStack, refreshToken: string | null): Promise<number> {
  const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken ?? '', client_id: 'dezky-portal', client_secret: stack.secrets.portalClientSecret });
  return (await fetch(`${stack.places.authentikUrl}/application/o/token/`, { method: 'POST', body })).status;
}
