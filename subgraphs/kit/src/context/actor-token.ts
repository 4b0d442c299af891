import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
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
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return {
    kid: `${issuer}-${Date.now().toString(36)}`,
    issuer,
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}

const lifetimeSeconds = 60;
const audience = 'dezky:subgraph';

/** Signs actors in the name of one part of the platform. */
export class ActorSigner {
  private readonly key: KeyObject;

  constructor(private readonly signer: ActorKey) {
    if (!signer.privateKey) throw new Error(`The key ${signer.kid} cannot sign: it has no private part.`);
    this.key = createPrivateKey(signer.privateKey);
  }

  /** A token for the subgraphs, good for one minute. */
  sign(actor: Actor): Promise<string> {
    return new SignJWT({ actor })
      .setProtectedHeader({ alg: 'EdDSA', kid: this.signer.kid, typ: 'dezky-actor+jwt' })
      .setIssuer(this.signer.issuer)
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime(`${lifetimeSeconds}s`)
      .sign(this.key);
  }
}

/** Verifies signed actors; a peer can speak for itself only, and only the gateway for anybody else. */
export class ActorVerifier {
  private readonly keys: ReadonlyMap<string, { issuer: string; key: KeyObject }>;

  constructor(trusted: readonly ActorKey[]) {
    this.keys = new Map(trusted.map(({ kid, issuer, publicKey }) => [kid, { issuer, key: createPublicKey(publicKey) }]));
  }

  /** @returns the actor, or null when the token is not one of ours, has expired, or claims more than its signer may say. */
  async verify(token: string): Promise<Actor | null> {
    try {
      const { payload, protectedHeader } = await jwtVerify(
        token,
        ({ kid }) => {
          const known = this.keys.get(kid ?? '');
          if (!known) throw new Error('unknown key');
          return known.key;
        },
        { audience, algorithms: ['EdDSA'], typ: 'dezky-actor+jwt', clockTolerance: 5 },
      );
      const issuer = this.keys.get(protectedHeader.kid ?? '')?.issuer;
      if (!issuer || payload.iss !== issuer) return null;
      const actor = payload['actor'] as Actor;
      if (actor.kind === 'PEER') return actor.peer === issuer ? actor : null;
      return issuer === 'gateway' ? actor : null;
    } catch {
      // Every reason for refusal (malformed, expired, wrong key) means the same to the caller: no actor.
      return null;
    }
  }
}
