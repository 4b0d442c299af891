import { createPrivateKey, createPublicKey } from 'node:crypto';
import { SignJWT, decodeJwt } from 'jose';
import type { Actor } from './actor';
import { type ActorKey, ActorSigner, ActorVerifier, generateActorKey } from './actor-token';

const keys = ['gateway', 'identity', 'mail'].map(generateActorKey);
const keyOf = (issuer: string): ActorKey => keys.find((key) => key.issuer === issuer) as ActorKey;
const signer = (issuer: string): ActorSigner => new ActorSigner(keyOf(issuer));
const verifier = new ActorVerifier(keys.map(({ kid, issuer, publicKey }) => ({ kid, issuer, publicKey })));
const person: Actor = { kind: 'USER', userId: 'u', email: 'u@x.test', name: 'U', memberships: [], operator: true, passwordChangeRequired: false };
const peer = (name: string): Actor => ({ kind: 'PEER', peer: name, tenantId: null });

describe('a signed actor', () => {
  afterEach(() => jest.useRealTimers());

  it.each<[string, Actor]>([['gateway', person], ['gateway', { kind: 'PUBLIC' }], ['gateway', peer('gateway')], ['identity', peer('identity')], ['gateway', { kind: 'API_CLIENT', clientId: 'c', name: 'C', scopes: [], tenantIds: [] }]])('of %s is taken: %j', async (issuer, actor) => {
    expect(await verifier.verify(await signer(issuer).sign(actor))).toEqual(actor);
  });

  it.each<[string, Actor]>([['identity', person], ['identity', { kind: 'PUBLIC' }], ['identity', peer('mail')], ['mail', peer('identity')], ['mail', peer('gateway')], ['gateway', peer('identity')]])('of %s says no more than it may: %j', async (issuer, actor) => {
    expect(await verifier.verify(await signer(issuer).sign(actor))).toBeNull();
  });

  const forge = (change: { claims?: Record<string, unknown>; header?: Record<string, unknown>; key?: ActorKey; audience?: string; expires?: string | number; issuer?: string }): Promise<string> => {
    const key = change.key ?? keyOf('gateway');
    const token = new SignJWT({ actor: person, ...change.claims })
      .setProtectedHeader({ alg: 'EdDSA', kid: key.kid, typ: 'dezky-actor+jwt', ...change.header })
      .setIssuer(change.issuer ?? key.issuer)
      .setAudience(change.audience ?? 'dezky:subgraph')
      .setIssuedAt();
    return token.setExpirationTime(change.expires ?? '60s').sign(createPrivateKey(key.privateKey ?? ''));
  };

  it('made by hand is taken when all of it is right', async () => {
    expect(await verifier.verify(await forge({}))).toEqual(person);
  });

  it.each([
    ['for another audience', () => forge({ audience: 'dezky:portal' })],
    ['of another type', () => forge({ header: { typ: 'JWT' } })],
    ['that has expired', () => forge({ expires: Math.floor(Date.now() / 1_000) - 10 })],
    ['in the name of another issuer', () => forge({ key: keyOf('mail'), issuer: 'gateway' })],
    ['under the kid of another key', () => forge({ key: keyOf('mail'), header: { kid: keyOf('gateway').kid }, issuer: 'gateway' })],
    ['of a key nobody knows', () => forge({ key: generateActorKey('gateway-2') })],
    ['of a key that took the gateway’s name', () => forge({ key: { ...generateActorKey('gateway'), kid: 'other' } })],
    ['without a kid', () => forge({ header: { kid: undefined } })],
    ['without an actor', () => forge({ claims: { actor: undefined } })],
    ['of algorithm none', async () => `${Buffer.from(JSON.stringify({ alg: 'none', kid: keyOf('gateway').kid, typ: 'dezky-actor+jwt' })).toString('base64url')}.${(await forge({})).split('.')[1] ?? ''}.`],
    ['signed by HS256 with the public key', () => new SignJWT({ actor: person }).setProtectedHeader({ alg: 'HS256', kid: keyOf('gateway').kid, typ: 'dezky-actor+jwt' }).setIssuer('gateway').setAudience('dezky:subgraph').setExpirationTime('60s').sign(Buffer.from(keyOf('gateway').publicKey))],
    ['that is none', () => Promise.resolve('garbage')],
    ['that is empty', () => Promise.resolve('')],
  ])('%s is refused', async (_what, make) => {
    expect(await verifier.verify(await make())).toBeNull();
  });

  it('is remembered while it is good, and not when it was refused', async () => {
    const find = jest.fn(async () => null as { issuer: string; key: ReturnType<typeof createPublicKey> } | null);
    const counting = new ActorVerifier({ find });
    const token = await signer('gateway').sign(person);
    expect([await counting.verify(token), await counting.verify(token)]).toEqual([null, null]);
    find.mockResolvedValue({ issuer: 'gateway', key: createPublicKey(keyOf('gateway').publicKey) });
    expect([await counting.verify(token), await counting.verify(token)]).toEqual([person, person]);
    expect(find).toHaveBeenCalledTimes(3);
    jest.useFakeTimers({ now: Date.now() + 70_000 });
    expect(await counting.verify(token)).toBeNull();
  });

  it('with a changed payload is refused', async () => {
    const [header, payload, signature] = (await signer('gateway').sign({ ...person, operator: false })).split('.');
    const claims = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString()) as { actor: object };
    const changed = Buffer.from(JSON.stringify({ ...claims, actor: { ...claims.actor, operator: true } })).toString('base64url');
    expect(await verifier.verify(`${header ?? ''}.${changed}.${signature ?? ''}`)).toBeNull();
  });

  it('is good for a minute', async () => {
    const token = await signer('gateway').sign(person);
    const { iat = 0, exp = 0 } = decodeJwt(token);
    expect(exp - iat).toBe(60);
    jest.useFakeTimers({ now: (iat + 59) * 1_000, doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    expect(await verifier.verify(token)).toEqual(person);
    jest.setSystemTime((iat + 66) * 1_000);
    expect(await verifier.verify(token)).toBeNull();
  });

  it('is taken under the old key and the new while they rotate', async () => {
    const next = { ...generateActorKey('gateway'), kid: 'gateway-next' };
    const both = new ActorVerifier([...keys, next]);
    expect(await both.verify(await signer('gateway').sign(person))).toEqual(person);
    expect(await both.verify(await new ActorSigner(next).sign(person))).toEqual(person);
  });

  it('cannot be made with half a key', () => {
    const { kid, issuer, publicKey } = keyOf('gateway');
    expect(() => new ActorSigner({ kid, issuer, publicKey })).toThrow('no private part');
  });
});
