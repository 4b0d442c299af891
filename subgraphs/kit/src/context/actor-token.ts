import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { decodeProtectedHeader, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import type { Actor } from './actor';

/** Ed25519 keys (RFC 8037) that sign actors; `kid` names the key, so that old and new ones live side by side while they rotate. */
export interface ActorKey {
  readonly kid: string;
  /** `gateway`, or the name of a subgraph. */
  readonly issuer: string;
  /** PKCS 8 PEM; absent where only verification is needed. */
  readonly privateKey?: string | undefined;
  /** SPKI PEM. */
  readonly publicKey: string;
}

export const actorKeys = z.array(z.object({ kid: z.string(), issuer: z.string(), privateKey: z.string().optional(), publicKey: z.string() }));

export function generateActorKey(issuer: string): ActorKey {
  // Taken as text from what makes it: to export a key object that was just made can stop Node 20 for good.
  const { publicKey, privateKey } = generateKeyPairSync('ed25519', { publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });
  return { kid: `${issuer}-${Date.now().toString(36)}-${randomBytes(6).toString('base64url')}`, issuer, privateKey, publicKey };
}

export const lifetimeSeconds = 60;

const rememberedTokens = 1_000;
const audience = 'dezky:subgraph';

/** The key to sign with now; it may be another one each time. */
export interface SigningKeys {
  current(): ActorKey;
}

/** The keys that are trusted, by their name. */
export interface VerificationKeys {
  /** @returns null when no such key is trusted, or no longer. */
  find(kid: string): Promise<{ readonly issuer: string; readonly key: KeyObject } | null>;
}

/** Signs actors in the name of one part of the platform. */
export class ActorSigner {
  private readonly keys: SigningKeys;
  private loaded: { readonly kid: string; readonly key: KeyObject } | undefined;

  constructor(keys: ActorKey | SigningKeys) {
    this.keys = 'current' in keys ? keys : { current: () => keys };
    this.privateKey(this.keys.current());
  }

  /** A token for the subgraphs, good for one minute. */
  sign(actor: Actor): Promise<string> {
    const signer = this.keys.current();
    return new SignJWT({ actor })
      .setProtectedHeader({ alg: 'EdDSA', kid: signer.kid, typ: 'dezky-actor+jwt' })
      .setIssuer(signer.issuer)
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime(`${lifetimeSeconds}s`)
      .sign(this.privateKey(signer));
  }

  private privateKey({ kid, privateKey }: ActorKey): KeyObject {
    if (this.loaded?.kid !== kid) {
      if (!privateKey) throw new Error(`The key ${kid} cannot sign: it has no private part.`);
      this.loaded = { kid, key: createPrivateKey(privateKey) };
    }
    return this.loaded.key;
  }
}

/** Verifies signed actors; a peer can speak for itself only, and only the gateway for anybody else. */
export class ActorVerifier {
  private readonly keys: VerificationKeys;
  /** One operation asks a subgraph several times with one token, and its signature says the same each time. */
  private readonly verified = new Map<string, { readonly actor: Actor; readonly until: number }>();

  constructor(trusted: readonly ActorKey[] | VerificationKeys) {
    if ('find' in trusted && !Array.isArray(trusted)) {
      this.keys = trusted as VerificationKeys;
      return;
    }
    const fixed = new Map((trusted as readonly ActorKey[]).map(({ kid, issuer, publicKey }) => [kid, { issuer, key: createPublicKey(publicKey) }]));
    this.keys = { find: (kid) => Promise.resolve(fixed.get(kid) ?? null) };
  }

  /** @returns the actor, or null when the token is not one of ours, has expired, or claims more than its signer may say. */
  async verify(token: string): Promise<Actor | null> {
    const known = this.verified.get(token);
    if (known && known.until > Date.now()) return known.actor;
    return this.check(token);
  }

  private async check(token: string): Promise<Actor | null> {
    try {
      const { kid = '' } = decodeProtectedHeader(token);
      const known = await this.keys.find(kid);
      if (!known) return null;
      const { payload } = await jwtVerify(token, known.key, { audience, algorithms: ['EdDSA'], typ: 'dezky-actor+jwt', clockTolerance: 5 });
      const { issuer } = known;
      if (payload.iss !== issuer) return null;
      const actor = payload['actor'] as Actor;
      const mayBeSaid = actor.kind === 'PEER' ? actor.peer === issuer : issuer === 'gateway';
      return mayBeSaid ? this.remember(token, actor, payload.exp ?? 0) : null;
    } catch {
      // Every reason for refusal (malformed, expired, wrong key) means the same to the caller: no actor.
      return null;
    }
  }

  private remember(token: string, actor: Actor, expiresAt: number): Actor {
    if (this.verified.size >= rememberedTokens) this.verified.delete(this.verified.keys().next().value as string);
    this.verified.set(token, { actor, until: expiresAt * 1_000 });
    return actor;
  }
}
