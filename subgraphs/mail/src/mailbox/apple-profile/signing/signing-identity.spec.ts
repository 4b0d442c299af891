import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isValidAt, readSigningIdentity } from './signing-identity';
import { testCertificate } from '../../../certificate/test-certificates.fixture';

const root = testCertificate({ commonName: 'Root of the spec' });
const leaf = testCertificate({ commonName: 'Profiles', issuer: root });
const read = (certificate: string, key: string) => readSigningIdentity({ APPLE_PROFILE_CERTIFICATE: certificate, APPLE_PROFILE_KEY: key });
const pemOf = (key: { export(options: { type: 'pkcs8'; format: 'pem' }): string | Buffer }): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();

describe('readSigningIdentity', () => {
  it('is null when nothing is set', () => expect(read('', '')).toBeNull());

  it('finds the certificate that the key was made for, and keeps the others as its chain', () => {
    for (const text of [leaf.certificatePem + root.certificatePem, root.certificatePem + leaf.certificatePem]) {
      const identity = read(text, leaf.keyPem);
      expect([identity?.certificate.subject, identity?.chain.map(({ subject }) => subject)]).toEqual(['CN=Profiles', ['CN=Root of the spec']]);
    }
  });

  it('reads files as well', () => {
    const folder = mkdtempSync(join(tmpdir(), 'dezky-signing-'));
    writeFileSync(join(folder, 'chain.pem'), leaf.certificatePem);
    writeFileSync(join(folder, 'key.pem'), leaf.keyPem);
    expect(read(join(folder, 'chain.pem'), join(folder, 'key.pem'))?.certificate.subject).toBe('CN=Profiles');
    rmSync(folder, { recursive: true });
    expect(() => read(join(folder, 'chain.pem'), leaf.keyPem)).toThrow('APPLE_PROFILE_CERTIFICATE is neither PEM nor a file that can be read (ENOENT).');
  });

  it.each([
    ['a key alone', '', leaf.keyPem, 'APPLE_PROFILE_CERTIFICATE is not set, while APPLE_PROFILE_KEY is. Set both, or neither.'],
    ['a certificate alone', leaf.certificatePem, '', 'APPLE_PROFILE_KEY is not set, while APPLE_PROFILE_CERTIFICATE is. Set both, or neither.'],
    ['a key of another certificate', leaf.certificatePem, root.keyPem, 'APPLE_PROFILE_KEY does not belong to a certificate in APPLE_PROFILE_CERTIFICATE. Set the key that the certificate was made for.'],
    ['a key where the certificate belongs', leaf.keyPem, leaf.keyPem, 'APPLE_PROFILE_CERTIFICATE has no certificate in it; PEM begins with -----BEGIN CERTIFICATE-----.'],
    ['a certificate that is cut', leaf.certificatePem.replace(/(BEGIN CERTIFICATE-----\n.{40})[\s\S]*?(\n-----END)/, '$1$2'), leaf.keyPem, 'APPLE_PROFILE_CERTIFICATE has a certificate that cannot be read, number 1.'],
    ['a certificate where the key belongs', leaf.certificatePem, leaf.certificatePem, 'APPLE_PROFILE_KEY has no private key in it that can be read; PEM without a passphrase is needed.'],
    ['a kind of key that devices do not know', leaf.certificatePem, pemOf(generateKeyPairSync('ed25519').privateKey), 'APPLE_PROFILE_KEY is a key of type ed25519; Apple’s devices verify RSA and EC.'],
    ['a key that is too short', leaf.certificatePem, pemOf(generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey), 'APPLE_PROFILE_KEY is an RSA key of 1024 bits; 2048 are needed.'],
  ])('refuses %s', (_what, certificate, key, problem) => {
    expect(() => read(certificate, key)).toThrow(problem);
    expect(() => read(certificate, key)).toThrow(expect.objectContaining({ name: 'ConfigurationError' }));
  });

  it('knows when the certificate holds', () => {
    const identity = read(leaf.certificatePem, leaf.keyPem);
    if (!identity) throw new Error('no identity');
    expect([isValidAt(identity, new Date()), isValidAt(identity, new Date(Date.now() + 2 * 86_400_000)), isValidAt(identity, new Date(0))]).toEqual([true, false, false]);
  });
});
