import { createHash, sign } from 'node:crypto';
import { type DerValue, explicit, implicit, nothing, objectIdentifier, octetString, readValues, sequence, setOf, smallInteger, time } from '../../../certificate/der';
import type { SigningIdentity } from './signing-identity';

/** Object identifiers of RFC 5652 (sections 4, 5.1 and 11), RFC 5754 (digest, RSA) and RFC 5758 (ECDSA). */
const oid = {
  data: objectIdentifier('1.2.840.113549.1.7.1'),
  signedData: objectIdentifier('1.2.840.113549.1.7.2'),
  contentType: objectIdentifier('1.2.840.113549.1.9.3'),
  messageDigest: objectIdentifier('1.2.840.113549.1.9.4'),
  signingTime: objectIdentifier('1.2.840.113549.1.9.5'),
  sha256: objectIdentifier('2.16.840.1.101.3.4.2.1'),
  rsa: objectIdentifier('1.2.840.113549.1.1.1'),
  ecdsaWithSha256: objectIdentifier('1.2.840.10045.4.3.2'),
};

const version = smallInteger(1);
const sha256 = sequence(oid.sha256);
const attribute = (type: Buffer, value: Buffer): Buffer => sequence(type, setOf(value));

/**
 * Signed data around a profile (RFC 5652 section 5) in DER, the profile inside it: what Apple's devices show as verified.
 * One signer, SHA-256; the certificate is sent with its chain.
 */
export function signProfile(profile: Buffer, identity: SigningIdentity, at: Date): Buffer {
  const attributes = setOf(
    attribute(oid.contentType, oid.data),
    attribute(oid.signingTime, time(at)),
    attribute(oid.messageDigest, octetString(createHash('sha256').update(profile).digest())),
  );
  // The signature is over the attributes as a SET, though they are sent under [0] (RFC 5652 section 5.4).
  const signature = sign('sha256', attributes, identity.key);
  const algorithm = identity.key.asymmetricKeyType === 'rsa' ? sequence(oid.rsa, nothing) : sequence(oid.ecdsaWithSha256);
  const signer = sequence(version, issuerAndSerialNumber(identity.certificate.raw), sha256, implicit(0, attributes), algorithm, octetString(signature));
  const certificates = setOf(...[identity.certificate, ...identity.chain].map(({ raw }) => raw));
  const signedData = sequence(version, setOf(sha256), sequence(oid.data, explicit(0, octetString(profile))), implicit(0, certificates), setOf(signer));
  return sequence(oid.signedData, explicit(0, signedData));
}

/** Both as they stand in the certificate (RFC 5280 section 4.1), byte for byte. */
function issuerAndSerialNumber(certificate: Buffer): Buffer {
  const inside = (value: DerValue | undefined): DerValue[] => readValues(value?.content ?? Buffer.alloc(0));
  const [body] = inside(readValues(certificate)[0]);
  const members = inside(body);
  // A version is there from version 2 on, under [0].
  const [serial, , issuer] = members[0]?.tag === 0xa0 ? members.slice(1) : members;
  if (!serial || !issuer) throw new Error('a certificate without issuer or serial number');
  return sequence(issuer.whole, serial.whole);
}
