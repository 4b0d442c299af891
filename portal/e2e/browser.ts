import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';

/** The flag puts the whole browser into one process, which a page that closes then takes along. */
const unwanted = new Set(['--single-process', '--disable-web-security', '--allow-running-insecure-content']);

/**
 * Chromium from the npm registry, headless.
 *
 * @throws Error naming the system library that is missing, when one is.
 */
export async function openBrowser(): Promise<Browser> {
  const executablePath = unpackedChromium();
  try {
    return await playwright.launch({ executablePath, args: [...chromium.args.filter((flag) => !unwanted.has(flag)), '--no-sandbox'] });
  } catch (error) {
    const missing = /error while loading shared libraries: ([^:\s]+)/.exec(error instanceof Error ? error.message : '')?.[1];
    if (missing === undefined) throw error;
    throw new Error(`Chromium needs the system library ${missing}, which is not here. On Debian and Ubuntu: apt-get install libnss3 libnspr4.`, {
      cause: error,
    });
  }
}

/**
 * The package unpacks its browser into the temporary folder under a fixed name, and takes what lies there already,
 * whoever put it there and from whichever version. So it is given a folder inside itself, which goes with the next
 * version; in a process of its own, since the folder is read from the real environment.
 */
function unpackedChromium(): string {
  const folder = join(dirname(require.resolve('@sparticuz/chromium')), '..', '..', 'unpacked');
  mkdirSync(folder, { recursive: true });
  const program = `import('@sparticuz/chromium').then(async ({ default: chromium }) => process.stdout.write(await chromium.executablePath()))`;
  return execFileSync(process.execPath, ['--input-type=module', '-e', program], { cwd: __dirname, env: { ...process.env, TMPDIR: folder }, encoding: 'utf8' });
}
