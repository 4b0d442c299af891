import { type KeyObject, X509Certificate, createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ConfigurationError } from '@dezky/kit/config/environment';

/** A certificate with the key it was made for. */
export interface KeyedCertificate {
  readonly key: KeyObject;
  readonly certificate: X509Certificate;
  /** What leads from the certificate to a root, in the order of the file. */
  readonly chain: readonly X509Certificate[];
}

/**
 * Reads a certificate with its chain and its key, each as PEM or as the path of a file with it.
 *
 * @param names of the two variables.
 * @param refuse says what is wrong with a kind of key; null when it will do.
 * @returns null when neither is set.
 * @throws ConfigurationError naming the variable, when one is missing, cannot be read, or the two do not belong together.
 */
export function readKeyedCertificate<Certificate extends string, Key extends string>(config: Readonly<Record<Certificate | Key, string>>, [certificateName, keyName]: readonly [Certificate, Key], refuse: (key: KeyObject) => string | null = () => null): KeyedCertificate | null {
  const [certificateText, keyText] = [config[certificateName], config[keyName]];
  if (certificateText === '' && keyText === '') return null;
  if (certificateText === '') throw new ConfigurationError(certificateName, `is not set, while ${keyName} is. Set both, or neither.`);
  if (keyText === '') throw new ConfigurationError(keyName, `is not set, while ${certificateName} is. Set both, or neither.`);
  const certificates = readCertificates(pem(certificateText, certificateName), certificateName);
  const key = readKey(pem(keyText, keyName), keyName);
  const refusal = refuse(key);
  if (refusal !== null) throw new ConfigurationError(keyName, refusal);
  const certificate = certificates.find((one) => one.checkPrivateKey(key));
  if (!certificate) throw new ConfigurationError(keyName, `does not belong to a certificate in ${certificateName}. Set the key that the certificate was made for.`);
  return { key, certificate, chain: certificates.filter((one) => one !== certificate) };
}

function pem(value: string, variable: string): string {
  if (value.includes('-----BEGIN ')) return value;
  try {
    return readFileSync(value, 'utf8');
  } catch (error) {
    throw new ConfigurationError(variable, `is neither PEM nor a file that can be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'}).`);
  }
}

function readCertificates(text: string, variable: string): X509Certificate[] {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0) throw new ConfigurationError(variable, 'has no certificate in it; PEM begins with -----BEGIN CERTIFICATE-----.');
  return blocks.map((block, index) => {
    try {
      return new X509Certificate(block);
    } catch {
      throw new ConfigurationError(variable, `has a certificate that cannot be read, number ${index + 1}.`);
    }
  });
}

function readKey(text: string, variable: string): KeyObject {
  try {
    return createPrivateKey(text);
  } catch {
    throw new ConfigurationError(variable, 'has no private key in it that can be read; PEM without a passphrase is needed.');
  }
}
