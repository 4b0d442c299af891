import { type KeyObject, X509Certificate, createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ConfigurationError } from '@dezky/kit/config/environment';

/** What profiles are signed with. */
export interface SigningIdentity {
  readonly key: KeyObject;
  readonly certificate: X509Certificate;
  /** What leads from the certificate to a root that devices know, in the order of the file. */
  readonly chain: readonly X509Certificate[];
}

/** Smaller keys are refused by Apple's devices. */
const smallestModulusBits = 2048;
const [certificateVariable, keyVariable] = ['APPLE_PROFILE_CERTIFICATE', 'APPLE_PROFILE_KEY'] as const;

/**
 * Reads the certificate with its chain and the key, each as PEM or as the path of a file with it.
 *
 * @returns null when neither is set: profiles go out unsigned then.
 * @throws ConfigurationError naming the variable, when one is missing, cannot be read, or the two do not belong together.
 */
export function readSigningIdentity(config: { readonly APPLE_PROFILE_CERTIFICATE: string; readonly APPLE_PROFILE_KEY: string }): SigningIdentity | null {
  if (config.APPLE_PROFILE_CERTIFICATE === '' && config.APPLE_PROFILE_KEY === '') return null;
  if (config.APPLE_PROFILE_CERTIFICATE === '') throw new ConfigurationError(certificateVariable, `is not set, while ${keyVariable} is. Set both, or neither.`);
  if (config.APPLE_PROFILE_KEY === '') throw new ConfigurationError(keyVariable, `is not set, while ${certificateVariable} is. Set both, or neither.`);
  const certificates = readCertificates(pem(config.APPLE_PROFILE_CERTIFICATE, certificateVariable));
  const key = readKey(pem(config.APPLE_PROFILE_KEY, keyVariable));
  const certificate = certificates.find((one) => one.checkPrivateKey(key));
  if (!certificate) throw new ConfigurationError(keyVariable, `does not belong to a certificate in ${certificateVariable}. Set the key that the certificate was made for.`);
  return { key, certificate, chain: certificates.filter((one) => one !== certificate) };
}

/** Outside of its time a signature is worth less than none: devices call the profile wrong rather than unsigned. */
export const isValidAt = ({ certificate }: SigningIdentity, at: Date): boolean => new Date(certificate.validFrom) <= at && at <= new Date(certificate.validTo);

function pem(value: string, variable: string): string {
  if (value.includes('-----BEGIN ')) return value;
  try {
    return readFileSync(value, 'utf8');
  } catch (error) {
    throw new ConfigurationError(variable, `is neither PEM nor a file that can be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'}).`);
  }
}

function readCertificates(text: string): X509Certificate[] {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0) throw new ConfigurationError(certificateVariable, 'has no certificate in it; PEM begins with -----BEGIN CERTIFICATE-----.');
  return blocks.map((block, index) => {
    try {
      return new X509Certificate(block);
    } catch {
      throw new ConfigurationError(certificateVariable, `has a certificate that cannot be read, number ${index + 1}.`);
    }
  });
}

function readKey(text: string): KeyObject {
  let key: KeyObject;
  try {
    key = createPrivateKey(text);
  } catch {
    throw new ConfigurationError(keyVariable, 'has no private key in it that can be read; PEM without a passphrase is needed.');
  }
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  if (type !== 'rsa' && type !== 'ec') throw new ConfigurationError(keyVariable, `is a key of type ${type ?? 'unknown'}; Apple’s devices verify RSA and EC.`);
  if (type === 'rsa' && (details?.modulusLength ?? 0) < smallestModulusBits) throw new ConfigurationError(keyVariable, `is an RSA key of ${details?.modulusLength ?? 0} bits; ${smallestModulusBits} are needed.`);
  return key;
}
