import { X509Certificate } from 'node:crypto';
import { SetFailure } from './failures';
import { objectOr, textOr, type JsonObject } from './json';
import { instant } from './names';
import type { Shape, Value } from './object-shape';
import type { ObjectType } from './object-type';

const text: Value = { kind: 'text', nullable: true };

const shape: Shape = {
  certificate: { value: { kind: 'variant', shapes: { Text: { value: { value: { kind: 'text' }, required: true } } } }, required: true },
  privateKey: { value: { kind: 'variant', shapes: { Text: { secret: { value: { kind: 'secret' }, required: true } } } } },
  subjectAlternativeNames: { value: text, serverSet: true },
  notValidBefore: { value: text, serverSet: true },
  notValidAfter: { value: text, serverSet: true },
  issuer: { value: text, serverSet: true },
};

/** What the server reads out of the certificate. Whether the key belongs to it is not looked at, as observed. */
function facts(pem: string): JsonObject {
  try {
    const certificate = new X509Certificate(pem);
    const names = (certificate.subjectAltName ?? '').split(/,\s*/).flatMap((name) => (name.startsWith('DNS:') ? [name.slice(4)] : []));
    return {
      subjectAlternativeNames: Object.fromEntries(names.sort().map((name) => [name, true])),
      notValidBefore: instant(new Date(certificate.validFrom)),
      notValidAfter: instant(new Date(certificate.validTo)),
      issuer: certificate.issuer.split('\n').join(', '),
    };
  } catch {
    // Whatever cannot be read is the sender's mistake.
    throw SetFailure.invalidProperties('Failed to read certificate: Cryptographic error: No certificates found in PEM', 'certificate');
  }
}

/** A TLS certificate. The sandbox speaks no TLS: it keeps what it is given. */
export const certificateObject: ObjectType = {
  name: 'Certificate',
  permissionPrefix: 'sysCertificate',
  shape: () => shape,
  settle(after) {
    // A key that is left out is missed by the name of what it would hold.
    if (after['privateKey'] === undefined) throw SetFailure.required(['secret']);
    return { ...after, ...facts(textOr(objectOr(after['certificate'])['value'], '')) };
  },
  show: (certificate, id) => ({ ...certificate, id }),
  filters: { subjectAlternativeNames: (certificate, value) => value in objectOr(certificate['subjectAlternativeNames']) },
  sorts: ['id'],
  linkedTo: (id, directory) => (directory.settings['defaultCertificateId'] === id ? [{ object: 'SystemSettings', id: 'singleton' }] : []),
};
