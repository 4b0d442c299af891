import { spawnSync } from 'node:child_process';
import { createHash, verify } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appleProfile } from '../apple-profile';
import { signProfile } from './sign-profile';
import { testCertificate } from '../../../certificate/test-certificates.fixture';

const profile = Buffer.from(
  appleProfile({ mailboxId: '0199b2c4', address: 'anna@acme.test', displayName: 'Anna Holm', incoming: { host: 'mail.dezky.test', port: 993 }, outgoing: { host: 'mail.dezky.test', port: 465 }, identifierBase: 'test.dezky' }),
);
const root = testCertificate({ commonName: 'Root of the spec' });
const rsa = testCertificate({ commonName: 'Profiles', type: 'rsa', issuer: root });
const ec = testCertificate({ commonName: 'Profiles on a curve', issuer: root });
const now = new Date('2026-11-24T08:09:10.987Z');

/** A reader of DER that shares nothing with the writer. */
interface Node {
  tag: number;
  at: number;
  end: number;
  bytes: Buffer;
  kids: Node[];
}
function parse(bytes: Buffer, at = 0, end = bytes.length): Node[] {
  const nodes: Node[] = [];
  while (at < end) {
    const tag = bytes[at] as number;
    let length = bytes[at + 1] as number;
    let content = at + 2;
    if (length > 127) {
      const count = length - 128;
      length = parseInt(bytes.toString('hex', content, content + count), 16);
      content += count;
    }
    const stop = content + length;
    if (stop > end) throw new Error('cut short');
    nodes.push({ tag, at: content, end: stop, bytes: bytes.subarray(at, stop), kids: (tag & 0x20) !== 0 ? parse(bytes, content, stop) : [] });
    at = stop;
  }
  return nodes;
}
const content = (whole: Buffer, node: Node): Buffer => whole.subarray(node.at, node.end);
const oids = { data: '2a864886f70d010701', contentType: '2a864886f70d010903', digest: '2a864886f70d010904', time: '2a864886f70d010905' };

function open(file: Buffer) {
  const [outer] = parse(file) as [Node];
  const [type, wrapped] = outer.kids as [Node, Node];
  const [version, digests, inner, certificates, signers] = (wrapped.kids[0] as Node).kids as [Node, Node, Node, Node, Node];
  const [signerVersion, sid, , attributes, algorithm, signature] = (signers.kids[0] as Node).kids as [Node, Node, Node, Node, Node, Node];
  const attribute = (oid: string): Buffer => {
    const found = attributes.kids.filter(({ kids: [name] }) => content(file, name as Node).toString('hex') === oid);
    expect(found).toHaveLength(1);
    const [value, ...more] = ((found[0] as Node).kids[1] as Node).kids as [Node];
    expect(more).toEqual([]);
    return content(file, value);
  };
  return {
    type: content(file, type).toString('hex'),
    versions: [version, signerVersion].map((node) => content(file, node).toString('hex')),
    digests: digests.kids.length,
    innerType: content(file, inner.kids[0] as Node).toString('hex'),
    profile: content(file, (inner.kids[1] as Node).kids[0] as Node),
    certificates: certificates.kids.map(({ bytes }) => bytes),
    sid: sid.kids.map(({ bytes }) => bytes),
    attribute,
    attributes: attributes.kids.map(({ bytes }) => bytes),
    signed: Buffer.concat([Buffer.from([0x31]), attributes.bytes.subarray(1)]),
    algorithm: content(file, algorithm.kids[0] as Node).toString('hex'),
    signature: content(file, signature),
  };
}

describe.each([
  ['RSA', rsa, '2a864886f70d010101'],
  ['EC', ec, '2a8648ce3d040302'],
] as const)('signProfile with %s', (_name, identity, algorithm) => {
  const file = signProfile(profile, { key: identity.key, certificate: identity.certificate, chain: [root.certificate] }, now);
  const cms = open(file);

  it('is signed data with the profile inside, unchanged', () => {
    expect([cms.type, cms.versions, cms.digests, cms.innerType, cms.algorithm]).toEqual(['2a864886f70d010702', ['01', '01'], 1, oids.data, algorithm]);
    expect(cms.profile.equals(profile)).toBe(true);
  });

  it('carries certificate and chain, and names the certificate by issuer and serial number', () => {
    for (const { raw } of [identity.certificate, root.certificate]) expect(cms.certificates.some((one) => one.equals(raw))).toBe(true);
    expect(cms.certificates).toHaveLength(2);
    expect(identity.certificate.raw.includes(Buffer.concat([cms.sid[1] as Buffer]))).toBe(true);
    expect(BigInt(`0x${(cms.sid[1] as Buffer).subarray(2).toString('hex')}`)).toBe(BigInt(`0x${identity.certificate.serialNumber}`));
    expect((cms.sid[0] as Buffer).includes('Root of the spec')).toBe(true);
  });

  it('signs digest, kind and time of what is inside, in the order DER asks for', () => {
    expect(cms.attribute(oids.contentType).toString('hex')).toBe(oids.data);
    expect(cms.attribute(oids.digest).equals(createHash('sha256').update(profile).digest())).toBe(true);
    expect(cms.attribute(oids.time).toString()).toBe('261124080910Z');
    expect(cms.attributes).toEqual([...cms.attributes].sort(Buffer.compare));
    expect(verify('sha256', cms.signed, identity.certificate.publicKey, cms.signature)).toBe(true);
  });

  it('does not verify once a byte is another', () => {
    const changed = Buffer.from(cms.signed);
    changed.writeUInt8((changed.at(-1) as number) ^ 1, changed.length - 1);
    expect(verify('sha256', changed, identity.certificate.publicKey, cms.signature)).toBe(false);
  });
});

it('writes years from 2050 on as the rules for certificates ask', () => {
  const file = signProfile(profile, { key: ec.key, certificate: ec.certificate, chain: [] }, new Date('2050-01-02T03:04:05Z'));
  expect(open(file).attribute(oids.time).toString()).toBe('20500102030405Z');
});

/** Somebody else's verifier, where there is one. */
const openssl = spawnSync('openssl', ['version']).status === 0;
if (!openssl) process.stderr.write('\nThere is no openssl command here: what it says of signed profiles was not asked.\n');

(openssl ? describe : describe.skip)('openssl', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dezky-cms-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const at = (name: string, text: string | Buffer): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const check = (file: Buffer): { status: number | null; stdout: Buffer } =>
    spawnSync('openssl', ['cms', '-verify', '-inform', 'DER', '-in', at('profile.der', file), '-CAfile', at('root.pem', root.certificatePem), '-purpose', 'any', '-binary']);

  it.each([['RSA', rsa], ['EC', ec]] as const)('verifies what is signed with %s, by the root alone', (_name, identity) => {
    const file = signProfile(profile, { key: identity.key, certificate: identity.certificate, chain: [root.certificate] }, new Date());
    const { status, stdout } = check(file);
    expect([status, stdout.equals(profile)]).toEqual([0, true]);
    const changed = Buffer.from(file);
    changed[file.indexOf('anna@acme.test')] = 0x62;
    expect(check(changed).status).not.toBe(0);
  });
});
