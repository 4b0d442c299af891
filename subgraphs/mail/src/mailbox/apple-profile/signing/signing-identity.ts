import { type KeyedCertificate, readKeyedCertificate } from '../../../certificate/keyed-certificate';

/** What profiles are signed with. */
export type SigningIdentity = KeyedCertificate;

/** Smaller keys are refused by Apple's devices. */
const smallestModulusBits = 2048;

/**
 * @returns null when neither variable is set: profiles go out unsigned then.
 * @throws ConfigurationError naming the variable, also when devices would not verify the kind of key.
 */
export function readSigningIdentity(config: { readonly APPLE_PROFILE_CERTIFICATE: string; readonly APPLE_PROFILE_KEY: string }): SigningIdentity | null {
  return readKeyedCertificate(config, ['APPLE_PROFILE_CERTIFICATE', 'APPLE_PROFILE_KEY'], ({ asymmetricKeyType: type, asymmetricKeyDetails: details }) => {
    if (type !== 'rsa' && type !== 'ec') return `is a key of type ${type ?? 'unknown'}; Apple’s devices verify RSA and EC.`;
    return type === 'rsa' && (details?.modulusLength ?? 0) < smallestModulusBits ? `is an RSA key of ${details?.modulusLength ?? 0} bits; ${smallestModulusBits} are needed.` : null;
  });
}

/** Outside of its time a signature is worth less than none: devices call the profile wrong rather than unsigned. */
export const isValidAt = ({ certificate }: SigningIdentity, at: Date): boolean => new Date(certificate.validFrom) <= at && at <= new Date(certificate.validTo);
