import { resolve } from 'node:path';
import { createLogger } from '@dezky/kit/log/logger';
import { sharedRsaKeys } from '@dezky/sandbox/rsa-keys';
import { madeOnce } from './made-once.fixture';
import { startStack } from './start-stack';

/** Where all schemas are printed. */
export const schemaDirectory = resolve(__dirname, '..', '..', 'schema');

/**
 * Fills a folder with what a stack leaves there after its first start: secrets, a database with its tables, the back ends' state, and the
 * demonstration's data where it is wanted. A stack that is started on it is one that is started again.
 */
export async function stackHome(home: string, { demo = false }: { readonly demo?: boolean } = {}): Promise<void> {
  await madeOnce(demo ? 'stack-with-demo' : 'stack', home, async (folder) => {
    if (demo) await stackHome(folder);
    const stack = await startStack({ home: folder, demo, port: 0, durable: false, rsaKeys: sharedRsaKeys(), schemaDirectory, log: createLogger({ name: 'first start', level: 'silent' }) });
    await stack.stop();
  });
}
