import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { SetFailure } from './failures';
import { objectOr, textOr, type JsonObject } from './json';
import { instant } from './names';
import type { Shape, Value } from './object-shape';
import type { ObjectType } from './object-type';

const text: Value = { kind: 'text', nullable: true };

const shape: Shape = {
  auid: { value: text, initial: null },
  canonicalization: { value: { kind: 'choice', enumeration: 'RelaxedRelaxed', accepts: (value) => /^(simple|relaxed)\/(simple|relaxed)$/.test(value) }, initial: 'relaxed/relaxed' },
  createdAt: { value: text, serverSet: true },
  domainId: { value: { kind: 'reference', object: 'Domain' }, required: true },
  expire: { value: { kind: 'count', nullable: true }, initial: null },
  headers: { value: { kind: 'set', keys: (key) => key }, initial: { From: true, To: true, Date: true, Subject: true, 'Message-ID': true } },
  memberTenantId: { value: { kind: 'reference', object: 'Tenant', nullable: true }, initial: null },
  nextTransitionAt: { value: text, initial: null },
  privateKey: { value: { kind: 'variant', shapes: { Text: { secret: { value: { kind: 'secret' }, required: true } } } }, required: true },
  publicKey: { value: text, serverSet: true },
  report: { value: { kind: 'flag' }, initial: true },
  selector: { value: { kind: 'text' }, required: true },
  stage: { value: { kind: 'choice', enumeration: 'Active', accepts: (value) => ['pending', 'active', 'retiring', 'retired'].includes(value) }, initial: 'active' },
  thirdParty: { value: text, initial: null },
  thirdPartyHash: { value: text, initial: null },
};

/** As the TXT record carries it: SPKI for RSA (RFC 6376), the bare key for Ed25519 (RFC 8463). */
export function publicKeyText(key: KeyObject): string {
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' });
  return (key.asymmetricKeyType === 'ed25519' ? spki.subarray(-32) : spki).toString('base64');
}

/** A key as the server makes it for a domain on its own. */
export const generatedSignature = (type: string, domainId: string, selector: string, key: KeyObject): JsonObject => ({
  ...Object.fromEntries(Object.entries(shape).flatMap(([name, property]) => (property.initial === undefined ? [] : [[name, property.initial] as const]))),
  '@type': type,
  domainId,
  selector,
  createdAt: instant(),
  privateKey: { '@type': 'Text', secret: key.export({ type: 'pkcs8', format: 'pem' }).toString() },
  publicKey: publicKeyText(key),
});

export const dkimSignatureObject: ObjectType = {
  name: 'DkimSignature',
  permissionPrefix: 'sysDkimSignature',
  shape: (type) => (typeof type === 'string' && /^Dkim[12](Ed25519|Rsa)Sha256$/.test(type) ? shape : null),
  settle(after, before) {
    if (before !== null) return after;
    try {
      const key = createPrivateKey(textOr(objectOr(after['privateKey'])['secret'], ''));
      return { ...after, createdAt: instant(), publicKey: publicKeyText(key) };
    } catch {
      // Anything that is no private key in PEM is the sender's mistake.
      throw SetFailure.invalidProperties('Failed to parse the private key.', 'privateKey');
    }
  },
  show: (signature, id) => ({ ...signature, id }),
  filters: {
    domainId: (signature, value) => signature['domainId'] === value,
    memberTenantId: (signature, value) => signature['memberTenantId'] === value,
  },
  sorts: ['id', 'domainId', 'memberTenantId'],
};
