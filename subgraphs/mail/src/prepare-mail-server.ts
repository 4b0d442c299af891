import { X509Certificate } from 'node:crypto';
import { BackEndError } from '@dezky/kit/http/back-end-error';
import type { Logger } from '@dezky/kit/log/logger';
import type { KeyedCertificate } from './certificate/keyed-certificate';
import { LineConnection } from './stalwart/line-connection';
import type { SettingsVerbs, TlsCertificate } from './stalwart/settings-verbs';
import { shownCertificate } from './stalwart/shown-certificate';

export interface MailServerWishes {
  /** The name in MX and SRV records and in the greeting. */
  readonly mailHost: string;
  readonly certificate: TlsCertificate | null;
  /** Addresses and networks that are never banned. */
  readonly allowedAddresses: readonly string[];
  /** Where its submission listens, to hear what it calls itself. */
  readonly smtpUrl: string;
  /** False: nothing at the mail server is changed, only looked at. */
  readonly provisioning: boolean;
}

const firstWaitMs = 1_000;
const longestWaitMs = 60_000;

/** As the mail server takes it: the certificate first, then its chain. */
export const tlsCertificateOf = ({ certificate, chain, key }: KeyedCertificate): TlsCertificate => ({
  certificate: [certificate, ...chain].map(String).join(''),
  privateKey: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
});

/**
 * Has the mail server call itself what the records of all domains say, show the platform's certificate and never ban
 * the platform. Done once at each start, by whichever process comes first: what is there already is left as it is.
 */
export class PrepareMailServer {
  private running: Promise<void> = Promise.resolve();
  private readonly stopping = new AbortController();

  constructor(
    private readonly stalwart: SettingsVerbs,
    private readonly wishes: MailServerWishes,
    private readonly log: Logger,
  ) {}

  start(): void {
    this.running = this.untilDone();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async untilDone(): Promise<void> {
    for (let waitMs = firstWaitMs; !this.stopping.signal.aborted; waitMs = Math.min(longestWaitMs, waitMs * 2)) {
      try {
        await this.prepare();
        return;
      } catch (error) {
        const passing = error instanceof BackEndError && error.passing;
        this.log.warn({ err: error }, passing ? 'the mail server could not be prepared yet; it is tried again' : 'the mail server could not be prepared');
        if (!passing) return;
        await this.pause(waitMs);
      }
    }
  }

  /** @throws BackEndError */
  async prepare(): Promise<void> {
    const { mailHost, certificate, allowedAddresses, provisioning } = this.wishes;
    if (provisioning) {
      if ((await this.stalwart.mailHost()) !== mailHost) {
        await this.stalwart.setMailHost(mailHost);
        this.log.info({ mailHost }, 'the mail server was given its host name');
      }
      if (certificate && (await this.stalwart.ensureDefaultCertificate(certificate))) this.log.info('the mail server was given its certificate');
      for (const address of allowedAddresses) if (await this.stalwart.ensureAllowedAddress(address)) this.log.info({ address }, 'the mail server was told never to ban an address');
    }
    // Before the greeting, which a certificate that cannot be trusted keeps from being heard.
    const wrong = await this.certificateFault();
    if (wrong) this.log.warn(wrong, 'mail programs will warn of the certificate that the mail server shows');
    const [stalwart, greeting] = [await this.stalwart.mailHost(), await this.greeting()];
    if (stalwart !== mailHost || greeting !== mailHost) {
      this.log.warn({ mailHost, stalwart, greeting }, 'MAIL_HOST, the default host name of the mail server and the name in its greeting differ; mail programs are sent to MAIL_HOST');
    }
  }

  /** What is wrong with the certificate that mail programs are shown; null where nothing is, or there is no TLS to look at. @throws BackEndError */
  private async certificateFault(now = new Date()): Promise<{ fault: string; subject: string; validTo: string } | null> {
    const { mailHost, certificate, smtpUrl } = this.wishes;
    const shown = await shownCertificate(smtpUrl, mailHost, 5_000);
    if (!shown) return null;
    const wanted = certificate && new X509Certificate(certificate.certificate);
    const faults = [
      ...(wanted && wanted.fingerprint256 !== shown.fingerprint256 ? ['it is not STALWART_CERTIFICATE'] : []),
      ...(shown.checkHost(mailHost) === undefined ? [`it is not for ${mailHost}`] : []),
      ...(new Date(shown.validFrom) > now || new Date(shown.validTo) < now ? ['it is not valid at this time'] : []),
    ];
    return faults.length === 0 ? null : { fault: faults.join(', '), subject: shown.subject, validTo: shown.validTo };
  }

  /** The name behind 220 (RFC 5321 section 4.2). @throws BackEndError */
  private async greeting(): Promise<string> {
    const connection = LineConnection.open(this.wishes.smtpUrl, 5_000);
    try {
      return (/^220[ -](\S+)/.exec(await connection.greeting())?.[1] ?? '').toLowerCase();
    } finally {
      connection.close();
    }
  }

  private pause(ms: number): Promise<void> {
    const { signal } = this.stopping;
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
    });
  }
}
