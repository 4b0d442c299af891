import { createPrivateKey, generateKeyPair, type KeyObject } from 'node:crypto';
import type { RsaKeys } from '../rsa-keys';
import type { Directory } from './directory';
import { generatedSignature } from './dkim-signature-object';
import { algorithmsOf } from './domain-object';
import { objectOr, textOr } from './json';
import { instant } from './names';

/**
 * Makes the DKIM keys of new domains in the background, as the server does: the Ed25519 key
 * is there at once, the RSA key some time later. Tasks survive a restart.
 */
export class DkimTasks {
  private readonly running = new Set<string>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private closed = false;

  constructor(
    private readonly directory: Directory,
    /** How long the RSA key takes at least, in milliseconds. */
    private readonly rsaDelayMs: number,
    private readonly rsaKeys: RsaKeys,
  ) {}

  /** Starts what is pending and not running yet. */
  wake(): void {
    for (const [id, task] of this.directory.objects('Task').entries()) {
      if (task['@type'] === 'DkimManagement' && objectOr(task['status'])['@type'] === 'Pending' && !this.running.has(id)) {
        this.running.add(id);
        void this.run(id, String(task['domainId'])).finally(() => this.running.delete(id));
      }
    }
  }

  close(): void {
    this.closed = true;
    for (const timer of this.timers) clearTimeout(timer);
  }

  private async run(taskId: string, domainId: string): Promise<void> {
    const tasks = this.directory.objects('Task');
    for (const type of algorithmsOf(objectOr(this.directory.objects('Domain').get(domainId)))) {
      const algorithm = type.includes('Rsa') ? 'rsa' : 'ed25519';
      const selector = `v1-${algorithm}-${instant().slice(0, 10).replaceAll('-', '')}`;
      if (this.has(domainId, type, selector)) continue;
      const [key] = await Promise.all([algorithm === 'rsa' ? this.rsaKeys() : newEd25519Key(), this.pause(algorithm === 'rsa' ? this.rsaDelayMs : 0)]);
      if (this.closed) return;
      if (!this.directory.exists('Domain', domainId)) {
        const failed = { createdAt: instant(), failedAt: instant(), reason: 'Domain not found', '@type': 'Failed' };
        tasks.put(taskId, { ...objectOr(tasks.get(taskId)), status: failed });
        return;
      }
      this.directory.add('DkimSignature', generatedSignature(type, domainId, selector, key));
    }
    tasks.delete(taskId);
  }

  private has(domainId: string, type: string, selector: string): boolean {
    return this.directory
      .objects('DkimSignature')
      .values()
      .some((key) => key['domainId'] === domainId && key['@type'] === type && textOr(key['selector'], '') === selector);
  }

  private pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.timers.delete(timer);
        resolve();
      }, milliseconds);
      timer.unref();
      this.timers.add(timer);
    });
  }
}

/** Made as text, as RSA keys are (`rsa-keys.ts`). */
const ed25519 = { publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } } as const;
const newEd25519Key = (): Promise<KeyObject> => new Promise((resolve, reject) => generateKeyPair('ed25519', ed25519, (error, _publicKey: string, privateKey: string) => (error ? reject(error) : resolve(createPrivateKey(privateKey)))));
