import { createHash } from 'node:crypto';
import type { Directory } from './directory';
import { objectOr, textOr, type JsonObject } from './json';

/** A character-string holds at most 255 octets (RFC 1035 section 3.3); the server cuts a little earlier. */
const textPart = 255;

const implicitTls: Record<string, readonly [string, number]> = {
  caldav: ['_caldavs', 443],
  carddav: ['_carddavs', 443],
  imap: ['_imaps', 993],
  jmap: ['_jmap', 443],
  pop3: ['_pop3s', 995],
  smtp: ['_submissions', 465],
};
const cleartext: Record<string, readonly [string, number]> = { imap: ['_imap', 143], pop3: ['_pop3', 110], smtp: ['_submission', 587] };

/** The order of the SRV lines differs from one start of the server to the next. */
const shuffle = Math.random();

/** What the operator of a domain has to publish, as BIND text without TTL and `$ORIGIN`. */
export function zoneFile(id: string, domain: JsonObject, directory: Directory): string {
  const settings = directory.effectiveSettings;
  const name = textOr(domain['name'], '');
  const host = textOr(settings['defaultHostname'], '');
  const lines = [
    ...dkimLines(id, name, directory),
    ...(host.endsWith(`.${name}`) ? [`${host}. IN TXT "v=spf1 a -all"`] : []),
    `${name}. IN TXT "v=spf1 mx -all"`,
    ...Object.values(objectOr(settings['mailExchangers'])).map(objectOr).map((exchanger) => `${name}. IN MX ${Number(exchanger['priority'])} ${textOr(exchanger['hostname'], host)}.`),
    ...reportLines(name, domain['reportAddressUri']),
    ...serviceLines(name, host, settings),
    `mta-sts.${name}. IN CNAME ${host}.`,
    `_mta-sts.${name}. IN TXT "v=STSv1; id=${BigInt(`0x${digest(host, 'hex').slice(0, 16)}`)}"`,
    `ua-auto-config.${name}. IN CNAME ${host}.`,
    `_ua-auto-config.${name}. IN TXT "v=UAAC1; a=sha256; d=${digest(`uaac ${host}`, 'base64')}"`,
    `autoconfig.${name}. IN CNAME ${host}.`,
    `autodiscover.${name}. IN CNAME ${host}.`,
  ];
  return `${lines.join('\n')}\n`;
}

const digest = (text: string, encoding: 'hex' | 'base64'): string => createHash('sha256').update(text).digest(encoding);

function dkimLines(id: string, name: string, directory: Directory): string[] {
  return directory
    .objects('DkimSignature')
    .values()
    .filter((key) => key['domainId'] === id && key['stage'] === 'active')
    .map((key) => {
      const algorithm = String(key['@type']).includes('Rsa') ? 'rsa' : 'ed25519';
      const value = `v=DKIM1; k=${algorithm}; h=sha256; p=${String(key['publicKey'])}`;
      const owner = `${String(key['selector'])}._domainkey.${name}. IN TXT`;
      if (value.length <= textPart) return `${owner} "${value}"`;
      const parts = value.match(new RegExp(`.{1,${textPart}}`, 'g')) ?? [];
      return `${owner} (\n${parts.map((part) => `    "${part}"\n`).join('')})`;
    });
}

function reportLines(name: string, uri: unknown): string[] {
  if (typeof uri !== 'string') return [];
  const address = uri.includes('@') ? uri : `${uri}@${name}`;
  return [`_dmarc.${name}. IN TXT "v=DMARC1; p=reject; rua=${address}"`, `_smtp._tls.${name}. IN TXT "v=TLSRPTv1; rua=${address}"`];
}

function serviceLines(name: string, host: string, settings: JsonObject): string[] {
  const lines = Object.entries(objectOr(settings['services'])).flatMap(([service, value]) => {
    const target = textOr(objectOr(value)['hostname'], host);
    const entries = [implicitTls[service], objectOr(value)['cleartext'] === true ? cleartext[service] : undefined];
    return entries.flatMap((entry) => (entry ? [`${entry[0]}._tcp.${name}. IN SRV 0 1 ${entry[1]} ${target}.`] : []));
  });
  const cut = Math.floor(shuffle * lines.length);
  return [...lines.slice(cut), ...lines.slice(0, cut)];
}
