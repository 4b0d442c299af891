import type { JmapSession } from '@dezky/kit/http/jmap-session';
import { fromSetError, fromUnreadable } from './errors';
import { certificateWire, getResponseWire, queryResponseWire, type SettingsWire, setResponseWire, settingsWire } from './stalwart.wire';

/** A certificate with its chain and its key, as PEM. The server does not look whether they belong together: ask before. */
export interface TlsCertificate {
  readonly certificate: string;
  readonly privateKey: string;
}

export interface SettingsVerbs {
  /** The name that MX and SRV records point to and mail programs connect to. */
  mailHost(): Promise<string>;
  /** From now on the server calls itself so, in zones and in its greeting. */
  setMailHost(hostname: string): Promise<void>;
  /** Shown where a mail program names no other host. @returns whether it was another one, or none, until now. */
  ensureDefaultCertificate(certificate: TlsCertificate): Promise<boolean>;
  /**
   * Exempts an address, or a network such as `10.1.0.0/16`, from being banned: a hundred failed log-ins of users that
   * come by way of the platform would shut it out for good.
   *
   * @returns whether it was missing until now.
   */
  ensureAllowedAddress(address: string): Promise<boolean>;
  /** Gone already is done. */
  forgetAllowedAddress(address: string): Promise<void>;
}

export function createSettingsVerbs(session: JmapSession): SettingsVerbs {
  const read = async (): Promise<SettingsWire> => {
    const [{ list }] = await session.request([['x:SystemSettings/get', { ids: ['singleton'], properties: ['defaultHostname', 'defaultCertificateId'] }]], [getResponseWire(settingsWire)]);
    const [settings] = list;
    if (!settings) throw fromUnreadable(new Error('no system settings'));
    return settings;
  };

  /** What is stored takes effect with the reload, for requests after this one. */
  const write = async (change: object, what: string): Promise<void> => {
    const [{ notUpdated }] = await session.request(
      [
        ['x:SystemSettings/set', { update: { singleton: change } }],
        ['x:Action/set', { create: { settings: { '@type': 'ReloadSettings' }, certificates: { '@type': 'ReloadTlsCertificates' } } }],
      ],
      [setResponseWire, setResponseWire],
    );
    if (notUpdated['singleton']) throw fromSetError(notUpdated['singleton'], what);
  };

  const findCertificate = async (pem: string): Promise<string | null> => {
    const [{ ids }] = await session.request([['x:Certificate/query', {}]], [queryResponseWire]);
    if (ids.length === 0) return null;
    const [{ list }] = await session.request([['x:Certificate/get', { ids, properties: ['certificate'] }]], [getResponseWire(certificateWire)]);
    return list.find(({ certificate }) => certificate.value?.trim() === pem.trim())?.id ?? null;
  };

  return {
    mailHost: async () => (await read()).defaultHostname.toLowerCase(),

    setMailHost: (hostname) => write({ defaultHostname: hostname }, `the host name ${hostname}`),

    async ensureDefaultCertificate({ certificate, privateKey }) {
      let id = await findCertificate(certificate);
      if (id === null) {
        const value = { certificate: { '@type': 'Text', value: certificate }, privateKey: { '@type': 'Text', secret: privateKey } };
        const [{ created, notCreated }] = await session.request([['x:Certificate/set', { create: { c: value } }]], [setResponseWire]);
        if (notCreated['c']) throw fromSetError(notCreated['c'], 'the certificate');
        if (!created['c']) throw fromUnreadable(new Error('neither created nor refused'));
        id = created['c'].id;
      }
      if ((await read()).defaultCertificateId === id) return false;
      await write({ defaultCertificateId: id }, 'the default certificate');
      return true;
    },

    async ensureAllowedAddress(address) {
      const [{ ids }] = await session.request([['x:AllowedIp/query', { filter: { address } }]], [queryResponseWire]);
      if (ids.length > 0) return false;
      const [{ notCreated }] = await session.request(
        [
          ['x:AllowedIp/set', { create: { a: { address, reason: 'Dezky' } } }],
          ['x:Action/set', { create: { settings: { '@type': 'ReloadSettings' } } }],
        ],
        [setResponseWire, setResponseWire],
      );
      const error = notCreated['a'];
      // Another process was faster.
      if (error && error.type !== 'primaryKeyViolation') throw fromSetError(error, `the address ${address}`);
      return !error;
    },

    async forgetAllowedAddress(address) {
      const [{ ids }] = await session.request([['x:AllowedIp/query', { filter: { address } }]], [queryResponseWire]);
      if (ids.length === 0) return;
      await session.request(
        [
          ['x:AllowedIp/set', { destroy: ids }],
          ['x:Action/set', { create: { settings: { '@type': 'ReloadSettings' } } }],
        ],
        [setResponseWire, setResponseWire],
      );
    },
  };
}
