import type { X509Certificate } from 'node:crypto';
import { connect } from 'node:tls';
import { BackEnd, BackEndError } from '@dezky/kit/http/back-end-error';
import { portOf } from './line-connection';

/**
 * The certificate that the mail server shows to a program that asks for `host` (SNI, RFC 6066 section 3). It is
 * looked at, not trusted: nothing is said on the connection.
 *
 * @param url `smtps` or `imaps`.
 * @returns null when the URL is without TLS.
 * @throws BackEndError `UNREACHABLE` or `TIMEOUT`
 */
export function shownCertificate(url: string, host: string, timeoutMs: number): Promise<X509Certificate | null> {
  const { protocol, hostname } = new URL(url);
  if (protocol !== 'smtps:' && protocol !== 'imaps:') return Promise.resolve(null);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: portOf(url), servername: host, rejectUnauthorized: false });
    const end = (finish: () => void): void => {
      socket.destroy();
      finish();
    };
    socket.setTimeout(timeoutMs, () => end(() => reject(new BackEndError(BackEnd.STALWART, 'TIMEOUT', `Stalwart did not begin TLS within ${timeoutMs / 1_000} s.`))));
    socket.once('error', (error) => end(() => reject(new BackEndError(BackEnd.STALWART, 'UNREACHABLE', 'Stalwart cannot be reached by TLS.', { cause: error }))));
    socket.once('secureConnect', () => {
      const certificate = socket.getPeerX509Certificate() ?? null;
      end(() => resolve(certificate));
    });
  });
}
