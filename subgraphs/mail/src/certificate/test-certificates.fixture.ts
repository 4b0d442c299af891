import { type KeyObject, type X509Certificate, X509Certificate as Certificate, generateKeyPairSync, sign } from 'node:crypto';
import { explicit, objectIdentifier, sequence, setOf, smallInteger, time } from './der';

export interface TestIdentity {
  readonly key: KeyObject;
  readonly certificate: X509Certificate;
  readonly keyPem: string;
  readonly certificatePem: string;
}

const ecdsaWithSha256 = sequence(objectIdentifier('1.2.840.10045.4.3.2'));
const rsaWithSha256 = sequence(objectIdentifier('1.2.840.113549.1.1.11'), Buffer.from([0x05, 0x00]));
const utf8 = (text: string): Buffer => Buffer.concat([Buffer.from([0x0c, Buffer.byteLength(text)]), Buffer.from(text)]);
const name = (commonName: string): Buffer => sequence(setOf(sequence(objectIdentifier('2.5.4.3'), utf8(commonName))));
const bits = (content: Buffer): Buffer => {
  const length = content.length + 1;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([0x03, ...size, 0x00]), content]);
};
const octets = (content: Buffer): Buffer => Buffer.concat([Buffer.from([0x04, content.length]), content]);
const isAuthority = sequence(sequence(objectIdentifier('2.5.29.19'), Buffer.from([0x01, 0x01, 0xff]), octets(sequence(Buffer.from([0x01, 0x01, 0xff])))));
let serial = 10;

/** A certificate (RFC 5280) with a key of its own, from an issuer or, as an authority, from itself. */
export function testCertificate(options: { commonName: string; type?: 'rsa' | 'ec'; issuer?: TestIdentity & { commonName: string }; from?: Date; to?: Date }): TestIdentity & { commonName: string } {
  const { commonName, type = 'ec', issuer, from = new Date(Date.now() - 86_400_000), to = new Date(Date.now() + 86_400_000) } = options;
  const { privateKey, publicKey } = type === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: 2048 }) : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const signingKey = issuer?.key ?? privateKey;
  const algorithm = signingKey.asymmetricKeyType === 'rsa' ? rsaWithSha256 : ecdsaWithSha256;
  const body = sequence(
    explicit(0, smallInteger(2)),
    smallInteger((serial += 1)),
    algorithm,
    name(issuer?.commonName ?? commonName),
    sequence(time(from), time(to)),
    name(commonName),
    publicKey.export({ type: 'spki', format: 'der' }),
    ...(issuer ? [] : [explicit(3, isAuthority)]),
  );
  const certificate = new Certificate(sequence(body, algorithm, bits(sign('sha256', body, signingKey))));
  return { commonName, key: privateKey, certificate, keyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), certificatePem: certificate.toString() };
}
