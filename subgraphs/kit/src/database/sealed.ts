import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Demanded in full: Node takes shorter tags otherwise, and a tag of four bytes can be guessed. */
const authTagLength = 16;

/** Encrypts what must not lie in clear in a table: AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce before the text. */
export class Sealer {
  private readonly key: Buffer;

  /** @param key 32 bytes in base64. */
  constructor(key: string) {
    this.key = Buffer.from(key, 'base64');
    if (this.key.length !== 32) throw new Error('The data encryption key has to be 32 bytes in base64.');
  }

  seal(text: string): Buffer {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.key, nonce, { authTagLength });
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), body]);
  }

  /** @throws when the bytes were changed or sealed with another key. */
  open(sealed: Buffer): string {
    const decipher = createDecipheriv('aes-256-gcm', this.key, sealed.subarray(0, 12), { authTagLength });
    decipher.setAuthTag(sealed.subarray(12, 28));
    return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString('utf8');
  }
}
