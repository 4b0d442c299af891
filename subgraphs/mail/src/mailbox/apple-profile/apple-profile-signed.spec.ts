import { type RunningMail, runMail, user } from '../../running-mail.fixture';
import { readValues } from '../../certificate/der';
import { testCertificate } from '../../certificate/test-certificates.fixture';

describe('the profile, where a certificate is configured', () => {
  let mail: RunningMail;
  const root = testCertificate({ commonName: 'Root of the spec' });
  const leaf = testCertificate({ commonName: 'Profiles', type: 'rsa', issuer: root });
  beforeAll(async () => {
    mail = await runMail(undefined, { APPLE_PROFILE_CERTIFICATE: leaf.certificatePem + root.certificatePem, APPLE_PROFILE_KEY: leaf.keyPem });
  }, 90_000);
  afterAll(() => mail.stop(), 30_000);

  it('is signed data with the property list and the certificates inside', async () => {
    const { tenantId, memberId, mailboxId, address } = await mail.mailboxOf('anna');
    const { data } = await mail.ask(user(tenantId, 'MEMBER', memberId), 'query ($id: ID!) { appleProfile(mailboxId: $id) { fileName file } }', { id: mailboxId });
    const { fileName, file } = data['appleProfile'] as { fileName: string; file: string };
    const bytes = Buffer.from(file, 'base64');
    expect(fileName).toBe(`${address}.mobileconfig`);
    expect(readValues(bytes)).toMatchObject([{ tag: 0x30 }]);
    for (const part of [Buffer.from(`<string>${address}</string>`), leaf.certificate.raw, root.certificate.raw]) expect(bytes.includes(part)).toBe(true);
  });
});
